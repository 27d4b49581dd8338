// @ts-check
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemas } from '../../src/core/workshop/index.ts';

/* `npm run schemas`: writes resources/schemas anew from the zod schemas of the formats. */

const folder = path.join(import.meta.dirname, '..', '..', 'resources', 'schemas');
for (const [name, content] of Object.entries(jsonSchemas())) writeFileSync(path.join(folder, name), content);
