import { memoryFor } from '../images.ts';
import { memoryLimitOf } from '../memory.ts';
import { eachService, type Rule } from '../rule.ts';

export const noMemoryLimit: Rule = {
  code: 'no-memory-limit',
  severity: 'warn',
  explanation:
    'One service without a limit can take all memory: then the engine, and often the whole machine, stands still, and something else is killed for it.',
  check: eachService(function* ({ name, service }) {
    if (memoryLimitOf(service) !== undefined || service.provider) return;
    const limit = memoryFor(service.image);
    yield {
      message: `${name} may use all of the engine’s memory.`,
      remedy: `Give it a limit: \`mem_limit: ${limit}\`.`,
      path: ['services', name],
      fix: {
        text: `Writes \`mem_limit: ${limit}\` for ${name}.`,
        edits: [{ kind: 'set', path: ['services', name, 'mem_limit'], value: limit }],
      },
    };
  }),
};
