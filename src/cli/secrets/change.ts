import { UsageError } from '../errors.ts';
import type { Session } from '../session.ts';
import { askHidden } from '../terminal/ask-hidden.ts';
import { GeneratedNeeded, SecretUnknown } from './errors.ts';
import { checkName, ownerOf } from './scope.ts';

const mostCharacters = 65_536;

export async function setSecret(
  session: Session,
  name: string,
  word: string | undefined,
  flags: { user?: boolean },
): Promise<void> {
  checkName(name);
  // Other programs see the words of a command line, and shells write them down.
  if (word !== undefined)
    throw new UsageError(
      'A value does not belong on the command line: shells keep it, and other programs see it.',
      `Run \`blockyard secrets set ${name}\` and type it in, or give it on standard input. If it is a real one, change it.`,
    );
  const { scope, shown, project } = await ownerOf(session, flags);
  const value = await readValue(session, name);
  if (value === '') throw new UsageError(`The value of ${name} is empty.`, 'Give it on standard input.');
  if (value.length > mostCharacters) throw new UsageError(`The value of ${name} is longer than 64 KiB.`);
  await (await session.secrets()).set(scope, name, value);
  if (session.output.json) return session.output.document({ name, scope: scope.kind });
  session.output.note(`${name} is kept for ${shown}. What runs gets it at the next \`blockyard up\`.`);
  const needs = project?.secretNeeds ?? [];
  if (needs.length === 0 || needs.some((need) => need.name === name)) return;
  session.output.note(
    `${project?.name} does not need it: it needs ${needs.map((need) => need.name).join(', ')}.`,
  );
}

export async function deleteSecret(
  session: Session,
  name: string,
  flags: { user?: boolean; yes?: boolean },
): Promise<void> {
  const { scope, shown, project } = await ownerOf(session, flags);
  const store = await session.secrets();
  const entries = (await store.list(project?.workingDirectory)).filter((it) => it.scope.kind === scope.kind);
  const entry = entries.find((it) => it.name === name);
  if (!entry)
    throw new SecretUnknown(
      name,
      entries.map((it) => it.name),
    );
  if (entry.origin === 'generated' && !flags.yes) throw new GeneratedNeeded(name);
  await store.delete(scope, name);
  if (session.output.json) return session.output.document({ name, scope: scope.kind });
  session.output.note(`${name} is forgotten for ${shown}.`);
}

async function readValue(session: Session, name: string): Promise<string> {
  if (process.stdin.isTTY) return askHidden(`Value of ${name} (not shown): `, session.signal);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of process.stdin) {
    parts.push(part);
    length += part.length;
    if (length > 4 * mostCharacters) break;
  }
  // What `echo` and editors put behind it is no part of it.
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
