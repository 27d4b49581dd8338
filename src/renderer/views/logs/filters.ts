import { useCallback } from 'react';
import { create } from 'zustand';
import { useFilter } from '../../core/address.ts';
import { type Level, levels } from './levels.ts';

/** What the view shows, as texts that can stand in an address; empty is as it is by itself. */
export interface Filters {
  /** Names with commas; default: all. */
  service: string;
  /** Of `levels`, with commas; default: all. */
  level: string;
  q: string;
  /** `1`: `q` is a regular expression. */
  re: string;
  /** `1`: only what matches is shown. */
  only: string;
  /** `1`: long lines are wrapped. */
  wrap: string;
  /** `utc`, `gap` (to the line before) or `off`; default: local. */
  times: string;
  /** Milliseconds since the epoch: opens at this moment. */
  at: string;
  /** A regular expression that the core searches for in all that is kept. */
  grep: string;
}

export interface FilterState {
  values: Filters;
  set: (name: keyof Filters, value: string) => void;
}

/** Kept in the address, so that it can be linked to. */
export function useAddressFilters(): FilterState {
  const [service, setService] = useFilter('service');
  const [level, setLevel] = useFilter('level');
  const [q, setQ] = useFilter('q');
  const [re, setRe] = useFilter('re');
  const [only, setOnly] = useFilter('only');
  const [wrap, setWrap] = useFilter('wrap');
  const [times, setTimes] = useFilter('times');
  const [at, setAt] = useFilter('at');
  const [grep, setGrep] = useFilter('grep');
  const setters = {
    service: setService,
    level: setLevel,
    q: setQ,
    re: setRe,
    only: setOnly,
    wrap: setWrap,
    times: setTimes,
    at: setAt,
    grep: setGrep,
  };
  return {
    values: { service, level, q, re, only, wrap, times, at, grep },
    set: (name, value) => setters[name](value),
  };
}

const nothing: Filters = {
  service: '',
  level: '',
  q: '',
  re: '',
  only: '',
  wrap: '',
  times: '',
  at: '',
  grep: '',
};

const useKeptFilters = create<{ byProject: Readonly<Record<string, Filters>> }>(() => ({ byProject: {} }));

/** Kept as long as the page is open: a drawer that is opened again is as it was. */
export function useLocalFilters(project: string): FilterState {
  const values = useKeptFilters(({ byProject }) => byProject[project] ?? nothing);
  const set = useCallback(
    (name: keyof Filters, value: string) =>
      useKeptFilters.setState(({ byProject }) => ({
        byProject: { ...byProject, [project]: { ...(byProject[project] ?? nothing), [name]: value } },
      })),
    [project],
  );
  return { values, set };
}

/** A choice out of several, as the address has it: undefined is all of them. */
export function chosen(list: string): ReadonlySet<string> | undefined {
  return list === '' ? undefined : new Set(list.split(','));
}

export function chosenLevels(list: string): ReadonlySet<Level> | undefined {
  const names = chosen(list);
  return names && new Set(levels.filter((level) => names.has(level)));
}

/** The choice after one was pressed: from all to this one; then it goes or comes; with none left it is all again. */
export function pressed(list: string, name: string): string {
  const now = new Set(chosen(list) ?? []);
  if (!now.delete(name)) now.add(name);
  return [...now].join(',');
}
