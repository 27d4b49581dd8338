import { parseImage } from '../images.ts';
import { eachService, type Rule } from '../rule.ts';

/** Tags that are moved to another image as time goes by. A version's beginning (`postgres:18`) moves within it: that is a choice. */
const moving =
  /^(latest|stable|edge|main|master|nightly|dev|develop|rolling|canary|current|lts|mainline|next)$|[-.](latest|nightly|edge|snapshot)$/i;

export const unpinnedImage: Rule = {
  code: 'unpinned-image',
  severity: 'warn',
  explanation:
    'A tag that moves is another program tomorrow: what runs here is not what runs on a colleague’s machine, and nobody can go back.',
  check: eachService(function* ({ name, service: { image, build } }) {
    // What is built here has its version in the repository.
    if (!image || build) return;
    const { tag, digest, repository } = parseImage(image);
    if (digest || (tag && !moving.test(tag))) return;
    yield {
      message: tag
        ? `${name} uses ${image}, and what the tag \`${tag}\` means changes.`
        : `${name} uses ${image} without a tag, which means \`latest\`.`,
      remedy: `Name a version, \`image: ${repository}:VERSION\`, or the digest of what you have tried.`,
      path: ['services', name, 'image'],
    };
  }),
};
