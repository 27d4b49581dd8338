import { History } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, copyText, plural, serviceHue, showNote } from '../../components/index.ts';
import { hrefTo } from '../../core/address.ts';
import { tellFailure, useCore, useFollowed } from '../../core/index.ts';
import { ChoiceBar } from './choice-bar.tsx';
import { type DownloadForm, download } from './download.ts';
import { Emptiness, FeedText } from './feed-state.tsx';
import { chosen, chosenLevels, type FilterState } from './filters.ts';
import { levels } from './levels.ts';
import { LineDetails } from './line-details.tsx';
import { LogList, type LogListHandle } from './log-list.tsx';
import { LogRow } from './log-row.tsx';
import styles from './logs.module.css';
import { toMatcher } from './matcher.ts';
import { isSelected, type Selection, textOf, withRest } from './selection.ts';
import { exactTime } from './times.ts';
import { Toolbar } from './toolbar.tsx';
import { type LogKeys, useLogKeys } from './use-log-keys.ts';
import { useLogModel } from './use-log-model.ts';

interface LogsProps {
  project: string;
  /** Undefined: all of the stack. */
  services?: readonly string[] | undefined;
  filters: FilterState;
  /** Its keys are the page's; else they count only where the focus is in it. */
  isView: boolean;
}

/** Last lines of each container that are loaded at first, then when earlier ones are asked for. */
const tails = [5_000, 100_000, undefined] as const;
/** A moment is shown with what came before it. */
const beforeMoment = 10 * 60_000;
const nobody: readonly string[] = [];
const tooSlow = 'This expression takes too long on these lines: make it simpler.';

