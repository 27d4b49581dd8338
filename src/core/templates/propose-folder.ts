import { homedir } from 'node:os';
import { isAbsolute, normalize } from 'node:path';
import { readStackFile } from '../blocks/index.ts';
import type { Catalogues } from '../catalogues/index.ts';
import { FolderRelative, StackFileThere } from './errors.ts';
import type { Proposal } from './proposal.ts';
import { proposeFor } from './propose.ts';
import { proposeTemplate } from './templates.ts';

export interface ProposeRequest {
  /** Absolute, or `~/…`. With a template it need not exist. */
  folder: string;
  /** A ready one in place of what the folder needs. */
  template?: string | undefined;
}

/**
 * What would be written into a folder, with the reasons. Nothing is written.
 * @throws {StackFileThere} when it has a stack file already
 */
export async function proposeFolder(
  request: ProposeRequest,
  { catalogues, environment }: { catalogues: Catalogues; environment: NodeJS.ProcessEnv },
): Promise<Proposal> {
  const folder = absolute(request.folder, environment['HOME'] ?? homedir());
  const { file, text } = await readStackFile(folder);
  if (text !== undefined) throw new StackFileThere(file);
  return request.template === undefined
    ? await proposeFor(folder, catalogues)
    : await proposeTemplate(request.template, folder, catalogues);
}

function absolute(folder: string, userHome: string): string {
  const path = folder.replace(/^~(?=$|[/\\])/, userHome);
  if (!isAbsolute(path)) throw new FolderRelative(folder);
  return normalize(path).replace(/(?<=.)[/\\]$/, '');
}
