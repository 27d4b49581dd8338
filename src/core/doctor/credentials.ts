import { access, constants, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Finding } from './finding.ts';

interface DockerConfig {
  auths?: Record<string, { auth?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
}

/** Whether the helpers that Docker's configuration names for registry credentials are there. */
export async function checkCredentials(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const file = join(environment['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
  let config: DockerConfig;
  try {
    config = JSON.parse(await readFile(file, 'utf8')) as DockerConfig;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return [
        {
          level: 'ok',
          topic: 'credentials',
          what: 'No registry credentials are set up: public images only.',
        },
      ];
    return [
      {
        level: 'warning',
        topic: 'credentials',
        what: `${file} cannot be read: ${(error as Error).message}`,
        remedy: 'Correct it, or remove it and log in again with `docker login`.',
      },
    ];
  }
  const helpers = new Set([config.credsStore, ...Object.values(config.credHelpers ?? {})].filter(Boolean));
  const findings: Finding[] = [];
  for (const helper of helpers) findings.push(await checkHelper(`docker-credential-${helper}`, environment));
  const plain = Object.entries(config.auths ?? {}).filter(([, { auth }]) => auth);
  if (plain.length > 0)
    findings.push({
      level: 'note',
      topic: 'credentials',
      what: `${file} holds the credentials of ${plain.map(([registry]) => registry).join(', ')} unencrypted.`,
      remedy: 'Set `credsStore` there to a helper of your system and log in again.',
    });
  if (findings.length === 0)
    findings.push({ level: 'ok', topic: 'credentials', what: `${file} holds no registry credentials.` });
  return findings;
}

async function checkHelper(program: string, environment: NodeJS.ProcessEnv): Promise<Finding> {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  for (const folder of folders)
    for (const name of names) {
      const runnable = await access(join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      );
      if (runnable) return { level: 'ok', topic: 'credentials', what: `${program} is there.` };
    }
  return {
    level: 'warning',
    topic: 'credentials',
    what: `${program}, which Docker's configuration names, is not on the PATH: private images cannot be pulled.`,
    remedy: 'Install it, or take it out of ~/.docker/config.json and log in again.',
  };
}
