import type { Issues } from '../issues.ts';
import { isMap, placeOf, type Tree, type TreeMap } from '../positions.ts';

/** What a mapping must have once all files are merged: any of them may bring it. `*` stands for any name. */
const requiredKeys: readonly { below: readonly string[]; key: string }[] = [
  { below: ['services', '*', 'depends_on', '*'], key: 'condition' },
  { below: ['services', '*', 'provider'], key: 'type' },
  { below: ['models', '*'], key: 'model' },
];

/** Reports the keys that the merged project lacks. */
export function checkRequired(model: TreeMap, issues: Issues): void {
  for (const { below, key } of requiredKeys)
    for (const { path, value, holder } of valuesAt(model, below, []))
      if (isMap(value) && (value[key] ?? null) === null && !foundWrong(`${path.join('.')}.${key}`, issues))
        issues.error(
          `${path.join('.')} must have "${key}".`,
          placeOf(holder, path.at(-1) ?? ''),
          `Add "${key}".`,
        );
}

/** Whether the key is missing because what stood there was found wrong. */
function foundWrong(path: string, issues: Issues): boolean {
  return issues.errors.some((error) => error.message.startsWith(`${path} `));
}

interface Found {
  path: string[];
  value: Tree;
  holder: TreeMap;
}

function valuesAt(container: Tree | undefined, steps: readonly string[], path: string[]): Found[] {
  const [step, ...rest] = steps;
  if (!isMap(container) || step === undefined) return [];
  const keys = step === '*' ? Object.keys(container) : Object.hasOwn(container, step) ? [step] : [];
  return keys.flatMap((key) => {
    const value = container[key];
    if (value === undefined) return [];
    if (rest.length === 0) return [{ path: [...path, key], value, holder: container }];
    return valuesAt(value, rest, [...path, key]);
  });
}
