import type { StackProject } from '../blocks/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import { Boundary } from './boundary.ts';
import { checkDockerfile } from './build-rules.ts';
import type { Grant } from './grant.ts';
import { projectRules } from './project-rules.ts';
import { applyRules, Place } from './rules.ts';
import { askForSecretCommands } from './secret-commands.ts';

/** One with a blockyard.yaml may ask for more. */
export type TrustedProject = ComposeProject & Partial<Pick<StackProject, 'secretCommands' | 'instances'>>;

export interface GrantsOptions {
  /** Files that the user named on the command line: reading them is the user's own wish. Absolute paths. */
  chosenFiles?: readonly string[];
}

/** Variables that tell where the user is, and nothing that is secret. */
const harmlessVariables =
  /^(PWD|HOME|USER|LOGNAME|USERNAME|UID|GID|SHELL|TERM|TZ|LANG|LC_\w+|HOSTNAME|COMPUTERNAME|OS|CI|NO_COLOR|DOCKER_DEFAULT_PLATFORM|COMPOSE_\w+)$/;

/**
 * The powers that a project's files ask for beyond what every stack may do. What the files do not say differently is
 * decided by real paths on this machine at the moment of the call.
 */
export function grantsOf(project: TrustedProject, options: GrantsOptions = {}): Grant[] {
  const asked: Grant[] = [];
  const catalogued = (project.instances ?? []).filter(({ block }) => block.origin.kind !== 'folder');
  const folders = catalogued.map(({ block }) => block.folder);
  const boundary = new Boundary(project.workingDirectory, undefined, folders);
  const root = new Place({
    boundary,
    project: project.name,
    path: [],
    asked,
    where: (path) => project.where(path),
  });
  applyRules(projectRules, project.config, root);
  for (const [name, service] of Object.entries(project.config.services))
    if (service.build) checkDockerfile(service.build, root.at('services', name, 'build').of(name));
  askForSources(project, boundary, options, root);
  askForShellVariables(project, root);
  askForSecretCommands(project.secretCommands ?? [], root);
  return asked;
}

/** Files outside the project that `include`, `extends` or `env_file` took in. */
function askForSources(
  project: ComposeProject,
  boundary: Boundary,
  options: GrantsOptions,
  root: Place,
): void {
  const chosen = new Set((options.chosenFiles ?? []).map((file) => boundary.real(file)));
  for (const file of new Set([...project.files, ...project.sources])) {
    if (file === '-' || boundary.contains(file) || boundary.blocksContain(file)) continue;
    if (chosen.has(boundary.real(file))) continue;
    root.ask('file', `reads ${boundary.real(file)}`, `The project takes in ${file}, outside its folder.`);
  }
}

/** A variable for each service: whoever trusts one service with it does not trust all. */
function askForShellVariables(project: ComposeProject, root: Place): void {
  for (const { name, services, where } of project.shellVariables) {
    if (harmlessVariables.test(name)) continue;
    const places = services.length > 0 ? services.map((service) => root.of(service)) : [root];
    for (const place of places)
      place.ask('shell', `shell ${name}`, `${place.who} gets the variable ${name} of your shell.`, where);
  }
}
