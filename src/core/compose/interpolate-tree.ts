import type { Where } from '../../shared/index.ts';
import type { EnvironmentLookup } from './context.ts';
import { InterpolationFailed } from './errors.ts';
import { interpolate } from './interpolate.ts';
import type { Issues } from './issues.ts';
import { placeOf, type Tree } from './positions.ts';

export interface TreeInterpolation {
  environment: EnvironmentLookup;
  issues: Issues;
  /** Where a piece of text stands that is in the value at `from`. */
  find(piece: string, from: Where): Where;
  /** Called for each variable that is taken in; `path` leads to the value that does so. */
  onVariable(name: string, path: readonly string[], where: Where | undefined): void;
  /** As {@link Reference}, with where it is. */
  reference?(expression: string, path: readonly string[], where: Where | undefined): string | undefined;
}

/**
 * Replaces the variables in all values (not keys) of a tree, in place: the tree was just read and nobody else has it.
 */
export function interpolateTree(tree: Tree, options: TreeInterpolation): void {
  const path: string[] = [];
  const visit = (container: Tree): void => {
    if (Array.isArray(container)) {
      container.forEach((value, index) => {
        container[index] = visitEntry(container, index, value);
      });
    } else if (typeof container === 'object' && container !== null) {
      for (const key of Object.keys(container)) {
        const value = container[key];
        // Assigning would lose an own `__proto__`; strings are the only values that change.
        if (value === undefined || key === '__proto__') continue;
        path.push(key);
        const changed = visitEntry(container, key, value);
        if (changed !== value) container[key] = changed;
        path.pop();
      }
    }
  };
  const visitEntry = (container: object, key: string | number, value: Tree): Tree => {
    if (typeof value !== 'string') {
      visit(value);
      return value;
    }
    if (!value.includes('$')) return value;
    return interpolateValue(value, path, placeOf(container, key), options);
  };
  visit(tree);
}

function interpolateValue(
  text: string,
  path: readonly string[],
  where: Where | undefined,
  options: TreeInterpolation,
): string {
  const { environment, issues } = options;
  try {
    return interpolate(text, {
      reference: (expression) =>
        options.reference?.(expression, path, where && options.find(`\${${expression}`, where)),
      lookup: (name) => {
        const value = environment.get(name);
        if (value !== undefined) options.onVariable(name, path, where);
        return value;
      },
      onUnset: (name) =>
        issues.warnOnce(
          `unset ${name}`,
          `The variable ${name} is not set: it is empty here.`,
          where && options.find(text.includes(`\${${name}`) ? `\${${name}` : `$${name}`, where),
          `Set it in the shell or in the file .env, or give it a default: \${${name}:-…}.`,
        ),
    });
  } catch (thrown) {
    if (!(thrown instanceof InterpolationFailed)) throw thrown;
    const { message, remedy, fragment } = thrown;
    const place = where && options.find(fragment, where);
    issues.add(new InterpolationFailed(message, { where: place, remedy, fragment }));
    return text;
  }
}
