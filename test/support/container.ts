import { type ContainerSpec, connectEngine, type Engine } from '../../src/core/engine/index.ts';
import type { TestEngine } from './engines.ts';
import { uniqueName } from './names.ts';

/** Blockyard's own connection to an engine of the tests, closed at the end of the block. */
export async function connectTo({ socket }: TestEngine): Promise<Engine & AsyncDisposable> {
  const engine = await connectEngine({ endpoint: { kind: 'socket', path: socket }, environment: {} });
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() });
}

export interface TestContainer extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
}

/** A container that is not started yet, and goes at the end of the block. It runs `command`, without a network. */
export async function createdContainer(
  engine: Engine,
  command: string[],
  spec: ContainerSpec = {},
): Promise<TestContainer> {
  const name = uniqueName('container');
  const id = await engine.containers.create(name, {
    Image: 'debian:12-slim',
    Cmd: command,
    ...spec,
    HostConfig: { NetworkMode: 'none', Init: true, ...spec.HostConfig },
  });
  const remove = () => engine.containers.remove(id, { force: true, volumes: true });
  return { id, name, [Symbol.asyncDispose]: remove };
}

/** The same, started. */
export async function runningContainer(
  engine: Engine,
  command: string[] = ['sleep', 'infinity'],
  spec: ContainerSpec = {},
): Promise<TestContainer> {
  const container = await createdContainer(engine, command, spec);
  await engine.containers.start(container.id);
  return container;
}
