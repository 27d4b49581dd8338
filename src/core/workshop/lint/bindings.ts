import { ExpressionFailed, expressionsIn, namesUsed } from '../../blocks/index.ts';
import type { Inspection, Path } from './finding.ts';

/** What consumers are given: secrets are said to be secrets, and addresses hold where they are used. */
export function inspectBindings(inspection: Inspection): void {
  const { parameters = {}, bindings = {} } = inspection.definition;
  const secrets = new Set(Object.keys(parameters).filter((name) => parameters[name]?.secret));
  for (const [name, binding] of Object.entries(bindings)) {
    const forms: Exclude<typeof binding, string> = typeof binding === 'string' ? { value: binding } : binding;
    if (forms.value === undefined && (forms.inside === undefined || forms.host === undefined))
      inspection.tellKey(
        {
          code: 'binding-incomplete',
          severity: 'deny',
          message: `${name} has no value for ${forms.inside === undefined ? 'containers' : "the developer's machine"}.`,
          remedy: 'Write `value`, or both `inside` and `host`.',
        },
        ['bindings', name],
      );
    for (const form of ['value', 'inside', 'host'] as const) {
      const text = forms[form];
      if (text === undefined) continue;
      const path: Path = typeof binding === 'string' ? ['bindings', name] : ['bindings', name, form];
      const held = namesIn(text).find((used) => secrets.has(used));
      if (held !== undefined && forms.secret !== true)
        inspection.tell(
          forms.secret === false
            ? {
                code: 'secret-in-plain-binding',
                severity: 'deny',
                message: `${name} holds the secret ${held} and says that it is none: it would be shown.`,
                remedy: 'Write `secret: true`.',
              }
            : {
                code: 'secret-in-plain-binding',
                severity: 'note',
                message: `${name} holds the secret ${held} and does not say so.`,
                remedy: `It is hidden all the same; for readers write { ${form}: …, secret: true }.`,
              },
          path,
        );
      if (form !== 'host' && /(^|\/\/|@)(localhost|127\.0\.0\.1)\b/.test(text))
        inspection.tell(
          {
            code: 'binding-of-one-machine',
            severity: 'deny',
            message: `${name} leads a container to itself.`,
            remedy:
              'Write ${endpoint.NAME.host} or ${endpoint.NAME.address}: it is right inside and outside.',
          },
          path,
        );
    }
  }
}

function namesIn(text: string): string[] {
  try {
    return expressionsIn(text).flatMap((expression) => namesUsed(expression).map(([name = '']) => name));
  } catch (thrown) {
    // Told by the rule about expressions.
    if (
      thrown instanceof ExpressionFailed ||
      thrown instanceof SyntaxError ||
      (thrown as Error).name === 'ParseError'
    )
      return [];
    throw thrown;
  }
}
