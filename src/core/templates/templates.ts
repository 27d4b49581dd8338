import { access, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Catalogues, shippedFolder } from '../catalogues/index.ts';
import { didYouMean } from '../compose/index.ts';
import { FilesThere, NothingToPropose, TemplatesMissing, TemplateUnknown } from './errors.ts';
import type { Proposal, ProposedFile, Template } from './proposal.ts';

const fileName = 'template.yaml';

/** The team's, called `TEAM/NAME`, then those that are shipped; each in the order of its file. */
export async function listTemplates(catalogues: Pick<Catalogues, 'team'>): Promise<Template[]> {
  return (await placedTemplates(catalogues)).map(({ folder: _, ...template }) => template);
}

/** What a template would put into a folder. */
export async function proposeTemplate(
  name: string,
  folder: string,
  catalogues: Pick<Catalogues, 'team'>,
): Promise<Proposal> {
  const templates = await placedTemplates(catalogues);
  const template = templates.find((it) => it.name === name);
  if (!template) {
    const names = templates.map((it) => it.name);
    throw new TemplateUnknown(name, names, didYouMean(name, names));
  }
  const files = await filesBelow(join(template.folder, 'files'));
  return {
    folder,
    name: basename(folder),
    reasons: [{ file: fileName, saw: template.title, follows: template.description }],
    files: await Promise.all(
      files.map(async (file) => ({ ...file, isNew: !(await isThere(join(folder, file.path))) })),
    ),
  };
}

type PlacedTemplate = Template & { folder: string };

async function placedTemplates(catalogues: Pick<Catalogues, 'team'>): Promise<PlacedTemplate[]> {
  const team = await catalogues.team();
  const [ofTeam, shipped] = await Promise.all([
    // A copy of its repository that is gone is fetched with its blocks.
    team?.templates === undefined ? [] : templatesIn(team.templates, `${team.name}/`).catch(() => []),
    templatesIn(await templatesFolder(), ''),
  ]);
  return [...ofTeam, ...shipped];
}

async function templatesIn(root: string, prefix: string): Promise<PlacedTemplate[]> {
  const names = await readdir(root);
  const read = await Promise.all(
    names.map(async (name) => {
      const folder = join(root, name);
      const text = await readFile(join(folder, fileName), 'utf8').catch(() => undefined);
      return text === undefined ? [] : [{ folder, ...templateOf(`${prefix}${name}`, text) }];
    }),
  );
  return read
    .flat()
    .sort((one, other) => one.order - other.order)
    .map(({ order: _, ...template }) => template);
}

/** A team's may leave out what it has no word for. */
function templateOf(name: string, text: string): Template & { order: number } {
  const { blocks, description, order, title } = (parse(text) ?? {}) as Record<string, unknown>;
  return {
    name,
    title: typeof title === 'string' ? title : name,
    description: typeof description === 'string' ? description : '',
    blocks: Array.isArray(blocks) ? blocks.map(String) : [],
    order: typeof order === 'number' ? order : 0,
  };
}

/**
 * Writes all files of a proposal, the stack file last: until then it is no project. Makes the folder.
 * @throws {FilesThere} and writes nothing, when one of them is there
 */
export async function writeProposal({ folder, files }: Proposal): Promise<void> {
  if (files.length === 0) throw new NothingToPropose(folder);
  const there: string[] = [];
  for (const { path } of files) if (await isThere(join(folder, path))) there.push(path);
  if (there.length > 0) throw new FilesThere(folder, there);
  const isStackFile = ({ path }: ProposedFile) => path.startsWith('blockyard.');
  const ordered = [...files].sort((one, other) => Number(isStackFile(one)) - Number(isStackFile(other)));
  for (const { path, content, mode } of ordered) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    // Never over one that somebody made in this very moment.
    await writeFile(target, content, { flag: 'wx', mode: mode ?? 0o644 }).catch((thrown) => {
      throw (thrown as NodeJS.ErrnoException).code === 'EEXIST' ? new FilesThere(folder, [path]) : thrown;
    });
  }
}

async function templatesFolder(): Promise<string> {
  const folder = await shippedFolder('templates');
  if (folder === undefined) throw new TemplatesMissing();
  return folder;
}

async function filesBelow(root: string, below = ''): Promise<Omit<ProposedFile, 'isNew'>[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, path);
      const file = join(root, path);
      const { mode } = await stat(file);
      // npm leaves files of the name .gitignore out of packages.
      const target = path.replace(/(^|\/)gitignore$/, '$1.gitignore');
      return [{ path: target, content: await readFile(file, 'utf8'), mode: mode & 0o111 ? 0o755 : 0o644 }];
    }),
  );
  return files.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
