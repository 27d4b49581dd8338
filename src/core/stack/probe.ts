import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorDetails } from '../../shared/index.ts';
import { type ContainerDetails, type Engine, EngineRefusedError } from '../engine/index.ts';
import { Secrets } from '../masking/index.ts';
import { ContainerExited, NotReady } from './errors.ts';
import { describeOutsideProbe, type OutsideProbe, OutsideProber } from './outside-probe.ts';

/** Pauses between probes grow from the first to the last, in milliseconds. */
const firstPause = 50;
const longestPause = 1000;
/** The least time that a service gets to become ready. */
const shortestLimit = 60_000;
/** The least time for one probe, unless its own time-out is shorter. */
const leastPatience = 5000;
/** The engine's own defaults, in milliseconds. */
const defaults = { interval: 30_000, timeout: 30_000, retries: 3 };

export interface ReadyRequest {
  engine: Engine;
  id: string;
  service: string;
  container: string;
  neededBy: readonly string[];
  /** Carried out from outside, in place of the container's own health check. */
  outside?: OutsideProbe | undefined;
  /** Milliseconds; default by the health check itself. */
  limit?: number | undefined;
  where: ErrorDetails['where'];
  signal: AbortSignal;
  /** Told what the last probe said: `pg_isready says no response`. */
  onWaiting(words: string): void;
}

/**
 * Resolves when the container is ready: its own health check passes when we run it (early and often, instead of once
 * an interval), or the engine found it healthy. Without a health check, running is ready.
 */
export async function untilReady(request: ReadyRequest): Promise<void> {
  const { engine, id, signal } = request;
  const begun = performance.now();
  const details = await engine.containers.inspect(id, { signal });
  if (request.outside && details) return await untilReadyFromOutside(request, request.outside);
  const check = details?.Config.Healthcheck;
  const command = probeCommand(details);
  if (!details || !command) return await untilRunning(request, details);

  const limit = request.limit ?? limitOf(check);
  const timeout = milliseconds(check?.Timeout) || defaults.timeout;
  const secrets = secretsOf(details);
  const described = secrets.maskIn(describeProbe(command));
  let output = '';
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    // A busy machine may need long for one answer: the last probe gets its time.
    const patience = Math.max(limit - (performance.now() - begun), leastPatience);
    const probe = await runProbe(request, command, Math.min(timeout, patience));
    if (probe.passed) return;
    output = secrets.maskIn(probe.output) || output || probe.silence;
    const current = await engine.containers.inspect(id, { signal });
    if (current?.State.Health?.Status === 'healthy') return;
    await refuseExited(request, current);
    const waited = performance.now() - begun;
    if (waited >= limit) throw new NotReady({ ...request, probe: described, output, milliseconds: waited });
    request.onWaiting(
      `${described} ${tellingLine(output) ? `says ${tellingLine(output)}` : 'does not pass yet'}`,
    );
    await delay(Math.min(pause, limit - waited), undefined, { signal });
  }
}

/** The same by questions from outside. */
async function untilReadyFromOutside(request: ReadyRequest, probe: OutsideProbe): Promise<void> {
  const { engine, id, signal } = request;
  const begun = performance.now();
  const limit = request.limit ?? Math.max(probe.startPeriod + probe.retries * probe.interval, shortestLimit);
  const described = describeOutsideProbe(probe);
  await using prober = new OutsideProber(engine, probe);
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const current = await engine.containers.inspect(id, { signal });
    await refuseExited(request, current);
    const { passed, words } = current
      ? await prober.ask(current, signal)
      : { passed: false, words: 'the container is gone' };
    if (passed) return;
    const waited = performance.now() - begun;
    if (waited >= limit)
      throw new NotReady({ ...request, probe: described, output: words, milliseconds: waited });
    request.onWaiting(`${described} ${words === '' ? 'does not pass yet' : `says ${words}`}`);
    await delay(Math.min(pause, limit - waited), undefined, { signal });
  }
}

/** Resolves with success of a job; throws what it said when it failed. */
export async function untilSucceeded(request: ReadyRequest): Promise<void> {
  const { engine, id, signal, limit } = request;
  request.onWaiting('runs');
  const overdue = limit === undefined ? undefined : AbortSignal.timeout(Math.ceil(limit));
  const either = overdue ? AbortSignal.any([signal, overdue]) : signal;
  try {
    for (;;) {
      const code = await engine.containers.wait(id, { signal: either });
      if (code === 0) return;
      // A job may have a restart policy: then this was not its last try.
      const state = (await engine.containers.inspect(id, { signal: either }))?.State;
      if (!state?.Restarting && !state?.Running) throw await exited(request, code);
      request.onWaiting(`exited with code ${code} and is tried again`);
      await delay(firstPause, undefined, { signal: either });
    }
  } catch (thrown) {
    if (!overdue?.aborted || signal.aborted || thrown instanceof ContainerExited) throw thrown;
    throw new NotReady({
      ...request,
      probe: 'exit code 0',
      output: 'it still runs',
      milliseconds: limit ?? 0,
    });
  }
}

