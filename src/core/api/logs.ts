import { type LogQuery, openLogs, type StackLogs, toPattern } from '../logs/index.ts';
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
    const kept = await logsOf(context, input.project);
    const batches = new LogBatches();
    const { after, tail, until } = input;
    // What ends in the past has nothing to wait for.
    const query = { ...queryOf(input), after, tail, follow: until === undefined };
    yield* paced(context, input.stream, batches.of(kept.steps(query, context)));
  }),

  download: os.logs.download.handler(async function* ({ context, input }) {
    const kept = await logsOf(context, input.project);
    yield* paced(context, input.stream, textPieces(kept.read(queryOf(input), context), input.form));
  }),
};

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
