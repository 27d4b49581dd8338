import { connectEngine } from '../../src/core/engine/index.ts';
import { openLogs } from '../../src/core/logs/index.ts';
import { openStore } from '../../src/core/store/index.ts';

/*
 * The process that `bench/logs.ts` measures: it follows one stack's logs to disk and does nothing else. It says what it
 * needs every 50 ms, and ends when it is told anything.
 */

/** What the process needs: bytes, and milliseconds of both cores since it began. */
export interface Usage {
  memory: NodeJS.MemoryUsage;
  processorMilliseconds: number;
}

const [socket = '', project = '', folder = ''] = process.argv.slice(2);
const engine = await connectEngine({ endpoint: { kind: 'socket', path: socket } });
const store = openStore({ folder });
const abort = new AbortController();
process.once('message', () => abort.abort());
const tell = () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ memory: process.memoryUsage(), processorMilliseconds: (user + system) / 1_000 });
};
const telling = setInterval(tell, 50);
await openLogs({ store, engine, project }).follow({ signal: abort.signal });
clearInterval(telling);
tell();
store.close();
await engine.close();
process.disconnect();
