import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCatalogues } from '../catalogues/index.ts';
import { type AddRequest, addBlock } from './add-block.ts';
import { removeBlock } from './remove-block.ts';

const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
const before = `# Ours
blocks:
  db: { block: postgres@1 } # the only one
services:
  api:
    bind: [db]
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-add-'));
  await writeFile(join(folder, 'blockyard.yaml'), before);
});
afterEach(() => rm(folder, { recursive: true }));

const add = (request: Partial<AddRequest> & { block: string }) =>
  addBlock(
    { folder, services: ['api', 'web', 'db'], ...request },
    openCatalogues({ folder: join(folder, 'home'), environment: {}, resources }),
  );

describe('adding a block', () => {
  test('writes the major version, the parameters as their types are, and who is bound', async () => {
    const { after, name, secrets } = await add({
      block: 'redis',
      with: { maxmemory: '64', appendonly: 'false', version: '7.4' },
      bindTo: ['api', 'web'],
    });
    expect({ name, secrets }).toEqual({ name: 'redis', secrets: [] });
    expect(after).toBe(`# Ours
blocks:
  db: { block: postgres@1 } # the only one
  redis: { block: redis@1, with: { maxmemory: 64, appendonly: false, version: "7.4" } }
services:
  api:
    bind: [db, redis]
  web:
    bind: [redis]
`);
  });

  test('tells apart what two blocks would give under one name', async () => {
    const { after } = await add({ block: 'postgres@1', name: 'read-model', bindTo: ['api'] });
    expect(after).toContain('    bind: [db, { block: read-model, prefix: READ_MODEL_ }]\n');
  });

  test('keeps secrets out of the file, and finds a free name', async () => {
    const { after, name, secrets } = await add({
      block: 'postgres',
      with: { password: 'hunter2', extensions: 'vector, citext' },
    });
    expect(name).toBe('postgres');
    expect(secrets).toEqual([{ name: 'POSTGRES_PASSWORD', value: 'hunter2' }]);
    expect(after).toContain(
      '    with: { password: "${secret:POSTGRES_PASSWORD}", extensions: [vector, citext] }\n',
    );
    await writeFile(join(folder, 'blockyard.yaml'), after);
    expect(await add({ block: 'postgres', at: 'postgres://u:p@host/x' })).toMatchObject({
      name: 'postgres-2',
      secrets: [{ name: 'POSTGRES_2_URL', value: 'postgres://u:p@host/x' }],
    });
  });

  test.for([
    [{ block: 'postgres', name: 'db' }, 'There is a block db already.'],
    [{ block: 'redis', bindTo: ['wep'] }, 'There is no service wep to bind to.'],
    [{ block: 'redis', with: { maxmemroy: '1' } }, 'Block redis has no parameter maxmemroy.'],
    [
      { block: 'redis', with: { maxmemory: 'much' } },
      "Parameter maxmemory wants a whole number, not 'much'.",
    ],
    [{ block: 'redys' }, 'There is no block redys.'],
  ] as const)('%o is told before anything is written', async ([request, message]) => {
    await expect(add(request as unknown as AddRequest)).rejects.toThrow(message);
    expect(await readFile(join(folder, 'blockyard.yaml'), 'utf8')).toBe(before);
  });
});

describe('removing a block', () => {
  test('takes it out of every bind, also with a prefix, and leaves the rest', async () => {
    const { after } = await add({ block: 'postgres@1', name: 'dwh', bindTo: ['api'] });
    await writeFile(join(folder, 'blockyard.yaml'), after);
    expect(await removeBlock(folder, 'dwh')).toMatchObject({ after: before, unbound: ['api'] });
    expect((await removeBlock(folder, 'db')).after).toBe(
      `# Ours
blocks:
  dwh: { block: postgres@1 }
services:
  api:
    bind: [{ block: dwh, prefix: DWH_ }]
`,
    );
  });

  test('that is not there is told with the nearest', async () => {
    await expect(removeBlock(folder, 'dbb')).rejects.toMatchObject({
      message: 'There is no block dbb in the stack file.',
      remedy: 'Did you mean "db"?',
    });
  });
});
