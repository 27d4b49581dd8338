import { eachService, type Rule } from '../rule.ts';

export const rootUser: Rule = {
  code: 'root-user',
  severity: 'note',
  explanation:
    'A program that runs as root and is broken into is one step from the engine’s machine, and what it writes into your folders is not yours.',
  check: eachService(function* ({ name, service }) {
    // Who an image runs as by itself is not in the files.
    if (!/^(root|0)(:|$)/.test(service.user ?? '')) return;
    yield {
      message: `${name} runs as root.`,
      remedy: 'Name a user of the image (`user: "1000:1000"`), or leave `user` out where the image has one.',
      path: ['services', name, 'user'],
    };
  }),
};
