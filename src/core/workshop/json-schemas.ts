import { z } from 'zod';
import { blockFile, type SchemaName, schemaAddress, stackFile } from '../blocks/index.ts';
import { teamFile } from '../team/index.ts';

/** What each file of resources/schemas holds, by its name: JSON Schemas made from the zod schemas of the formats. */
export function jsonSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(formats).map(([name, { title, schema }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
      const content = { $schema, $id: schemaAddress(name as SchemaName), title, ...rest };
      return [`${name}.schema.json`, `${JSON.stringify(content, null, 2)}\n`];
    }),
  );
}

const formats = {
  block: { title: 'A block of Blockyard (block.yaml)', schema: blockFile },
  blockyard: { title: 'A stack file of Blockyard (blockyard.yaml)', schema: stackFile },
  team: { title: 'A team of Blockyard (team.yaml)', schema: teamFile },
} satisfies Record<SchemaName, { title: string; schema: z.ZodType }>;
