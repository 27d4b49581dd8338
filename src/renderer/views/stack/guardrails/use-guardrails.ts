import { useMemo } from 'react';
import type { GuardrailsView } from '../../../../shared/contract/index.ts';
import { useFollowed } from '../../../core/index.ts';
import { useStack } from '../stack-context.ts';
import { type Mark, marksOf } from './findings.ts';

const nothing: GuardrailsView = { findings: [], enforced: false };

/** What the stack breaks; parts of the view that ask share one stream. */
export function useGuardrails(): GuardrailsView {
  const { project } = useStack();
  const followed = useFollowed('guardrails.follow', { project });
  return ('value' in followed && followed.value) || nothing;
}

export function useMarks(): ReadonlyMap<string, Mark> {
  const { findings } = useGuardrails();
  return useMemo(() => marksOf({ findings }), [findings]);
}
