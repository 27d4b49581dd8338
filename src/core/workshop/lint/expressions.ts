import {
  checkExpression,
  checkTemplate,
  ExpressionFailed,
  expressionsIn,
  namesUsed,
} from '../../blocks/index.ts';
import { didYouMean } from '../../compose/index.ts';
import type { Inspection, LintFinding } from './finding.ts';
import { type ComputedText, templateFiles, textsOf } from './texts.ts';

/** Every expression can be read and asks for what there is; and every parameter is asked for somewhere. */
export async function inspectExpressions(inspection: Inspection): Promise<void> {
  const { attach, parameters = {} } = inspection.definition;
  const used = new Set([attach?.user, attach?.password, attach?.path, attach?.query]);
  for (const text of [...textsOf(inspection.definition), ...(await templateFiles(inspection.block))]) {
    if (!canBeRead(inspection, text)) continue;
    for (const names of namesIn(text)) {
      used.add(names[0]);
      requireName(inspection, text, names);
    }
  }
  for (const name of Object.keys(parameters))
    if (!used.has(name))
      inspection.tellKey(
        {
          code: 'parameter-unused',
          severity: 'warn',
          message: `Nothing in the block uses the parameter ${name}.`,
          remedy: `Use it as \${${name}}, or remove it.`,
        },
        ['parameters', name],
      );
}

function canBeRead(inspection: Inspection, text: ComputedText): boolean {
  const { value, kind } = text;
  try {
    kind === 'expression' ? checkExpression(value) : checkTemplate(value);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof ExpressionFailed)) throw thrown;
    const { message, remedy = 'See docs/blocks.md for what an expression may say.', fragment } = thrown;
    tell(inspection, text, { code: 'expression-invalid', severity: 'deny', message, remedy }, fragment);
    return false;
  }
}

function namesIn({ value, kind }: ComputedText): string[][] {
  return (kind === 'expression' ? [value] : expressionsIn(value)).flatMap(namesUsed);
}

function requireName(inspection: Inspection, text: ComputedText, names: string[]): void {
  const unknown = unknownIn(inspection, text.scope, names);
  if (!unknown) return;
  const { what, name, known } = unknown;
  const there = known.length > 0 ? `There is: ${known.join(', ')}.` : 'There is none.';
  tell(
    inspection,
    text,
    {
      code: 'name-unknown',
      severity: 'deny',
      message: `\${${names.join('.')}}: there is no ${what} "${name}".`,
      remedy: didYouMean(name, known) ?? there,
    },
    names.join('.'),
  );
}

function tell(
  inspection: Inspection,
  { path, file, value }: ComputedText,
  finding: Omit<LintFinding, 'where'>,
  fragment: string,
): void {
  if (file === undefined) inspection.tell(finding, path, fragment);
  else inspection.tellIn(finding, file, value, fragment);
}

interface Unknown {
  what: string;
  name: string;
  known: string[];
}

/** What there is not of the names that an expression reads; undefined when all of it is there. */
function unknownIn(
  inspection: Inspection,
  scope: ComputedText['scope'],
  names: string[],
): Unknown | undefined {
  // A rule sees services and blocks of the stack: what there is is known when it looks at one.
  if (scope === 'rule') return undefined;
  const { parameters = {}, endpoints = {}, uses = {} } = inspection.definition;
  const [first = '', second, third] = names;
  const known = [...Object.keys(parameters), ...more[scope]];
  if (!known.includes(first)) return { what: 'parameter', name: first, known };
  if (scope !== 'block' || second === undefined || Object.hasOwn(parameters, first)) return undefined;
  const among: Record<string, Omit<Unknown, 'name'>> = {
    service: { what: 'service or job', known: inspection.parts().map(({ name }) => name) },
    endpoint: { what: 'endpoint', known: Object.keys(endpoints) },
    uses: { what: 'entry of `uses`', known: Object.keys(uses) },
  };
  const members = among[first];
  if (members && !members.known.includes(second)) return { ...members, name: second };
  if (first === 'endpoint' && third !== undefined && !endpointParts.includes(third))
    return { what: 'part of an endpoint', name: third, known: endpointParts };
  return undefined;
}

const endpointParts = ['scheme', 'host', 'port', 'address', 'url', 'published'];

/** What an expression sees beside parameters. */
const more = {
  parameters: [],
  block: ['name', 'project', 'service', 'endpoint', 'uses', 'consumer'],
  output: ['output'],
};
