import type { ContainerSpec, Engine } from '../../src/core/engine/index.ts';
import { type LogLine, type LogQuery, openLogs, type StackLogs } from '../../src/core/logs/index.ts';
import { openStore, type Store } from '../../src/core/store/index.ts';
import { temporaryFolder } from './folder.ts';

/** The kept logs of a project, in a store of their own. */
export async function keptLogs(
  engine: Engine,
  project: string,
): Promise<{ logs: StackLogs; store: Store } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const store = openStore({ folder: folder.path });
  return {
    store,
    logs: openLogs({ store, engine, project }),
    [Symbol.asyncDispose]: async () => {
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export async function linesOf(logs: StackLogs, query: LogQuery = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const batch of logs.read(query))
    for (const record of batch) if (record.kind === 'line') lines.push(record.line);
  return lines;
}

/** A container of a project's service `writer` that runs a script of the shell; it goes with the block. */
export async function writer(
  engine: Engine,
  project: string,
  script: string,
  options: { hostConfig?: ContainerSpec['HostConfig']; tty?: boolean; number?: number } = {},
): Promise<{ id: string; name: string; service: string } & AsyncDisposable> {
  const name = `${project}-writer-${options.number ?? 1}`;
  const id = await engine.containers.create(name, {
    Image: 'debian:12-slim',
    Cmd: ['sh', '-c', script],
    Tty: options.tty ?? false,
    Labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': 'writer' },
    HostConfig: { NetworkMode: 'none', Init: true, ...options.hostConfig },
  });
  await engine.containers.start(id);
  return {
    id,
    name,
    service: 'writer',
    [Symbol.asyncDispose]: () => engine.containers.remove(id, { force: true }),
  };
}
