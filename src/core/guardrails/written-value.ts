/** The value that begins at a column of a line, as it was written: what else stands in the line says nothing of it. */
export function writtenValue(line: string, column = 1): string {
  const before = line.slice(0, column - 1);
  const rest = line.slice(column - 1);
  const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(rest);
  if (quoted) return quoted[0];
  // Between brackets a plain value ends with a comma or the bracket.
  if (/[[{]/.test(before) && !/^[[{]/.test(rest)) return /^(?:\$\{[^}]*\}|[^,\]}])*/.exec(rest)?.[0] ?? '';
  return rest;
}

/** Whether variables are put into it; `$$` is a dollar sign. */
export function hasVariable(written: string): boolean {
  return /\$\{?[A-Za-z_]/.test(written.replaceAll('$$', ''));
}
