import { type Command, Option } from 'commander';
import { action, collect, verb, wholeNumber } from '../command.ts';
import { parseScale } from '../scale.ts';
import { showPlan } from '../show-plan.ts';
import { showResult } from '../show-status.ts';

interface UpFlags {
  build?: boolean;
  pull?: 'always' | 'missing' | 'never';
  forceRecreate?: boolean;
  recreate: boolean;
  deps: boolean;
  wait?: boolean;
  waitTimeout?: number;
  watch?: boolean;
  dryRun?: boolean;
  scale?: string[];
  removeOrphans?: boolean;
  freePorts?: boolean;
  renewAnonVolumes?: boolean;
  timeout?: number;
  yes?: boolean;
}

export function upCommand(): Command {
  return verb('up', 'bring the stack up, and change what differs from the files')
    .argument('[services...]', 'only these and what they need')
    .option('--build', 'build images first')
    .option('--no-build', 'do not build, even where an image is missing')
    .addOption(
      new Option('--pull <when>', 'pull images first').choices(['always', 'missing', 'never', 'policy']),
    )
    .option('--force-recreate', 'recreate containers although nothing changed')
    .option('--no-recreate', 'keep containers although something changed')
    .option('--no-deps', 'leave out what the services need')
    .option('--wait', 'wait until everything is running and healthy')
    .option('--wait-timeout <seconds>', 'how long to wait at most', wholeNumber('--wait-timeout'))
    .option('-w, --watch', 'then carry out `develop.watch` until Ctrl-C')
    .option('--dry-run', 'only show the plan')
    .option('--scale <service=number>', 'number of containers of a service; several times', collect)
    .option('--remove-orphans', 'remove containers of services that are not in the files any more')
    .option('--free-ports', 'use free ports in place of taken ones')
    .option('-V, --renew-anon-volumes', 'start anonymous volumes empty')
    .option('-t, --timeout <seconds>', 'grace for containers that are stopped', wholeNumber('--timeout'))
    .option('-y, --yes', 'agree to steps that lose data')
    .addOption(new Option('-d, --detach', 'accepted: `up` always leaves the stack running'))
    .action(
      action<UpFlags>(async (session, flags, services: string[]) => {
        const { upOptions } = await import('../up-options.ts');
        const stack = await session.stack(services);
        const options = upOptions(session, services, flags, parseScale(flags.scale));
        if (flags.dryRun) {
          const plan = await stack.plan(options, session.signal);
          session.output.json ? session.output.document(plan) : showPlan(session.output, plan);
          return;
        }
        const { requireGuardrails } = await import('../guardrails/require.ts');
        const others = await requireGuardrails(session, services);
        const ready = await session.readyStack(services);
        session.interruptedRemedy =
          '`blockyard up` goes on from here; `blockyard down` removes what is there.';
        const project = await session.project(services);
        const stale =
          project.stackFile && (await (await import('../../core/blocks/index.ts')).staleInclude(project));
        if (stale) session.output.warning(stale);
        const result = await session.runTask(`up ${project.name}`, (task) => ready.up(options, task));
        for (const warning of result.warnings) session.output.warning(warning);
        if (session.output.json) session.output.document(result);
        else
          showResult(
            session.output,
            result,
            project.instances.flatMap((it) => it.endpoints),
          );
        if (others) session.output.note(session.output.paintErrors.dim(others));
        if (flags.watch) {
          const { watchUntilInterrupted } = await import('../watch-until-interrupted.ts');
          return watchUntilInterrupted(session, ready, services);
        }
        return;
      }),
    );
}
