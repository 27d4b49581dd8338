import { withoutColours } from './plain-text.ts';

export interface JsonField {
  name: string;
  value: string;
  isText: boolean;
}

/** The fields of a line that is a JSON object, as text; what hides behind other words (`prefix {…}`) too. */
export function jsonOf(line: string): JsonField[] | undefined {
  const begin = line.indexOf('{');
  if (begin === -1 || !line.trimEnd().endsWith('}')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line.slice(begin));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).map(([name, field]) => ({
    name: withoutColours(name),
    value: typeof field === 'string' ? cleanLines(field) : JSON.stringify(field, null, 2),
    isText: typeof field === 'string',
  }));
}

/** A field may hold lines of its own: a stack trace. */
function cleanLines(text: string): string {
  return text.split('\n').map(withoutColours).join('\n');
}
