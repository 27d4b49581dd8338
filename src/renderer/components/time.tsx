import { useSyncExternalStore } from 'react';
import { formatAgo, formatDuration, formatTime } from './format.ts';

/* One clock for the page, which stands still while nobody looks at it. */
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  if (document.visibilityState === 'hidden') return;
  now = Date.now();
  for (const listener of [...listeners]) listener();
}

interface RelativeTimeProps {
  time: number;
}

/** `3 min ago`, with the exact time on hover. Renders only when its words change. */
export function RelativeTime({ time }: RelativeTimeProps) {
  const text = useSyncExternalStore(subscribe, () => formatAgo(time, Math.max(now, time)));
  return (
    <time dateTime={new Date(time).toISOString()} title={formatTime(time)}>
      {text}
    </time>
  );
}

interface DurationProps {
  since: number;
  /** Absent: it still goes on. */
  until?: number | undefined;
}

/** How long something took, or has been going on. */
export function Duration({ since, until }: DurationProps) {
  const text = useSyncExternalStore(subscribe, () =>
    until === undefined
      ? formatDuration(Math.max(0, Math.floor((now - since) / 1000)) * 1000).replace('.0', '')
      : formatDuration(until - since),
  );
  return <span title={`since ${formatTime(since)}`}>{text}</span>;
}
