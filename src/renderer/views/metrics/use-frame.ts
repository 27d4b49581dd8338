import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Mark } from '../../../shared/contract/index.ts';
import type { ErrorData } from '../../../shared/index.ts';
import { toErrorData, useCore, useFollowed } from '../../core/index.ts';
import { emptyFrame, type Frame, frameOf, joined, type Look, withLook } from './frame.ts';
import type { RangeId, Span } from './ranges.ts';

/** As many as a chart on a large screen has room for. */
const points = 480;
/** What is kept is added to every ten seconds. */
const refetchMilliseconds = 10_000;

export interface Measured {
  frame: Frame;
  marks: readonly Mark[];
  span: Span;
  /** When the oldest measurement that is kept was taken. */
  keptSince: number | undefined;
  /** Nothing was ever heard: show the place of what comes. */
  loading: boolean;
  /** Whether something runs now; undefined while that is not known. */
  runs: boolean | undefined;
  error: ErrorData | undefined;
  refetch: () => void;
}

/** What was measured over a range: kept by the core, and in the live range continued by what is measured now. */
export function useMeasured(
  project: string,
  range: { id: RangeId; milliseconds: number },
  zoom: Span | undefined,
  revision: number | undefined,
): Measured {
  const core = useCore();
  const live = range.id === 'live' && !zoom;
  const looks = useLooks(project, range.milliseconds);
  const history = useQuery({
    queryKey: ['metrics.history', project, range.id, zoom, revision],
    queryFn: async ({ signal }) => {
      const until = Date.now();
      const span = zoom ?? { from: until - range.milliseconds, to: until };
      const input = { project, since: Math.floor(span.from), until: Math.ceil(span.to), points };
      const answer = await core.metrics.history(input, { signal });
      return { frame: frameOf(answer.series), marks: answer.marks, keptSince: answer.keptSince, span };
    },
    refetchInterval: zoom ? false : refetchMilliseconds,
    placeholderData: keepPreviousData,
    // Comparing thousands of figures one by one costs more than drawing them.
    structuralSharing: false,
  });

  const kept = history.data?.frame ?? emptyFrame;
  const newest = looks.at(-1);
  const frame = useMemo(() => (range.id === 'live' ? joined(kept, looks) : kept), [range.id, kept, looks]);
  const end = (live ? newest?.time : undefined) ?? history.data?.span.to ?? Date.now();
  return {
    frame,
    marks: history.data?.marks ?? [],
    span: zoom ?? { from: end - range.milliseconds, to: end },
    keptSince: history.data?.keptSince,
    loading: history.isPending && looks.length === 0,
    runs: newest && Object.keys(newest.services).length > 0,
    error: history.error ? toErrorData(history.error) : undefined,
    refetch: () => void history.refetch(),
  };
}

/** What is measured now, once a second, as far back as it is shown. */
function useLooks(project: string, milliseconds: number): readonly Look[] {
  const followed = useFollowed('metrics.follow', useIsSeen() ? { project } : undefined);
  const look = followed.state === 'live' ? followed.value : undefined;
  const [looks, setLooks] = useState<readonly Look[]>([]);
  useEffect(() => {
    if (look) setLooks((had) => withLook(had, look, milliseconds));
  }, [look, milliseconds]);
  return looks;
}

/** Nobody looks at a page in the background: then nothing needs to be measured every second. */
function useIsSeen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'visible',
  );
}
