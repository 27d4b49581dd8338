import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../store/index.ts';
import { stackFileNames } from '../format/stack-file.ts';
import type { Edit } from './edit.ts';
import { editText } from './edit-text.ts';
import { StackFileChanged, StackFileNotWritten } from './errors.ts';

/** A change of a project's stack file, made but not written. */
export interface StackFileChange {
  /** Absolute. */
  file: string;
  /** As it was; undefined when there is none. */
  before: string | undefined;
  after: string;
}

/** The stack file of a folder, where it is or would be, and its text. */
export async function readStackFile(folder: string): Promise<{ file: string; text: string | undefined }> {
  for (const name of stackFileNames) {
    const file = join(folder, name);
    const text = await textOf(file);
    if (text !== undefined) return { file, text };
  }
  return { file: join(folder, stackFileNames[0] as string), text: undefined };
}

/**
 * What edits make of a project's stack file. Writes nothing. A file that is not there begins empty.
 * @throws {StackFileUnreadable | EditImpossible}
 */
export async function changeStackFile(folder: string, edits: readonly Edit[]): Promise<StackFileChange> {
  const { file, text } = await readStackFile(folder);
  return { file, before: text, after: editText(text ?? '', edits, file) };
}

/**
 * Writes a change, whole or not at all; when the file is not as it was when the change was made, nothing.
 * Whoever asks for it has loaded the project with `after` before.
 * @throws {StackFileChanged | StackFileNotWritten}
 */
export async function writeStackFile({ file, before, after }: StackFileChange): Promise<void> {
  if ((await textOf(file)) !== before) throw new StackFileChanged(file);
  if (after === before) return;
  try {
    // A link stays one: what it leads to is replaced.
    const target = before === undefined ? file : await realpath(file);
    const mode = before === undefined ? 0o644 : (await stat(target)).mode & 0o777;
    await writeFileAtomically(target, after, { mode });
  } catch (thrown) {
    throw new StackFileNotWritten(file, thrown);
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StackFileNotWritten(file, thrown);
  }
}
