import { BlockyardError } from '../../shared/index.ts';
import { type LogQuery, type LogStep, openLogs, readKept, type StackLogs, toPattern } from '../logs/index.ts';
import { hiddenSecrets } from './hidden-secrets.ts';
import type { HandlerContext } from './implement.ts';
import { os } from './implement.ts';
import { LogBatches } from './log-batches.ts';
import { textPieces } from './log-text.ts';
import { paced } from './paced.ts';

interface Question {
  project: string;
  services?: string[] | undefined;
  since?: number | undefined;
  until?: number | undefined;
  grep?: string | undefined;
}

export const logs = {
  follow: os.logs.follow.handler(async function* ({ context, input }) {
    const { left } = context.core.live;
    const { after, tail, until } = input;
    // What ends in the past has nothing to wait for.
    const query = { ...queryOf(input), after, tail, follow: until === undefined };
    const signal = AbortSignal.any([context.signal, left]);
    const kept = await logsOf(context, input.project).catch((away: unknown) => {
      // Who goes on after a checkpoint has seen what is kept.
      if (after !== undefined) throw away;
      return { steps: () => keptUntil(away, context, input.project, query) };
    });
    using secrets = await hiddenSecrets(context.core, input.project);
    const batches = new LogBatches((text) => secrets.hide(text));
    yield* paced(context, input.stream, batches.of(kept.steps(query, { signal })));
    if (left.aborted && !context.signal.aborted) throw new EngineLeft();
  }),

  download: os.logs.download.handler(async function* ({ context, input }) {
    const kept = await logsOf(context, input.project);
    using secrets = await hiddenSecrets(context.core, input.project);
    const hide = (text: string) => secrets.hide(text);
    yield* paced(context, input.stream, textPieces(kept.read(queryOf(input), context), input.form, hide));
  }),
};

/** What is kept while the engine is away; then why there is no more. */
async function* keptUntil(
  away: unknown,
  { core, signal }: HandlerContext,
  id: string,
  query: LogQuery,
): AsyncGenerator<LogStep> {
  const { state } = core.live;
  const endpoint = state.state === 'away' ? state.info?.endpoint : undefined;
  const { name } = await core.projects.get(id);
  for await (const step of readKept({ store: core.store, endpoint, project: name }, query, signal))
    if (step.kind !== 'caught-up') yield step;
  throw away;
}

/** Whoever follows on has to ask the engine that is chosen now. */
class EngineLeft extends BlockyardError {
  constructor() {
    super('interrupted', 'The engine of these logs was left for another one.', {
      remedy: 'Ask for the logs again: they come from the engine that is chosen now.',
    });
  }
}

async function logsOf({ core, signal }: HandlerContext, id: string): Promise<StackLogs> {
  const [{ name }, engine] = await Promise.all([core.projects.get(id), core.live.engine({ signal })]);
  return openLogs({ store: core.store, engine, project: name });
}

function queryOf({ services, since, until, grep }: Question): LogQuery {
  return {
    ...(services && { services }),
    since: since === undefined ? undefined : nanoOf(since),
    until: until === undefined ? undefined : nanoOf(until),
    grep: grep ? toPattern(grep) : undefined,
  };
}

function nanoOf(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1_000)) * 1_000n;
}
