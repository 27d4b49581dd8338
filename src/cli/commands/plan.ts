import { type Command, Option } from 'commander';
import { action, collect, verb } from '../command.ts';
import { parseScale } from '../scale.ts';
import { showPlan } from '../show-plan.ts';
import { upOptions } from '../up-options.ts';

interface PlanFlags {
  build?: boolean;
  pull?: 'always' | 'missing' | 'never';
  forceRecreate?: boolean;
  recreate: boolean;
  deps: boolean;
  scale?: string[];
  removeOrphans?: boolean;
  freePorts?: boolean;
}

export function planCommand(): Command {
  return verb('plan', 'show what `up` would change on the engine, and why')
    .argument('[services...]', 'only these and what they need')
    .option('--build', 'as if images were built first')
    .option('--no-build', 'as if nothing could be built')
    .addOption(
      new Option('--pull <when>', 'as if images were pulled').choices([
        'always',
        'missing',
        'never',
        'policy',
      ]),
    )
    .option('--force-recreate', 'as if everything had changed')
    .option('--no-recreate', 'as if nothing had changed')
    .option('--no-deps', 'leave out what the services need')
    .option('--scale <service=number>', 'number of containers of a service; several times', collect)
    .option('--remove-orphans', 'with the removal of orphans')
    .option('--free-ports', 'with free ports in place of taken ones')
    .action(
      action<PlanFlags>(async (session, flags, services: string[]) => {
        const stack = await session.stack(services);
        const plan = await stack.plan(
          upOptions(session, services, flags, parseScale(flags.scale)),
          session.signal,
        );
        session.output.json ? session.output.document(plan) : showPlan(session.output, plan);
      }),
    );
}
