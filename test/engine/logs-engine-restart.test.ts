import { describe, expect, it } from 'vitest';
import { connectTo, engines, noPrivateEngine, startPrivateEngine, uniqueName } from '../support/index.ts';
import { keptLogs, linesOf, writer } from '../support/kept-logs.ts';

for (const testEngine of engines())
  describe.skipIf(noPrivateEngine(testEngine))(`an engine that restarts (${testEngine.name})`, () => {
    it('does not interrupt the logs that are followed', { timeout: 120_000 }, async () => {
      await using own = await startPrivateEngine({ like: testEngine, images: ['debian:12-slim'] });
      await using engine = await connectTo(own);
      const project = uniqueName('logs');
      await using kept = await keptLogs(engine, project);
      const script = 'echo begins; i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.01; done';
      await using container = await writer(engine, project, script, {
        hostConfig: { RestartPolicy: { Name: 'always' } },
      });
      const abort = new AbortController();
      const runs: string[] = [];
      const linesOfRun: number[] = [];
      let restarting: Promise<void> | undefined;
      for await (const batch of kept.logs.read({ follow: true }, { signal: abort.signal })) {
        for (const record of batch) {
          if (record.kind === 'gap') throw new Error('There is no gap to be expected.');
          const text = record.line.data.toString();
          if (text === 'begins') linesOfRun.push(0);
          else linesOfRun[linesOfRun.length - 1] = Number(text.slice('line '.length));
          runs.push(text);
        }
        if (linesOfRun.length === 1 && (linesOfRun[0] ?? 0) > 20) restarting ??= own.restart();
        if (linesOfRun.length === 2 && (linesOfRun[1] ?? 0) > 20) abort.abort();
      }
      await restarting;
      // The engine's own log, read after the writer has ended, is the truth.
      await engine.containers.stop(container.id, { graceSeconds: 0 });
      const stored = (await linesOf(kept.logs)).map(({ data }) => data.toString());
      const truth: string[] = [];
      for await (const { data } of engine.containers.logs(container.id, {}))
        truth.push(data.toString().trimEnd());
      expect(stored).toEqual(truth);
      expect(stored.slice(0, runs.length)).toEqual(runs);
    });
  });
