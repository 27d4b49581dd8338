import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLogs } from '../../src/core/logs/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import { testCore } from '../support/core.ts';
import { temporaryFolder } from '../support/folder.ts';
import { connectTo, describeOnEachEngine, uniqueName } from '../support/index.ts';
import { linesOf, writer } from '../support/kept-logs.ts';

describeOnEachEngine('logs whose engine is away', (testEngine) => {
  it('are shown as they were kept, and then why there are no more', async () => {
    await using folder = await temporaryFolder();
    const project = uniqueName('logs');
    const home = path.join(folder.path, project);
    const kept = path.join(folder.path, 'store');
    await mkdir(home);
    await writeFile(path.join(home, 'compose.yaml'), 'services: { writer: { image: "debian:12-slim" } }');
    {
      await using engine = await connectTo(testEngine);
      await using container = await writer(engine, project, 'echo one; echo two; echo three');
      await engine.containers.wait(container.id);
      const store = openStore({ folder: kept });
      expect(await linesOf(openLogs({ store, engine, project }))).toHaveLength(3);
      store.close();
    }

    await using core = await testCore({ DOCKER_HOST: `unix://${folder.path}/none.sock` }, { folder: kept });
    const { id } = await core.client.projects.add({ folder: home });
    const seen: string[] = [];
    let after: string | undefined;
    const follow = async () => {
      for await (const batch of await core.client.logs.follow({ project: id, tail: 2, after })) {
        seen.push(batch.kind === 'lines' ? batch.text : batch.kind);
        after = batch.checkpoint;
      }
    };
    await expect(follow()).rejects.toThrow('none.sock');
    expect(seen).toEqual(['two\nthree']);
    // Who asks again, and says what it has, is only told why.
    await expect(follow()).rejects.toThrow('none.sock');
    expect(seen).toEqual(['two\nthree']);
  });
});
