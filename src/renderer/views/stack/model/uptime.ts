import type { ContainerView } from '../../../../shared/contract/index.ts';

/* The engine tells for how long a container is up in words, of the moment that it was looked at. */

/** The moment of the look, and now. */
export interface Moments {
  seenAt: number | undefined;
  now: number;
}

const units = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_629_800_000,
  year: 31_557_600_000,
};

/** For how long a container is up, in milliseconds, as exact as the engine's words; undefined for one that is not. */
export function uptimeOf({ state, status }: Pick<ContainerView, 'state' | 'status'>, moments: Moments) {
  if (state !== 'running' && state !== 'paused') return undefined;
  const [, number = '1', unit = 'second'] =
    /^Up (?:About an? |Less than a |(\d+) )(second|minute|hour|day|week|month|year)/.exec(status) ?? [];
  const passed = moments.seenAt === undefined ? 0 : Math.max(0, moments.now - moments.seenAt);
  return Number(number) * units[unit as keyof typeof units] + passed;
}

/** `5 s`, `3 min`, `2 h`, `4 d`: no finer than what is known. */
export function uptimeText(milliseconds: number): string {
  if (milliseconds < units.minute) return `${Math.floor(milliseconds / units.second)} s`;
  if (milliseconds < units.hour) return `${Math.floor(milliseconds / units.minute)} min`;
  if (milliseconds < 2 * units.day) return `${Math.floor(milliseconds / units.hour)} h`;
  return `${Math.floor(milliseconds / units.day)} d`;
}

/** `up 3 min, healthy`, `Exited (137)`: what the engine says, as of now. */
export function statusText(container: ContainerView, moments: Moments): string {
  const { status, state, health } = container;
  const uptime = uptimeOf(container, moments);
  if (uptime === undefined) return status.replace(/ (?:About an? |Less than a |\d+ )\w+ ago$/, '') || state;
  const words = [`up ${uptimeText(uptime)}`, state === 'paused' && 'paused', health !== 'none' && health];
  return words.filter(Boolean).join(', ');
}
