import { ComposeInvalid } from '../errors.ts';
import type { Issues } from '../issues.ts';
import { isMap, type Tree, type TreeMap } from '../positions.ts';
import { checkShape } from './check.ts';
import { composeFile } from './compose-file.ts';

export { checkRequired } from './required.ts';

/**
 * Checks a whole document against the Compose specification: unknown keys, wrong types, wrong words; text is cast to
 * numbers and booleans where they are meant. What is wrong is reported and taken out of the document.
 * @returns undefined for an empty document
 */
export function checkComposeFile(document: Tree, file: string, issues: Issues): TreeMap | undefined {
  if (document === null) return undefined;
  if (!isMap(document)) {
    issues.add(
      new ComposeInvalid('A Compose file is a mapping with keys such as "services".', {
        where: { file, line: 1, column: 1 },
      }),
    );
    return undefined;
  }
  const root = { document };
  const checked = checkShape(document, composeFile, { container: root, key: '', above: undefined }, issues);
  return isMap(checked) ? checked : undefined;
}