/** The command that the engine runs as the health check. */
function probeCommand(details: ContainerDetails | undefined): string[] | undefined {
  const [form, ...rest] = details?.Config.Healthcheck?.Test ?? [];
  switch (form) {
    case 'CMD':
      return rest;
    case 'CMD-SHELL': {
      const { Shell } = (details?.Config ?? {}) as { Shell?: string[] | null };
      return [...(Shell?.length ? Shell : ['/bin/sh', '-c']), ...rest];
    }
    default:
      return undefined;
  }
}

/** What a probe may say aloud without meaning to: its words are shown and kept. */
function secretsOf({ Config }: ContainerDetails): Secrets {
  const secrets = new Secrets();
  secrets.learn(Object.fromEntries((Config.Env ?? []).map((it) => it.split(/=(.*)/s).slice(0, 2))));
  return secrets;
}

/** As its writer knows it: without the shell around it. */
function describeProbe(command: readonly string[]): string {
  const words = command[0] === '/bin/sh' && command[1] === '-c' ? command.slice(2) : command;
  return words.join(' ');
}

async function runProbe(
  { engine, id, signal }: ReadyRequest,
  command: string[],
  timeout: number,
): Promise<{ passed: boolean; output: string; silence: string }> {
  const overdue = AbortSignal.timeout(Math.ceil(timeout));
  try {
    const { exitCode, output } = await engine.containers.exec(
      id,
      { command, outputLimit: 4096 },
      { signal: AbortSignal.any([signal, overdue]) },
    );
    return { passed: exitCode === 0, output, silence: '' };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    if (overdue.aborted)
      return { passed: false, output: '', silence: `no answer within ${Math.round(timeout / 1000)} s` };
    // The container does not run right now; whether for good, the next look tells.
    if (thrown instanceof EngineRefusedError) return { passed: false, output: '', silence: '' };
    throw thrown;
  }
}

async function untilRunning(request: ReadyRequest, details: ContainerDetails | undefined): Promise<void> {
  await refuseExited(request, details);
}

async function refuseExited(request: ReadyRequest, details: ContainerDetails | undefined): Promise<void> {
  const state = details?.State;
  if (state && (state.Running || state.Restarting || state.Status === 'created')) return;
  throw await exited(request, state?.ExitCode ?? 0);
}

/** The error for a container that ended, with its last lines. */
export async function exited(
  request: Pick<ReadyRequest, 'engine' | 'id' | 'service' | 'container' | 'neededBy' | 'where'>,
  code: number,
): Promise<ContainerExited> {
  const lines = await lastLines(request.engine, request.id, 10).catch(() => []);
  return new ContainerExited(request.container, code, lines, request);
}

async function lastLines(engine: Engine, id: string, count: number): Promise<string[]> {
  const chunks: Buffer[] = [];
  for await (const { data } of engine.containers.logs(id, { tail: count })) chunks.push(data);
  return Buffer.concat(chunks).toString().split('\n').filter(Boolean).slice(-count);
}

type Check = ContainerDetails['Config']['Healthcheck'];

/** Milliseconds until a service counts as never getting ready. */
function limitOf(check: Check): number {
  const interval = milliseconds(check?.Interval) || defaults.interval;
  const retries = check?.Retries || defaults.retries;
  return Math.max(milliseconds(check?.StartPeriod) + retries * interval, shortestLimit);
}

function milliseconds(nanoseconds: number | undefined): number {
  return (nanoseconds ?? 0) / 1e6;
}

/** The line that tells most: an error where one is named, else the last; a stack trace ends in what helps nobody. */
function tellingLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    // Frames, and an error's further facts as Node prints them: `code: 'ECONNREFUSED',`.
    .filter((line) => line !== '' && !/^(at |Node\.js v|[{}^~]*$|\w+: .*,$)/.test(line));
  const telling = lines.findLast((line) => /error|refused|denied|fail/i.test(line)) ?? lines.at(-1) ?? '';
  return telling.replace(/^\[cause\]: /, '').replace(/[\s,;:{]+$/, '');
}
