import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemas } from './json-schemas.ts';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');

describe('the JSON Schemas', () => {
  it.each(Object.entries(jsonSchemas()))(
    '%s is as the format is (else `npm run schemas`)',
    async (name, content) => {
      expect(await readFile(join(resources, 'schemas', name), 'utf8')).toBe(content);
    },
  );

  it('let an editor accept a block that is right, and refuse one that is not', async () => {
    const accepts = new Ajv({ strict: false }).compile(JSON.parse(jsonSchemas()['block.schema.json'] ?? ''));
    const block = parse(await readFile(join(resources, 'new-block', 'block.yaml'), 'utf8'));
    expect(accepts(block)).toBe(true);
    expect(accepts({ ...block, servces: {} })).toBe(false);
  });
});
