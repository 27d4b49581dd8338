import type { Stack, StackParts } from './stack.ts';

/** The stack of a project. What a verb needs is loaded when the verb is used. */
export function openStack(parts: StackParts): Stack {
  return {
    parts,
    async plan(options = {}, signal) {
      const { planOnly } = await import('./up.ts');
      return await planOnly(parts, options, { signal });
    },
    async up(options, task) {
      const { up } = await import('./up.ts');
      return await up(parts, options, task);
    },
    async down(options, task) {
      const { down } = await import('./down.ts');
      return await down(parts, options, task);
    },
    async stop(options, task) {
      const { stop } = await import('./stop.ts');
      await stop(parts, options, task);
    },
    async start(options, task) {
      const { start } = await import('./start.ts');
      await start(parts, options, task);
    },
    async restart(options, task) {
      const { restart } = await import('./restart.ts');
      await restart(parts, options, task);
    },
    async build(options, task) {
      const { build } = await import('./make-images.ts');
      await build(parts, options, task);
    },
    async pull(options, task) {
      const { pull } = await import('./make-images.ts');
      await pull(parts, options, task);
    },
    async status(signal) {
      const { readStatus } = await import('./status.ts');
      return await readStatus(parts, { signal });
    },
  };
}
