import { type ASTNode, parse } from '@marcbachmann/cel-js';

/** Macros that give their first argument a name within the others. */
const binding = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

/**
 * The names that an expression asks its scope for, each with what is read of it: `endpoint.main.port` is
 * `['endpoint', 'main', 'port']`. Names that the expression gives itself (in `map`, say) are left out.
 */
export function namesUsed(expression: string): string[][] {
  const found: string[][] = [];
  const visit = (value: unknown, bound: ReadonlySet<string>): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, bound);
      return;
    }
    if (typeof value !== 'object' || value === null || !('op' in value)) return;
    const node = value as ASTNode;
    const path = pathOf(node);
    if (path) {
      if (!bound.has(path[0] ?? '')) found.push(path);
      return;
    }
    if (node.op === 'rcall' && binding.has(node.args[0])) {
      const [, receiver, [variable, ...rest]] = node.args;
      visit(receiver, bound);
      visit(rest, variable?.op === 'id' ? new Set([...bound, variable.args]) : bound);
      return;
    }
    visit(node.args, bound);
  };
  visit(parse(expression).ast, new Set());
  return found;
}

/** `a.b["c"]` as names; undefined for what is more than a name and what is read of it. */
function pathOf(node: ASTNode): string[] | undefined {
  switch (node.op) {
    case 'id':
      return [node.args];
    case '.':
    case '.?': {
      const above = pathOf(node.args[0]);
      return above && [...above, node.args[1]];
    }
    case '[]': {
      const above = pathOf(node.args[0]);
      const [, key] = node.args;
      return above && key.op === 'value' && typeof key.args === 'string' ? [...above, key.args] : undefined;
    }
    default:
      return undefined;
  }
}
