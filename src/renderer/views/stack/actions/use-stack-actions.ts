import { useMemo, useState } from 'react';
import type { CoreClient, StackView, UpRequest } from '../../../../shared/contract/index.ts';
import type { ErrorData } from '../../../../shared/index.ts';
import { goTo, useAction, useCore } from '../../../core/index.ts';
import { planKind } from '../model/plan.ts';
import { askPlan } from './use-plan.ts';

export type Dialog =
  /** What would be done, to be looked at and agreed to. */
  | { kind: 'plan'; request: UpRequest }
  /** Powers that the files ask for; what was wished goes on when they are given. */
  | { kind: 'trust'; goOn: () => void }
  /** What the stack breaks; `stopped`: an Up was refused for it. */
  | { kind: 'guardrails'; stopped?: boolean; except?: string }
  | { kind: 'down' }
  | { kind: 'config' };

/** Verbs that need no plan and no question. */
export type PlainVerb = 'start' | 'stop' | 'restart' | 'rebuild' | 'pull';

type DownRequest = Parameters<CoreClient['stacks']['down']>[0]['request'];

export interface StackActions {
  dialog: Dialog | undefined;
  open: (dialog: Dialog) => void;
  close: () => void;
  /** Plans, and goes on at once where nothing that is there would be touched; else shows the plan. */
  up: (request?: UpRequest) => void;
  /** Does what the plan said. */
  apply: (request: UpRequest) => void;
  down: (request: DownRequest) => void;
  plain: (verb: PlainVerb, services?: string[]) => void;
  toggleWatch: () => void;
  cancel: (task: string) => void;
  retry: (task: string) => void;
  /** Something was asked and has not begun yet. */
  pending: boolean;
}

/** Everything that can be done to a stack, for buttons and commands alike. */
export function useStackActions(project: string, view: StackView | undefined): StackActions {
  const core = useCore();
  const [dialog, setDialog] = useState<Dialog>();
  const name = view?.project.name ?? 'the stack';
  const revision = view?.revision ?? 0;

  /** What a refusal asks of the user is asked in a dialog, not told as a failure. */
  const ask = (error: ErrorData, goOn: () => void, request: UpRequest = {}): boolean => {
    if (error.code === 'trust-required') setDialog({ kind: 'trust', goOn });
    else if (error.code === 'confirmation-required') setDialog({ kind: 'plan', request });
    else if (error.code === 'guardrail-denied') setDialog({ kind: 'guardrails', stopped: true });
    else if (error.code === 'secret-missing') goTo({ project, view: 'secrets' });
    else return false;
    return true;
  };

  const bring = useAction((request: UpRequest) => core.stacks.up({ project, request }), {
    failure: `Could not bring up ${name}`,
    onDone: () => setDialog(undefined),
    onError: (error, request) => ask(error, () => void plan.run(request), request),
  });
  const plan = useAction(
    async (request: UpRequest) => ({ request, kind: planKind(await askPlan(project, request, revision)) }),
    {
      failure: `Could not plan what Up would do to ${name}`,
      onDone: ({ request, kind }) => {
        if (kind === 'adds') void bring.run(request);
        else setDialog({ kind: 'plan', request });
      },
      onError: (error, request) => ask(error, () => void plan.run(request), request),
    },
  );
  const down = useAction((request: DownRequest) => core.stacks.down({ project, request }), {
    failure: `Could not take ${name} down`,
    onDone: () => setDialog(undefined),
    onError: (error, request) => ask(error, () => void down.run(request)),
  });
  const plainly = useAction(
    ({ verb, services }: { verb: PlainVerb; services: string[] | undefined }) =>
      core.stacks[verb]({ project, ...(services && { services }) }),
    {
      failure: ({ verb, services }) => `Could not ${verb} ${services?.join(', ') ?? name}`,
      onError: (error, wish) => ask(error, () => void plainly.run(wish)),
    },
  );
  const watch = useAction((): Promise<unknown> => core.stacks.watch({ project }), {
    failure: `Could not watch the files of ${name}`,
    onError: (error) => ask(error, () => void watch.run()),
  });
  const cancel = useAction((id: string) => core.tasks.cancel({ id }), { failure: 'Could not cancel' });
  const retry = useAction((id: string) => core.tasks.retry({ id }), {
    failure: 'Could not try again',
    onError: (error, id) => ask(error, () => void retry.run(id)),
  });

  const watchTask = view?.watchTask;
  const isPending = [bring, plan, down, plainly, retry].some(({ pending }) => pending);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the runs are stable.
  return useMemo(
    () => ({
      dialog,
      open: setDialog,
      close: () => setDialog(undefined),
      up: (request = {}) => void plan.run(request),
      apply: (request) => void bring.run(request),
      down: (request) => void down.run(request),
      plain: (verb, services) => void plainly.run({ verb, services }),
      toggleWatch: () => void (watchTask ? cancel.run(watchTask) : watch.run()),
      cancel: (task) => void cancel.run(task),
      retry: (task) => void retry.run(task),
      pending: isPending,
    }),
    [dialog, watchTask, isPending],
  );
}
