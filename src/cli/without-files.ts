import { existsSync } from 'node:fs';
import type { ComposeProject } from '../core/compose/index.ts';
import type { Engine } from '../core/engine/index.ts';
import { FilesNeeded, UsageError } from './errors.ts';

/** Verbs on what is there already: what the engine knows of a project is enough for them. */
const verbs = new Set(
  'attach cp down events exec logs port ps restart start stats stop wait __complete'.split(' '),
);

export interface WithoutFiles {
  verb: string;
  /** The project's name, by `-p` or COMPOSE_PROJECT_NAME. */
  name: string;
  signal: AbortSignal;
}

/**
 * The project of this name as the engine knows it, where no Compose file is in sight.
 * @throws {FilesNeeded} for verbs that do what the files say
 */
export async function projectWithoutFiles(
  engine: Promise<Engine>,
  { verb, name, signal }: WithoutFiles,
): Promise<ComposeProject> {
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name))
    throw new UsageError(
      `'${name}' is no name of a project.`,
      'It has lower case letters, digits, - and _; `blockyard ls` shows those that the engine knows.',
    );
  const { listProjects, projectFromEngine } = await import('../core/stack/index.ts');
  if (verbs.has(verb)) return projectFromEngine(await engine, name, { signal });
  // Where the files were is only a help: an engine that does not answer is not what is wrong.
  const known = await engine.then((it) => listProjects(it, { signal })).catch(() => []);
  const files = known.find((it) => it.name === name)?.files.filter((file) => existsSync(file)) ?? [];
  throw new FilesNeeded(verb, name, files);
}
