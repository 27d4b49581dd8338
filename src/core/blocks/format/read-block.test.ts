import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatWhere, ManyErrors, toBlockyardError } from '../../../shared/index.ts';
import { readBlock } from './read-block.ts';

const head = `block: mine
version: 1.0.0
title: Mine
description: For tests.
owner: { name: Platform }
licence: { name: MIT }
provenance: { publisher: Us }
`;

async function read(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'bytest-block-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'block.yaml'), text);
  return readBlock(folder, { kind: 'folder' });
}

/** What is wrong: `line:column message remedy`. */
async function mistakes(text: string): Promise<string[]> {
  const error = await read(text).then(() => undefined, toBlockyardError);
  const all = error instanceof ManyErrors ? error.errors : error ? [error] : [];
  return all.map(({ where, message, remedy }) =>
    [
      formatWhere(where ?? { file: '' })
        .split('block.yaml')
        .pop()
        ?.slice(1),
      message,
      remedy,
    ]
      .filter(Boolean)
      .join(' '),
  );
}

describe('reading a block', () => {
  it('answers its definition, and where each of its words stands', async () => {
    const block = await read(`${head}services:\n  main:\n    image: postgres:17\n    mem_limit: 1g\n`);
    expect(block.definition.services).toEqual({ main: { image: 'postgres:17', mem_limit: '1g' } });
    expect(block.places.where(['services', 'main', 'image'])).toMatchObject({ line: 10, column: 12 });
    expect(block.places.whereKey(['services', 'main', 'image'])).toMatchObject({ line: 10, column: 5 });
  });

  it('tells everything that is wrong at once, with what was meant', async () => {
    expect(
      await mistakes(`block: Mine
version: "1.0"
title: 5
description:
owner: { nam: x }
licence: { name: MIT }
provenance: { publisher: Us }
parametres: {}
parameters:
  size: { type: strng }
  word: { type: string, generate: { length: 3 } }
services:
  Main: { image: x }
  main: { probe: { htp: { port: 80 } } }
endpoints:
  web: { port: true }
bindings:
  A: { valu: x }
  B: [1]
`),
    ).toMatchInlineSnapshot(`
      [
        "1:8 block must be lower-case letters, digits and hyphens, a letter first, but is the string "Mine".",
        "2:10 version must be a semantic version: 1.2.3, but is the string "1.0".",
        "3:8 title must be a string, but is the number 5. Put it in quotes: "5".",
        "4:1 description must be a string, but is empty. Remove the key, or give it a value.",
        "5:1 owner must have "name". Add "name": a string.",
        "5:10 owner.nam is not a key that a block has here. Did you mean "name"?",
        "8:1 parametres is not a key that a block has here. Did you mean "parameters"?",
        "10:17 parameters.size.type must be "string", "integer", "number", "boolean" or "array", but is the string "strng". Did you mean "string"?",
        "11:45 parameters.word.generate.length must be 12 or more.",
        "13:3 services.Main: the name "Main" does not fit. Write lower-case letters, digits and hyphens, a letter first.",
        "14:20 services.main.probe.htp is not a key that a block has here. Did you mean "http"?",
        "16:16 endpoints.web.port must be a whole number or a string, but is the boolean true. Put it in quotes: "true".",
        "18:8 bindings.A.valu is not a key that a block has here. Did you mean "value"?",
        "19:6 bindings.B must be a string or a mapping, but is a list.",
      ]
    `);
  });

  it('says that there is no file, or nothing in it', async () => {
    expect(await mistakes('')).toEqual(['A block must be a mapping, but the file is empty.']);
    await expect(readBlock('/nowhere/at/all', { kind: 'folder' })).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });
});
