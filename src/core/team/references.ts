import {
  changeStackFile,
  type Edit,
  readStackFile,
  readYaml,
  referenceTo,
  type StackFileChange,
} from '../blocks/index.ts';
import { type Catalogues, parseBlockReference } from '../catalogues/index.ts';

/** A reference of the stack file that newer catalogues have nothing for any more, as it would be. */
export interface MovedReference {
  instance: string;
  from: string;
  to: string;
}

/** What a stack file has to say instead, where all that a reference fits is gone from newer catalogues. */
export async function moveReferences(
  projectFolder: string,
  catalogues: Catalogues,
): Promise<{ moved: MovedReference[]; change?: StackFileChange }> {
  const { file, text } = await readStackFile(projectFolder);
  const blocks = text === undefined ? undefined : readYaml(text, file)['blocks'];
  if (typeof blocks !== 'object' || blocks === null) return { moved: [] };
  const moved: MovedReference[] = [];
  for (const [instance, use] of Object.entries(blocks)) {
    const from = (use as { block?: unknown } | null)?.block;
    const to = typeof from === 'string' ? await newerFor(from, projectFolder, catalogues) : undefined;
    if (typeof from === 'string' && to !== undefined) moved.push({ instance, from, to });
  }
  if (moved.length === 0) return { moved };
  const edits = moved.map(
    ({ instance, to }): Edit => ({ kind: 'set', path: ['blocks', instance, 'block'], value: to }),
  );
  return { moved, change: await changeStackFile(projectFolder, edits) };
}

/** Undefined where something fits, or where there is nothing of that name at all. */
async function newerFor(
  text: string,
  projectFolder: string,
  catalogues: Catalogues,
): Promise<string | undefined> {
  const find = (reference: string) => catalogues.find(reference, projectFolder).catch(() => undefined);
  const [name, range] = text.split('@');
  if (range === undefined || name === undefined || (await find(text))) return undefined;
  if (parseBlockReference(name).kind === 'folder') return undefined;
  const found = await find(name);
  return found && `${name}@${referenceTo(found).split('@')[1]}`;
}
