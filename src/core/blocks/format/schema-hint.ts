/** Of what there is a JSON Schema in resources/schemas. */
export type SchemaName = 'block' | 'blockyard' | 'team';

/** Where editors find it: in the npm package of this major version. */
export function schemaAddress(name: SchemaName): string {
  return `https://unpkg.com/blockyard@0/resources/schemas/${name}.schema.json`;
}

/** The first line of a file that we write: editors complete and check it by its schema. */
export function schemaHint(name: SchemaName): string {
  return `# yaml-language-server: $schema=${schemaAddress(name)}`;
}
