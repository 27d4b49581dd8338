import type { LucideIcon } from 'lucide-react';
import { Play } from 'lucide-react';
import { Button, EmptyState } from '../components/index.ts';
import { goTo, useAction, useCore, useFollowed } from '../core/index.ts';

/** What `up` may want to know first. */
const asking: readonly string[] = [
  'trust-required',
  'confirmation-required',
  'guardrail-denied',
  'secret-missing',
];

interface NothingRunsProps {
  project: string;
  icon: LucideIcon;
  /** What stands here once something runs, in one sentence. */
  text: string;
}

/** For views of what runs, while nothing does: what they are for, and the one step that leads there. */
export function NothingRuns({ project, icon, text }: NothingRunsProps) {
  const core = useCore();
  const stack = useFollowed('stacks.follow', { project });
  const view = 'value' in stack ? stack.value : undefined;
  const name = view?.project.name ?? 'the stack';
  const up = useAction(() => core.stacks.up({ project, request: {} }), {
    failure: `Could not bring up ${name}`,
    // What it needs a yes for is asked where the stack is.
    onError: ({ code }) => {
      const asks = asking.includes(code);
      if (asks) goTo({ project, view: 'stack' });
      return asks;
    },
  });
  const busy = up.pending || view?.task !== undefined;
  return (
    <EmptyState
      icon={icon}
      text={text}
      action={
        <Button
          kind="primary"
          icon={Play}
          pending={busy}
          disabled={view?.problem !== undefined}
          onClick={() => void up.run()}
        >
          {busy ? `Working on ${name}` : `Bring up ${name}`}
        </Button>
      }
    />
  );
}
