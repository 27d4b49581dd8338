import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';

/*
 * Places of the page: `#/project/<id>/<view>` for a view of a project, `#/<view>` for one of this machine; a view's filters
 * stand behind it as `?name=value`, so that a place can be linked to, filters and all.
 */

export interface Place {
  view: string;
  /** The project's id; absent for views of this machine. */
  project?: string | undefined;
  filters?: Readonly<Record<string, string | undefined>>;
}

/** The place as a path of the router. */
function pathTo({ view, project, filters = {} }: Place): string {
  const path = project === undefined ? `/${view}` : `/project/${encodeURIComponent(project)}/${view}`;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) search.set(name, value);
  return search.size > 0 ? `${path}?${search}` : path;
}

/** For links: `<a href={hrefTo({ project, view: 'logs', filters: { services: 'db' } })}>`. */
export function hrefTo(place: Place): string {
  return `#${pathTo(place)}`;
}

/** Goes there, as a link would. */
export function goTo(place: Place): void {
  location.hash = pathTo(place);
}

/** Where the page is now. */
export function usePlace(): { project: string | undefined; view: string | undefined } {
  const { project, view } = useParams({ strict: false }) as { project?: string; view?: string };
  return { project, view };
}

/** The filters of each view of each project as they were last, while this page is open. */
const lastFilters = new Map<string, NonNullable<Place['filters']>>();

/** A view of a project as it was left, with its filters; the address stays what counts. */
export function asLeft(project: string, view: string): Place {
  return { project, view, filters: lastFilters.get(`${project} ${view}`) ?? {} };
}

/** Keeps for `asLeft` how the views are; once, in the frame. */
export function useRememberedFilters(): void {
  const { project, view } = usePlace();
  const search: Record<string, unknown> = useSearch({ strict: false });
  useEffect(() => {
    if (project === undefined || view === undefined) return;
    const texts = Object.entries(search).map(([name, value]) => [name, textOf(value)] as const);
    lastFilters.set(`${project} ${view}`, Object.fromEntries(texts.filter(([, text]) => text !== '')));
  }, [project, view, search]);
}

/** A filter of the view, kept in the address: `const [text, setText] = useFilter('find')`. Empty is the same as absent. */
export function useFilter(name: string): [value: string, set: (value: string) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const value = search[name];
  const set = useCallback(
    (next: string) =>
      void navigate({
        to: '.',
        search: ((now: Record<string, unknown>) => ({
          ...now,
          [name]: next === '' ? undefined : next,
        })) as never,
        replace: true,
      }),
    [navigate, name],
  );
  return [textOf(value), set];
}

/** The router reads `1` and `true` as a number and a boolean. */
function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
