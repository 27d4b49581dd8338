import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlockInstance, PlacedBlock, StackProject } from '../../blocks/index.ts';
import type { Catalogues } from '../../catalogues/index.ts';
import type { Engine } from '../../engine/index.ts';
import { loadStack } from '../../loading/index.ts';
import { openLogs } from '../../logs/index.ts';
import { openSecrets, requireSecrets } from '../../secrets/index.ts';
import { openStack, type Stack } from '../../stack/index.ts';
import { openStore, type Store } from '../../store/index.ts';
import { cataloguesFor, stackFileFor } from '../subject.ts';
import { freePorts } from './free-ports.ts';
import { givenParameters } from './given-parameters.ts';

/** A project of its own in a temporary folder, with secrets and logs of its own, in which one block runs. */
export interface Workplace extends AsyncDisposable {
  readonly name: string;
  readonly project: StackProject;
  readonly subject: BlockInstance;
  readonly stack: Stack;
}

export interface WorkplaceRequest {
  block: PlacedBlock;
  /** `NAME=VALUE`, for the block's parameters. */
  given: readonly string[];
  engine: Engine;
  catalogues: Catalogues;
}

/** @throws {BlockyardError} what is wrong with the block or its parameters */
export async function openWorkplace(request: WorkplaceRequest): Promise<Workplace> {
  const { block, engine } = request;
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-block-test-'));
  let store: Store | undefined;
  const close = async () => {
    store?.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const name = `blocktest-${block.definition.block}-${randomBytes(3).toString('hex')}`;
    const { values, secrets } = givenParameters(block, request.given);
    const home = join(folder, 'home');
    store = openStore({ folder: home });
    // A keychain is the user's: nothing of a test belongs into it.
    const secretStore = openSecrets({ folder: home, environment: { BLOCKYARD_KEYCHAIN: 'off' } });
    for (const [secret, value] of Object.entries(secrets))
      await secretStore.set({ kind: 'project', folder }, secret, value);
    const publish = engine.info.local ? await portsFor(block) : {};
    await writeFile(join(folder, 'blockyard.yaml'), stackFileFor(block, name, values, publish));
    const project = await loadStack({
      workingDirectory: folder,
      environment: {},
      secrets: secretStore,
      catalogues: cataloguesFor(block, request.catalogues),
    });
    requireSecrets(project);
    const subject = project.instances.find((one) => one.name === block.definition.block);
    if (!subject) throw new Error('The block was lost on the way into its stack.');
    const stack = openStack({ engine, project, store, logs: openLogs({ engine, store, project: name }) });
    return {
      name,
      project,
      subject,
      stack,
      [Symbol.asyncDispose]: close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Free ones for all endpoints that are published: a test is in nobody's way, and two of one block can be at once. */
async function portsFor({ definition }: PlacedBlock): Promise<Record<string, number>> {
  const published = Object.entries(definition.endpoints ?? {})
    .filter(([, { publish = true }]) => publish === true || typeof publish === 'number')
    .map(([name]) => name);
  const ports = await freePorts(published.length);
  return Object.fromEntries(published.map((name, index) => [name, ports[index] ?? 0]));
}
