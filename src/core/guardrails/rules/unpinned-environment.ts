import { join } from 'node:path';
import { eachService, type Rule, type Subject } from '../rule.ts';

export const unpinnedEnvironment: Rule = {
  code: 'unpinned-environment',
  severity: 'warn',
  explanation:
    'Packages without versions are others next week: a model that was trained with one set is not made again with another.',
  check: eachService(function* ({ name, service }, stack) {
    const { build } = service;
    const command = [...(service.entrypoint ?? []), ...(service.command ?? [])].join(' ');
    const installed = unpinnedIn(command);
    if (installed.length > 0)
      yield {
        message: `${name} installs ${list(installed)} at each start, in whatever version is there then.`,
        remedy: 'Install them when the image is built, each with its version (`name==1.2.3`).',
        detail: 'command',
        path: ['services', name, 'command'],
      };
    if (!build) return;
    const built = unpinnedIn(dockerfileOf(build, stack) ?? '');
    const required = unpinnedRequirements(build.context, stack);
    for (const { packages, from } of [
      { packages: built, from: 'its Dockerfile' },
      { packages: required, from: 'requirements.txt' },
    ])
      if (packages.length > 0)
        yield {
          message: `The image of ${name} takes ${list(packages)} without versions, from ${from}.`,
          remedy:
            'Write versions (`name==1.2.3`), or install from a lock file: `pip freeze` says what is there.',
          detail: from,
          path: ['services', name, 'build'],
        };
  }),
};

type BuildOf = { context?: string; dockerfile?: string; dockerfile_inline?: string };

function dockerfileOf({ context, dockerfile, dockerfile_inline }: BuildOf, { facts }: Subject) {
  if (dockerfile_inline !== undefined || context === undefined) return dockerfile_inline;
  return facts.read?.(join(context, dockerfile ?? 'Dockerfile'));
}

const install = /\b(?:pip3?|mamba|conda)\s+install\s+([^\n;&|]*)/g;
/** Options that take a word of their own. */
const optionsWithValue =
  /^(-r|--requirement|-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links|-t|--target|-n|--name|-e|--editable|--platform)$/;

/** Packages that a shell line installs without saying which version. */
function unpinnedIn(text: string): string[] {
  const found: string[] = [];
  for (const [, words = ''] of text.replaceAll('\\\n', ' ').matchAll(install)) {
    let skip = false;
    for (const word of words.split(/\s+/)) {
      const bare = word.replace(/^['"]|['"]$/g, '');
      if (skip) skip = false;
      else if (optionsWithValue.test(bare)) skip = true;
      else if (isUnpinned(bare)) found.push(bare);
    }
  }
  return found;
}

/** Of a requirements.txt beside the Dockerfile, where no lock file holds the versions. */
function unpinnedRequirements(context: string | undefined, { facts }: Subject): string[] {
  if (context === undefined || !facts.read) return [];
  const text = facts.read(join(context, 'requirements.txt'));
  return (text ?? '')
    .split('\n')
    .map((line) =>
      line
        .replace(/\s*#.*$/, '')
        .replace(/\s*;.*$/, '')
        .trim(),
    )
    .filter(isUnpinned);
}

function isUnpinned(word: string): boolean {
  return /^[A-Za-z][\w.-]*(\[[\w,.-]*\])?$/.test(word) && !/\.(txt|whl|gz|toml|zip)$/.test(word);
}

function list(packages: readonly string[]): string {
  const shown = packages.slice(0, 3).join(', ');
  return packages.length > 3 ? `${shown} and ${packages.length - 3} more` : shown;
}
