import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AddRequest, StackFilePreview } from '../../../shared/contract/index.ts';
import type { ErrorData } from '../../../shared/index.ts';
import { query, toErrorData } from '../../core/index.ts';

export interface PreviewState {
  data: StackFilePreview | undefined;
  /** Why there is none. */
  error: ErrorData | undefined;
  /** What is shown is of what was asked before. */
  isStale: boolean;
  refetch: () => Promise<unknown>;
}

/** How long nobody must have typed, in milliseconds: a preview asks the engine. */
const calm = 300;

/** What adding would do, asked anew as the form changes. Without a request nothing is asked. */
export function usePreview(request: AddRequest | undefined): PreviewState {
  const key = JSON.stringify(request);
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), calm);
    return () => clearTimeout(timer);
  }, [key]);
  const asked = settled === undefined ? undefined : (JSON.parse(settled) as AddRequest);
  const preview = useQuery({
    ...query.blocks.preview.queryOptions({ input: asked ?? { project: '', block: '' } }),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    // What it shows is agreed to: it is never an old one, and never kept with a password in its request.
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return {
    data: preview.data,
    error: preview.error ? toErrorData(preview.error) : undefined,
    isStale: key !== settled || preview.isPlaceholderData || preview.isFetching,
    refetch: preview.refetch,
  };
}
