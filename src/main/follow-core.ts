import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { MessagePortMain } from 'electron';
import type { CoreClient, Hello, Notice, ProjectSummary } from '../shared/contract/index.ts';
import { compatibility } from '../shared/index.ts';
import type { CoreHost } from './core-host.ts';

export interface CoreListener {
  onHello: (hello: Hello) => void;
  /** Undefined while there is no core. */
  onProjects: (projects: readonly ProjectSummary[] | undefined) => void;
  onNotice: (notice: Notice) => void;
}

/** The shell itself as a client of the core, by the contract that pages use: of each core, for as long as it lives. */
export function followCore(core: CoreHost, listener: CoreListener): void {
  core.onChange((state) => {
    const port = state.kind === 'running' ? core.connect() : undefined;
    if (port) void follow(port, listener).finally(() => listener.onProjects(undefined));
  });
}

async function follow(port: MessagePortMain, listener: CoreListener): Promise<void> {
  const client: CoreClient = createORPCClient(new RPCLink({ port }));
  port.start();
  try {
    listener.onHello(
      await client.session.hello({ compatibility, client: `desktop ${__BLOCKYARD_VERSION__}` }),
    );
  } catch {
    // It ended before it could answer; the next one will be asked again.
    return;
  }
  const each = async <Value>(values: Promise<AsyncIterable<Value>>, take: (value: Value) => void) => {
    for await (const value of await values) take(value);
  };
  // Both end with the port.
  await Promise.allSettled([
    each(client.projects.follow({}), listener.onProjects),
    each(client.activity.notices({}), listener.onNotice),
  ]);
}