export function Logs({ project, services, filters, isView }: LogsProps) {
  const core = useCore();
  const { values, set } = filters;
  const [tail, setTail] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const moment = Number(values.at) || undefined;
  const { model, version } = useLogModel(
    {
      project,
      services,
      tail: values.grep ? undefined : tails[tail],
      since: moment === undefined ? undefined : moment - beforeMoment,
      grep: values.grep || undefined,
    },
    attempt,
  );
  const { store, rows } = model;
  const list = useRef<LogListHandle>(null);
  const field = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLElement>(null);

  const matcher = useMemo(
    () => toMatcher({ text: values.q, isPattern: values.re !== '' }),
    [values.q, values.re],
  );
  const pattern = matcher.kind === 'pattern' ? matcher.pattern : undefined;
  const isExpression = matcher.kind === 'pattern' && matcher.isExpression;
  useEffect(
    () =>
      model.setCriteria(
        {
          services: chosen(values.service),
          levels: chosenLevels(values.level),
          pattern,
          onlyMatches: values.only !== '',
        },
        isExpression,
      ),
    [model, values.service, values.level, values.only, pattern, isExpression],
  );
  const problem = matcher.kind === 'invalid' ? matcher.reason : model.isTooSlow ? tooSlow : undefined;

  const [following, setFollowing] = useState(moment === undefined);
  /** Lines that came after this one are new to whoever paused. */
  const [pausedAt, setPausedAt] = useState(0);
  const follow = useCallback(
    (next: boolean) => {
      setFollowing((now) => {
        if (now && !next) setPausedAt(model.store.end);
        return next;
      });
    },
    [model],
  );

  const [selection, setSelection] = useState<Selection>();
  const [details, setDetails] = useState<number>();
  const [current, setCurrent] = useState<number>();
  // Other lines were asked for, which are counted anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store is why
  useEffect(() => {
    setSelection(undefined);
    setDetails(undefined);
    setCurrent(undefined);
  }, [store]);
  // Another search begins at no match of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pattern is why
  useEffect(() => setCurrent(undefined), [pattern]);
  const press = useCallback(
    (number: number, extend: boolean) => {
      follow(false);
      setSelection((now) => (extend && now ? { from: now.from, to: number } : { from: number, to: number }));
      if (!extend) setDetails(number);
    },
    [follow],
  );
  const reveal = (number: number) => {
    setSelection({ from: number, to: number });
    list.current?.reveal(number);
  };

  // A moment is looked for until its line has come, and then once.
  const [sought, setSought] = useState(moment);
  useEffect(() => setSought(moment), [moment]);
  useEffect(() => {
    // Lines may have come since this was drawn: the list is there at the next frame.
    if (sought === undefined || version === 0 || !list.current) return;
    const number = store.numberAt(sought);
    const isThere = number < store.end;
    if (!isThere && model.feed.state !== 'live' && model.feed.state !== 'ended') return;
    setSought(undefined);
    if (store.end > store.first) reveal(isThere ? number : store.end - 1);
  });

  const step = (direction: 1 | -1) => {
    const { found } = rows;
    if (found.length === 0) return;
    const at = current ?? selection?.from ?? (direction === 1 ? store.first - 1 : store.end);
    const place = direction === 1 ? found.indexOf(at + 1) : found.indexOf(at) - 1;
    const next = found.at((place + found.length) % found.length);
    if (next === undefined) return;
    setCurrent(next);
    follow(false);
    list.current?.reveal(next);
  };
  const stepLine = (direction: 1 | -1) => {
    const row = selection ? rows.rowOf(selection.to) + direction : rows.length - 1;
    const number = rows.numberAt(row);
    if (number === undefined) return;
    reveal(number);
    if (details !== undefined) setDetails(number);
  };
  const copy = (withTime: boolean) => {
    if (!selection) return;
    const text = textOf(store, rows, selection, withTime);
    void copyText(text).then(
      (copied) => copied && showNote(`Copied ${plural(text.split('\n').length, 'line')}.`),
    );
  };
  const earlier = () => {
    const oldest = store.line(store.first);
    if (oldest) setSought(oldest.at);
    follow(false);
    setTail((now) => Math.min(now + 1, tails.length - 1));
  };
  const newest = () => {
    if (values.at) set('at', '');
    follow(true);
    list.current?.focus();
  };

  const keys: LogKeys = {
    '/': { title: 'Search the logs', keys: '/', run: () => field.current?.querySelector('input')?.focus() },
    n: { title: 'Next match in the logs', keys: 'n', run: () => step(1) },
    N: { title: 'Match before in the logs', keys: 'Shift+N', run: () => step(-1) },
    f: { title: 'Follow or pause the logs', keys: 'f', run: () => (following ? follow(false) : newest()) },
    w: { title: 'Wrap long lines', keys: 'w', run: () => set('wrap', values.wrap ? '' : '1') },
    c: { title: 'Copy the selected lines', keys: 'c', run: () => copy(false) },
    C: { title: 'Copy the selected lines with times', keys: 'Shift+C', run: () => copy(true) },
    j: { title: 'Select the next line', keys: 'j', run: () => stepLine(1) },
    k: { title: 'Select the line before', keys: 'k', run: () => stepLine(-1) },
    Escape: {
      title: 'Close the line’s details, then end the search',
      keys: 'Escape',
      enabled: details !== undefined || values.q !== '',
      run: () => (details === undefined ? set('q', '') : setDetails(undefined)),
    },
  };
  useLogKeys(keys, root, isView);

  const stack = useFollowed('stacks.follow', { project });
  const seenServices = [...new Set(store.sources.map(({ service }) => service))].join('\n');
  const names = useMemo(() => {
    const ofStack = 'value' in stack ? stack.value.services.map(({ name }) => name) : [];
    const seen = seenServices.split('\n').filter(Boolean);
    return [...new Set([...ofStack, ...seen])].filter((name) => !services || services.includes(name)).sort();
  }, [stack, services, seenServices]);

  const [downloading, setDownloading] = useState<number>();
  const onDownload = (form: DownloadForm) => {
    const wanted = chosen(values.service) ?? (services && new Set(services));
    const grep = values.grep || (values.only && pattern ? pattern.source : undefined);
    setDownloading(0);
    const wish = { project, services: wanted && [...wanted], grep, form };
    download(core, wish, setDownloading, new AbortController().signal)
      .catch((thrown) => tellFailure('The logs could not be downloaded', thrown))
      .finally(() => setDownloading(undefined));
  };

  const showService = names.length !== 1;
  const wrap = values.wrap !== '';
  const named = showService ? names : nobody;
  const serviceWidth = Math.min(18, Math.max(4, ...names.map((name) => name.length)));
  const renderLine = (number: number, before: number | undefined, key: number) => (
    <LogRow
      key={key}
      store={store}
      number={number}
      before={values.times === 'gap' ? before : undefined}
      times={values.times}
      services={named}
      serviceWidth={serviceWidth}
      // An expression is only run here over lines that are known to be done with soon.
      pattern={isExpression && !rows.isFound(number) ? undefined : pattern}
      isCurrent={number === current}
      isSelected={isSelected(selection, number)}
      wrap={wrap}
    />
  );

  const { feed } = model;
  const isEmpty = rows.length === 0;
  const newer = following ? 0 : rows.length - rows.rowOf(Math.max(pausedAt, store.first));
  const asked = tails[tail];
  const mayHaveEarlier = !values.grep && !moment && asked !== undefined && model.loadedOfOne >= asked;
  return (
    <section
      ref={root}
      className={styles['logs']}
      aria-label="Logs"
      onCopy={(event) => {
        if (!selection || !(getSelection()?.isCollapsed ?? true)) return;
        if (event.target instanceof HTMLInputElement) return;
        event.preventDefault();
        event.clipboardData.setData('text/plain', textOf(store, rows, selection, false));
      }}
    >
      <Toolbar
        filters={filters}
        problem={problem}
        found={
          pattern && problem === undefined
            ? {
                count: rows.found.length,
                current: current === undefined ? undefined : rows.found.indexOf(current) + 1,
                complete: rows.isComplete,
              }
            : undefined
        }
        following={following}
        field={field}
        onFollowing={(next) => (next ? newest() : follow(false))}
        onStep={step}
        onLeave={() =>
          list.current ? list.current.focus() : (document.activeElement as HTMLElement)?.blur()
        }
        onClear={() => {
          model.clear();
          setSelection(undefined);
          setDetails(undefined);
        }}
        onDownload={onDownload}
      />
      <div className={styles['choices']}>
        {showService && (
          <ChoiceBar
            label="Services"
            value={values.service}
            onChange={(value) => set('service', value)}
            options={names.map((name) => ({
              value: name,
              title: name,
              colour: `var(--hue-${serviceHue(name, names)})`,
            }))}
          />
        )}
        <ChoiceBar
          label="Levels"
          value={values.level}
          onChange={(value) => set('level', value)}
          options={levels.map((level) => ({ value: level, ...levelLooks[level] }))}
        />
      </div>
      <div className={styles['body']}>
        <div className={styles['list']}>
          {isEmpty ? (
            <Emptiness
              project={project}
              feed={feed}
              narrowed={store.end > store.first}
              searching={!rows.isComplete}
              onAll={() => {
                for (const name of ['service', 'level', 'q', 'only', 'grep'] as const) set(name, '');
              }}
              onRetry={() => setAttempt((now) => now + 1)}
            />
          ) : (
            <LogList
              model={model}
              wrap={wrap}
              following={following}
              onFollowing={follow}
              renderLine={renderLine}
              onPress={press}
              titleOf={(number) => exactTime(values.times, store.line(number)?.at ?? 0)}
              handle={list}
            />
          )}
          {newer > 0 && (
            <Button className={styles['newer']} size="small" onClick={newest}>
              {plural(newer, 'new line')}
            </Button>
          )}
        </div>
        {details !== undefined && (
          <LineDetails
            lines={withRest(store, details)}
            exactTime={exactTime(values.times, store.line(details)?.at ?? 0)}
            onLink={
              isView
                ? () => {
                    const at = String(store.line(details)?.at ?? '');
                    const href = hrefTo({ project, view: 'logs', filters: { ...filled(values), at } });
                    void copyText(new URL(href, location.href).href).then(
                      (copied) => copied && showNote('Copied a link to this moment.'),
                    );
                  }
                : undefined
            }
            onClose={() => setDetails(undefined)}
          />
        )}
      </div>
      <footer className={styles['foot']}>
        <FeedText feed={feed} following={following} lines={store.end - store.first} />
        {values.grep && (
          <>
            <span>Only what matches /{values.grep}/, from the disk</span>
            <Button kind="quiet" size="small" onClick={() => set('grep', '')}>
              Back
            </Button>
          </>
        )}
        {mayHaveEarlier && (
          <Button kind="quiet" size="small" icon={History} onClick={earlier}>
            Load earlier lines
          </Button>
        )}
        {downloading !== undefined && <span>Downloading, {plural(downloading, 'line')}</span>}
      </footer>
    </section>
  );
}

const levelLooks = {
  error: { title: 'error', colour: 'var(--bad)' },
  warn: { title: 'warn', colour: 'var(--wait)' },
  info: { title: 'info', colour: 'var(--link)' },
  debug: { title: 'debug', colour: 'var(--faint)' },
  none: { title: 'other', colour: 'var(--line-strong)' },
};

function filled(values: FilterState['values']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || undefined]));
}
