import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseDotenv } from '../../core/compose/index.ts';
import { UsageError } from '../errors.ts';
import type { Session } from '../session.ts';
import { ownerOf } from './scope.ts';

interface ImportFlags {
  user?: boolean;
  all?: boolean;
}

/** By default what the project needs: most of an env file is no secret. */
export async function importSecrets(session: Session, path: string, flags: ImportFlags): Promise<void> {
  const { scope, shown, project } = await ownerOf(session, flags);
  const values = Object.entries(
    parseDotenv(await read(path), { file: path, lookup: (name) => process.env[name] }),
  ).filter(([, value]) => value !== '');
  const needed = new Set((project?.secretNeeds ?? []).map(({ name }) => name));
  const wanted = flags.all || flags.user ? values : values.filter(([name]) => needed.has(name));
  const store = await session.secrets();
  for (const [name, value] of wanted) await store.set(scope, name, value);
  const imported = wanted.map(([name]) => name);
  const leftOut = values.map(([name]) => name).filter((name) => !imported.includes(name));
  const { output } = session;
  if (output.json) return output.document({ scope: scope.kind, imported, leftOut });
  output.text(
    imported.length > 0
      ? `Kept for ${shown}: ${imported.join(', ')}.\n`
      : `${path === '-' ? 'Standard input' : path} holds nothing that ${shown} needs.\n`,
  );
  if (leftOut.length > 0)
    output.note(`Left out, since ${shown} does not need them: ${leftOut.join(', ')}. --all takes them too.`);
  if (imported.length > 0 && path !== '-')
    output.note(`${output.paintErrors.cyan('→')} Take them out of ${path}, where everybody can read them.`);
}

async function read(path: string): Promise<string> {
  if (path === '-') return await text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw new UsageError(`${path} cannot be read: ${(thrown as Error).message}.`, 'Name an env file.');
  }
}
