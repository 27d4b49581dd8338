import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { generatedMark, type TreeMap, type Warning } from '../compose/index.ts';
import { StackFileInvalid } from './errors.ts';
import { plainDocuments, required, valuesOf, withDefault } from './plain-compose.ts';
import type { StackProject } from './stack-project.ts';

/** A file for plain Compose. */
export interface PlainFile {
  /** Absolute. */
  path: string;
  text: string;
  /** Whether `docker compose` finds it by itself. */
  isFound: boolean;
}

/**
 * The file by which colleagues without Blockyard have the same stack: `compose.yaml`, `compose.override.yaml` or
 * `compose.blockyard.yaml`, whichever the project does not have. Blockyard itself passes over it.
 */
export async function includeFile(project: StackProject): Promise<PlainFile> {
  const { stackFile } = requireStackFile(project);
  const head = [
    generatedMark,
    `# from ${basename(stackFile.path)}, for colleagues without Blockyard: do not edit. \`blockyard include --check\``,
    '# tells whether it is as it should be. Secrets are variables: give them in .env.',
    '',
  ].join('\n');
  return { ...placeFor(project), text: `${head}${await printed(plainDocuments(project, withDefault))}` };
}

export interface Ejection {
  file: PlainFile;
  /** `.env`, with the secrets; mode 0600. */
  env: { path: string; text: string };
  /** `.gitignore` with `.env` in it; absent when it is there. */
  ignore?: { path: string; text: string };
  /** The stack file, which nobody reads any more. */
  removes: string;
  /** Secrets that nobody has given: left empty in `.env`. */
  missing: string[];
  /** What plain Compose does not do, as sentences. */
  lost: string[];
}

/** What the project is without Blockyard. Nothing is written here. `give` answers the values of secrets. */
export async function ejectionOf(
  project: StackProject,
  give: (secret: string) => string | undefined,
): Promise<Ejection> {
  const { stackFile } = requireStackFile(project);
  const place = placeFor(project);
  const file = { ...place, text: await printed(plainDocuments(project, required)) };
  const values = valuesOf(project, give);
  const env = join(project.workingDirectory, '.env');
  const [before, ignored] = await Promise.all([
    textOf(env),
    textOf(join(project.workingDirectory, '.gitignore')),
  ]);
  const lines = [...values].map(([name, value]) => `${name}=${quoted(value ?? '')}`);
  if (!place.isFound)
    lines.push(
      `COMPOSE_FILE=${[...composeFilesOf(project), place.path].map((path) => basename(path)).join(':')}`,
    );
  const isIgnored = ignored.split('\n').some((line) => /^\/?\.env\/?\s*$/.test(line));
  return {
    file,
    env: { path: env, text: lines.length === 0 ? before : `${ended(before)}${lines.join('\n')}\n` },
    ...(!isIgnored && {
      ignore: { path: join(project.workingDirectory, '.gitignore'), text: `${ended(ignored)}.env\n` },
    }),
    removes: stackFile.path,
    missing: [...values].filter(([, value]) => value === undefined).map(([name]) => name),
    lost: lostBy(project),
  };
}

function lostBy(project: StackProject): string[] {
  const { content } = requireStackFile(project).stackFile;
  const probed = Object.entries(project.config.services)
    .filter(([, service]) => service['x-blockyard-probe'] !== undefined)
    .map(([name]) => name);
  const sections = ['guardrails', 'secret-sources', 'checks', 'mirror', 'environments'].filter(
    (key) => content[key] !== undefined,
  );
  const has = project.instances.length > 0;
  return [
    ...(probed.length > 0
      ? [
          `Nobody waits until ${probed.join(', ')} ${probed.length === 1 ? 'is' : 'are'} ready: images without a shell.`,
        ]
      : []),
    ...(has
      ? ['Blocks are services like others now: no parameters, upgrades, bindings for the host, or catalogue.']
      : []),
    ...(project.secretNeeds.length > 0 ? ['Secrets lie readable in .env, and come from nowhere else.'] : []),
    ...(sections.length > 0 ? [`Nobody reads these sections: ${sections.join(', ')}.`] : []),
  ];
}

function requireStackFile(project: StackProject): { stackFile: NonNullable<StackProject['stackFile']> } {
  const { stackFile } = project;
  if (stackFile) return { stackFile };
  throw new StackFileInvalid(`${project.name} has no blockyard.yaml: it is plain Compose already.`, {
    remedy: 'Nothing to do.',
  });
}

function composeFilesOf({ files, stackFile }: StackProject): string[] {
  return files.filter((file) => file !== stackFile?.path);
}

function placeFor(project: StackProject): Pick<PlainFile, 'path' | 'isFound'> {
  const files = composeFilesOf(project).map((file) => basename(file));
  const isUsual = files.every((name) => /^(docker-)?compose(\.override)?\.ya?ml$/.test(name));
  const hasOverride = files.some((name) => name.includes('.override.'));
  const name =
    !isUsual || hasOverride
      ? 'compose.blockyard.yaml'
      : (files[0]?.replace('.', '.override.') ?? 'compose.yaml');
  return { path: join(project.workingDirectory, name), isFound: name !== 'compose.blockyard.yaml' };
}

async function printed(documents: readonly TreeMap[]): Promise<string> {
  const { stringify } = await import('yaml');
  return documents
    .map((document) =>
      stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' }),
    )
    .join('---\n');
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return '';
    throw thrown;
  });
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** As `.env` takes it: in single quotes nothing is replaced. */
function quoted(value: string): string {
  if (/^[\w@%+:,./-]*$/.test(value)) return value;
  if (!/['\n]/.test(value)) return `'${value}'`;
  return `"${value.replaceAll(/[\\"$]/g, (character) => `\\${character}`).replaceAll('\n', '\\n')}"`;
}

/** What to say when the file for colleagues without Blockyard says something else than the stack; nothing without one. */
export async function staleInclude(project: StackProject): Promise<Warning | undefined> {
  if (!project.stackFile) return undefined;
  const { path } = placeFor(project);
  const there = await textOf(path);
  if (!there.startsWith(generatedMark) || there === (await includeFile(project)).text) return undefined;
  return {
    message: `${basename(path)}, which colleagues without Blockyard use, says something else than blockyard.yaml.`,
    where: { file: path },
    remedy: 'Write it anew with `blockyard include`.',
  };
}
