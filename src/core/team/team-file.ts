import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { validRange } from 'semver';
import { z } from 'zod';
import { ManyErrors, toBlockyardError } from '../../shared/index.ts';
import { secretSource, severity, variableName } from '../blocks/index.ts';
import { type CatalogueSource, parseSource } from '../catalogues/index.ts';
import { type CheckedFile, readCheckedFile } from '../compose/index.ts';
import { readImageMap } from '../engine/index.ts';
import { NoTeamFile, TeamFileInvalid } from './errors.ts';

export const teamFileName = 'team.yaml';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'small letters, digits and -, a letter first');
/** A folder of the team's own repository, or another one: `https://…/blocks.git#v2`. */
const catalogue = z.union([z.string(), z.strictObject({ git: z.string(), folder: z.string().optional() })]);

/** What a team's repository says to all who join. docs/team.md explains it. */
export const teamFile = z.strictObject({
  name,
  /** The first ones are looked into first. Default: the folder `blocks`, if there is one, called as the team is. */
  catalogues: z.record(name, catalogue).optional(),
  /** Public image names to those that are used instead. */
  'image-map': z.record(z.string(), z.string().min(1)).optional(),
  /** A runner of GitHub → the image in which its jobs run. */
  'runner-images': z.record(z.string(), z.string().min(1)).optional(),
  guardrails: z
    .strictObject({ severities: z.record(z.string(), z.union([severity, z.literal('off')])).optional() })
    .optional(),
  'secret-sources': z.record(variableName, secretSource).optional(),
  /** As in a stack file. */
  environments: z.record(name, z.looseObject({})).optional(),
  /** A folder of templates. */
  templates: z.string().optional(),
  /** The least Blockyard that the above holds for. */
  'minimum-version': z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version: 1.2.3')
    .optional(),
});
export type TeamFile = z.infer<typeof teamFile>;

/** A catalogue of the team: in its own repository, or in another one. */
export type TeamCatalogue =
  | { name: string; kind: 'own'; folder: string }
  | { name: string; kind: 'git'; source: CatalogueSource };

export interface ReadTeamFile {
  content: TeamFile;
  catalogues: TeamCatalogue[];
}

/**
 * The team file of a repository. `shown` is how messages call the repository.
 * @throws NoTeamFile, TeamFileInvalid, or {@link ManyErrors}: all that is wrong, each at its file:line:column
 */
export async function readTeamFile(root: string, shown: string): Promise<ReadTeamFile> {
  const file = join(root, teamFileName);
  if (!(await isThere(file))) throw new NoTeamFile(shown);
  const checked = await readCheckedFile({
    file,
    schema: teamFile,
    noun: 'A team file',
    invalid: (message, details) => new TeamFileInvalid(message, details),
  });
  const problems: TeamFileInvalid[] = [];
  const catalogues = await cataloguesOf(checked, root, problems);
  await checkFolders(checked, root, problems);
  await checkImageMap(checked, problems);
  if (problems.length > 1) throw new ManyErrors(problems);
  if (problems[0]) throw problems[0];
  return { content: checked.content, catalogues };
}

async function cataloguesOf(
  { content, where }: CheckedFile<TeamFile>,
  root: string,
  problems: TeamFileInvalid[],
): Promise<TeamCatalogue[]> {
  if (!content.catalogues)
    return (await isThere(join(root, 'blocks')))
      ? [{ name: content.name, kind: 'own', folder: 'blocks' }]
      : [];
  const found: TeamCatalogue[] = [];
  for (const [key, value] of Object.entries(content.catalogues)) {
    const at = where(['catalogues', key]);
    const invalid = (message: string, remedy: string) =>
      problems.push(new TeamFileInvalid(message, { where: at, remedy }));
    const { git, folder } = typeof value === 'string' ? { git: value, folder: undefined } : value;
    if (key === 'blockyard')
      invalid('catalogues.blockyard: the shipped blocks are called that.', 'Choose another name.');
    else if (typeof value === 'string' && value.startsWith('./')) {
      if (await isFolderIn(root, value)) found.push({ name: key, kind: 'own', folder: plain(value) });
      else invalid(`catalogues.${key}: there is no folder ${value} in the repository.`, 'Correct the path.');
    } else if (folder !== undefined && !isPlain(folder))
      invalid(`catalogues.${key}.folder leads out of the repository.`, 'Write it as `blocks/data`.');
    else
      try {
        const { url, ref } = parseSource(git);
        const source = { url, ...(ref !== undefined && { ref }), ...(folder && { folder: plain(folder) }) };
        found.push({ name: key, kind: 'git', source });
      } catch (thrown) {
        const { message, remedy = '' } = toBlockyardError(thrown);
        invalid(`catalogues.${key}: ${message}`, `${remedy} A folder of this repository begins with ./`);
      }
  }
  return found;
}

async function checkFolders(
  { content, where }: CheckedFile<TeamFile>,
  root: string,
  problems: TeamFileInvalid[],
): Promise<void> {
  const { templates, 'minimum-version': minimum } = content;
  if (templates !== undefined && !(await isFolderIn(root, templates)))
    problems.push(
      new TeamFileInvalid(`templates: there is no folder ${templates} in the repository.`, {
        where: where(['templates']),
        remedy: 'Correct the path: it starts from the root of the repository.',
      }),
    );
  if (minimum !== undefined && validRange(`>=${minimum}`) === null)
    problems.push(
      new TeamFileInvalid(`minimum-version: ${minimum} is no version.`, {
        where: where(['minimum-version']),
        remedy: 'Write one such as 1.2.0.',
      }),
    );
}

async function checkImageMap(
  { content, where }: CheckedFile<TeamFile>,
  problems: TeamFileInvalid[],
): Promise<void> {
  if (!content['image-map']) return;
  await readImageMap({}, JSON.stringify(content['image-map'])).catch((thrown) =>
    problems.push(
      new TeamFileInvalid(toBlockyardError(thrown).message, { where: where(['image-map']), cause: thrown }),
    ),
  );
}

/** Without the dots before it. */
export function plain(folder: string): string {
  return folder.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
}

/** Symlinks that lead out were refused when the repository was fetched. */
function isPlain(folder: string): boolean {
  return !folder.startsWith('/') && !/[\\:]/.test(folder) && !folder.split('/').includes('..');
}

async function isFolderIn(root: string, folder: string): Promise<boolean> {
  return (
    isPlain(folder) &&
    (await stat(join(root, folder)).then(
      (stats) => stats.isDirectory(),
      () => false,
    ))
  );
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
