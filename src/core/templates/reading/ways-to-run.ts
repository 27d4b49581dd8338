import { folderOf, nameOf, type Repository } from './repository.ts';

/** How the code of a folder is started, as far as it is said anywhere. */
export interface WayToRun {
  name: string;
  folder: string;
  /** What says it. */
  file: string;
  saw: string;
  service: { build: string } | { image: string; command: string };
  ports: string[];
}

/** One service for each Dockerfile; where there is none, for what the Procfile or package.json at the top starts. */
export async function readWaysToRun(repository: Repository, projectName: string): Promise<WayToRun[]> {
  const files = repository.files.filter((file) => nameOf(file) === 'Dockerfile');
  const built = await Promise.all(files.map((file) => fromDockerfile(repository, file, projectName)));
  return built.length > 0 ? built : fromScripts(repository, projectName);
}

async function fromDockerfile(repository: Repository, file: string, projectName: string): Promise<WayToRun> {
  const text = (await repository.text(file)) ?? '';
  const exposed = [...text.matchAll(/^\s*EXPOSE\s+(.+)$/gim)].flatMap(([, ports = '']) =>
    ports.trim().split(/\s+/),
  );
  const folder = folderOf(file);
  return {
    name: serviceName(folder === '' ? projectName : folder),
    folder,
    file,
    saw: exposed.length > 0 ? `exposes ${exposed.join(', ')}` : 'builds an image',
    service: { build: folder === '' ? '.' : `./${folder}` },
    ports: exposed.filter((port) => /^\d+(\/tcp)?$/.test(port)).map((port) => port.replace('/tcp', '')),
  };
}

async function fromScripts(repository: Repository, projectName: string): Promise<WayToRun[]> {
  const image = await imageFor(repository);
  if (!image) return [];
  const procfile = (await repository.text('Procfile')) ?? '';
  const processes = [...procfile.matchAll(/^([\w-]+):\s*(.+)$/gm)]
    .filter(([, name]) => name !== 'release')
    .map(([, name = '', command = '']) => ({
      name,
      command,
      file: 'Procfile',
      saw: `starts ${name} by \`${command.trim()}\``,
    }));
  const script = scriptOf(await repository.text('package.json'));
  const scripts = script
    ? [
        {
          name: projectName,
          command: `npm run ${script}`,
          file: 'package.json',
          saw: `has the script ${script}`,
        },
      ]
    : [];
  return (processes.length > 0 ? processes : scripts).map(({ name, command, file, saw }) => ({
    ...{ name: serviceName(name), folder: '', file, saw, ports: [] },
    service: {
      image: image.image,
      command: `sh -c ${JSON.stringify(`${image.install} && ${command.trim()}`)}`,
    },
  }));
}

async function imageFor(repository: Repository): Promise<{ image: string; install: string } | undefined> {
  if (repository.files.includes('package.json'))
    return { image: 'node:24', install: 'npm install --no-audit --no-fund' };
  if (repository.files.includes('requirements.txt'))
    return { image: 'python:3.13-slim', install: 'pip install -q -r requirements.txt' };
  return undefined;
}

function scriptOf(text: string | undefined): string | undefined {
  try {
    const { scripts } = JSON.parse(text ?? '{}') as { scripts?: Record<string, unknown> };
    return ['dev', 'start'].find((name) => typeof scripts?.[name] === 'string');
  } catch {
    return undefined;
  }
}

function serviceName(words: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(-40);
  return /^[a-z]/.test(name) ? name : `app${name === '' ? '' : `-${name}`}`;
}
