import { readFileSync } from 'node:fs';

/** The name under which the engines have what the image map of these tests puts in the place of a public image. */
export function fixtureImage(name: string): string {
  const given = process.env['BLOCKYARD_IMAGE_MAP'];
  if (!given) return name;
  const map = JSON.parse(given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8'));
  return map[name] ?? name;
}
