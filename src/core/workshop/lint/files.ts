import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Inspection, Path } from './finding.ts';

/** Files that the block brings, and the papers that should come with it. */
export async function inspectFiles(inspection: Inspection): Promise<void> {
  const { definition, block } = inspection;
  for (const [name, { content, from }] of Object.entries(definition.files ?? {})) {
    if ((content === undefined) === (from === undefined))
      inspection.tellKey(
        {
          code: 'file-missing',
          severity: 'deny',
          message: `File ${name} has ${from === undefined ? 'neither' : 'both'} \`content\` ${from === undefined ? 'nor' : 'and'} \`from\`.`,
          remedy: 'Write one of them.',
        },
        ['files', name],
      );
    if (from !== undefined) await requireFile(inspection, from, ['files', name, 'from']);
  }
  if (definition.icon !== undefined) await requireFile(inspection, definition.icon, ['icon']);
  else
    inspection.findings.push({
      code: 'icon-missing',
      severity: 'note',
      message: 'The block has no icon.',
      remedy: 'Add `icon: icon.svg`: the catalogue shows it.',
      where: { file: block.file },
    });
  if ((await whyNoFile(block.folder, 'README.md')) !== undefined)
    inspection.findings.push({
      code: 'readme-missing',
      severity: 'warn',
      message: 'The block has no README.md.',
      remedy: 'Write one screen: what it is for, how to bind it, what to know of it.',
      where: { file: block.file },
    });
}

async function requireFile(inspection: Inspection, path: string, at: Path): Promise<void> {
  const why = await whyNoFile(inspection.block.folder, path);
  if (why === undefined) return;
  inspection.tell(
    {
      code: 'file-missing',
      severity: 'deny',
      message: `${path} ${why}.`,
      remedy: "Paths start from the block's folder and stay in it.",
    },
    at,
  );
}

/** Why a path is no file of the folder; undefined when it is one. */
export async function whyNoFile(folder: string, path: string): Promise<string | undefined> {
  const wanted = resolve(folder, path);
  if (leaves(folder, wanted)) return 'leads out of the block';
  const real = await realpath(wanted).catch(() => undefined);
  if (real === undefined) return 'does not exist';
  if (leaves(await realpath(folder), real)) return 'leads out of the block by a link';
  return (await stat(real)).isFile() ? undefined : 'is no file';
}

function leaves(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || resolve(folder, way) !== path;
}
