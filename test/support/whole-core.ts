/*
 * A process of its own for tests: does all that a workbench does with the project of a folder, and closes its core with
 * everything still going on. Then it says `closed` and has nothing left to do. With `stay-in-volume` it stays in the
 * middle of a look into a volume of a container that has ended, and says by which helper containers.
 */
import { connectInProcess, openCore } from '../../src/core/api/index.ts';
import { connectTo } from './container.ts';

const [folder = '', way] = process.argv.slice(2);
const core = await openCore({
  version: '0.0.0-test',
  via: 'web',
  host: { kind: 'test' },
  environment: process.env,
});
const client = connectInProcess(core);
const { id: project, name } = await client.projects.add({ folder });
const { task } = await client.stacks.up({ project, request: {} });
for await (const _ of await client.tasks.followOne({ id: task }));
const lonely = { project, kind: 'volume', name: `${name}_lonely`, path: '/' } as const;
const pieces = await client.files.download(lonely);
await pieces.next();

if (way === 'stay-in-volume') {
  const socket = (process.env['DOCKER_HOST'] ?? '').replace('unix://', '');
  await using engine = await connectTo({ socket } as Parameters<typeof connectTo>[0]);
  const found = await engine.containers.list({ labels: ['dev.blockyard.helper=files'] });
  const own = found.filter(({ Mounts }) => Mounts.some(({ Name }) => Name === lonely.name));
  process.send?.(own.map(({ Id }) => Id));
  // Until it is killed.
  setInterval(() => {}, 60_000);
} else {
  const first = async (stream: Promise<AsyncIterator<unknown>>) => (await stream).next();
  await Promise.all([
    first(client.projects.follow({})),
    first(client.stacks.follow({ project })),
    first(client.metrics.follow({ project })),
    first(client.activity.follow({})),
    first(client.tasks.follow({})),
    first(client.engines.follow({})),
    first(client.terminals.follow({})),
    first(client.logs.follow({ project })),
  ]);
  const notices = await client.activity.notices({});
  void notices.next();
  const terminal = await client.terminals.open({ project, service: 'app', columns: 80, rows: 24 });
  await first(client.terminals.output({ id: terminal.id, after: 0 }));
  await core[Symbol.asyncDispose]();
  process.send?.('closed');
  process.disconnect();
}
