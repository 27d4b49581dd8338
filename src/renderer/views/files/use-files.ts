import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { FilePlace } from '../../../shared/contract/index.ts';
import { query, toErrorData, useFilter, useFollowed } from '../../core/index.ts';
import { nameOf, parentOf } from './paths.ts';

/** What the view looks at; all of it stands in the address. */
export function useFiles(project: string) {
  const places = useQuery(query.files.places.queryOptions({ input: { project } }));
  useRefetchOnChange(project, () => void places.refetch());
  const [wished, setPlace] = useFilter('place');
  const [service] = useFilter('service');
  const [wishedPath, setPath] = useFilter('path');
  const [file, setFile] = useFilter('file');

  const place =
    places.data?.find((it) => keyOf(it) === wished) ??
    places.data?.find((it) => it.service === service) ??
    places.data?.[0];
  const path = wishedPath || '/';
  const input = place && { project, kind: place.kind, name: place.name, path };
  const listing = useQuery({
    ...query.files.list.queryOptions({ input: input ?? { project, kind: 'container', name: '', path } }),
    enabled: input !== undefined,
  });
  // A path to a file, as a link may lead to one, is its folder with the file open.
  const isFile = listing.error !== null && toErrorData(listing.error).code === 'usage';

  const goTo = useCallback(
    (next: string) => {
      setFile('');
      setPath(next === '/' ? '' : next);
    },
    [setFile, setPath],
  );
  return {
    places,
    place,
    path,
    listing,
    isFile,
    file,
    setFile,
    goTo,
    choosePlace: (next: FilePlace) => {
      goTo('/');
      setPlace(keyOf(next));
    },
    openAsFile: () => {
      setFile(nameOf(path));
      setPath(parentOf(path));
    },
  };
}

/** Containers come and go: looks again when the stack has changed. */
function useRefetchOnChange(project: string, refetch: () => void): void {
  const stack = useFollowed('stacks.follow', { project });
  const revision = 'value' in stack ? stack.value?.revision : undefined;
  const seen = useRef<number>(undefined);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== revision) refetch();
    seen.current = revision;
  });
}

export function keyOf({ kind, name }: Pick<FilePlace, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}
