import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { StackView, UpRequest } from '../../../../shared/contract/index.ts';
import type { ErrorData, Plan } from '../../../../shared/index.ts';
import { core, queryClient, toErrorData } from '../../../core/index.ts';

const settledMilliseconds = 600;

/** A plan belongs to the revision it was made for: with the next one it is made anew. */
function planQuery(project: string, request: UpRequest, revision: number) {
  return {
    queryKey: ['stack-plan', project, request, revision] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => core.stacks.plan({ project, request }, { signal }),
  };
}

/** The plan as it is now. A query of its own: the shared one is cancelled when the stack goes on to its next revision. */
export async function askPlan(project: string, request: UpRequest, revision: number): Promise<Plan> {
  const plan = await core.stacks.plan({ project, request });
  queryClient.setQueryData(planQuery(project, request, revision).queryKey, plan);
  return plan;
}

export interface KnownPlan {
  plan: Plan | undefined;
  /** Whether it is for the stack as it is now, rather than as it was a moment ago. */
  current: boolean;
  error: ErrorData | undefined;
}

/** What an Up with this request would do, kept in step with the stack; not asked while `enabled` is false. */
export function usePlan(project: string, request: UpRequest, revision: number, enabled: boolean): KnownPlan {
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    ...planQuery(project, request, revision),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
  });
  return {
    plan: data,
    current: data !== undefined && !isPlaceholderData && !isFetching,
    error: error ? toErrorData(error) : undefined,
  };
}

/** What an Up of the whole stack would do, asked once the stack has come to rest. */
export function useIdlePlan(project: string, view: StackView | undefined): Plan | undefined {
  const settled = useSettled(view?.revision);
  const atRest =
    view !== undefined && settled === view.revision && !view.task && !view.problem && !view.engineProblem;
  const { plan } = usePlan(project, everything, view?.revision ?? 0, atRest);
  // While something is under way, or the files do not load, it would tell of what was.
  return view?.task === undefined && view?.problem === undefined ? plan : undefined;
}

const everything: UpRequest = {};

/** The value once it has not changed for a moment. */
function useSettled<Value>(value: Value): Value | undefined {
  const [settled, setSettled] = useState<Value>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settledMilliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
