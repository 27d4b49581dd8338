import { BlockyardError } from '../../../shared/index.ts';
import type { EnvironmentOrigin, NormaliseContext } from '../context.ts';
import { parseDotenv } from '../dotenv.ts';
import { FileNotFound } from '../errors.ts';
import type { Place } from '../place.ts';
import { isMap, placeOf, setEntry, type Tree, type TreeMap } from '../positions.ts';
import { readText, UnreadableFile } from '../read-text.ts';

type ServicePlace = Place<NormaliseContext>;

/**
 * Gives every service its whole environment and labels: what `env_file` and `label_file` hold, below what the service
 * says itself; and to variables without a value the one of the shell or the project's `.env`.
 */
export async function resolveEnvironment(service: TreeMap, name: string, place: ServicePlace): Promise<void> {
  passIn(service['build'], 'args', name, place);
  const origins = passIn(service, 'environment', name, place);

  const files = await readEnvFiles(service['env_file'], name, place.inside(service, 'env_file'));
  for (const variable of Object.keys(files)) origins[variable] ??= 'env_file';
  const own = isMap(service['environment']) ? service['environment'] : {};
  const environment = layer(files, own);
  if (Object.keys(environment).length > 0) service['environment'] = environment;
  delete service['env_file'];
  for (const [variable, origin] of Object.entries(origins))
    place.context.recordOrigin?.(name, variable, origin);

  const labels = await readLabelFiles(service['label_file'], name, place.inside(service, 'label_file'));
  if (Object.keys(labels).length > 0)
    service['labels'] = layer(labels, isMap(service['labels']) ? service['labels'] : {});
  delete service['label_file'];
}

/** Tells which secrets and configs take a variable in, and for whom. */
export function recordFileVariables(tree: TreeMap, context: NormaliseContext): void {
  const services = Object.entries(isMap(tree['services']) ? tree['services'] : {});
  for (const kind of ['secrets', 'configs'] as const) {
    const objects = tree[kind];
    if (!isMap(objects)) continue;
    for (const [name, object] of Object.entries(objects)) {
      if (!isMap(object) || typeof object['environment'] !== 'string') continue;
      const where = placeOf(object, 'environment');
      const users = services.filter(([, service]) => isMap(service) && uses(service, kind, name));
      if (users.length === 0) context.recordVariable(object['environment'], { where });
      for (const [service] of users) context.recordVariable(object['environment'], { service, where });
    }
  }
}

function uses(service: TreeMap, kind: 'secrets' | 'configs', name: string): boolean {
  const build = isMap(service['build']) ? service['build'] : {};
  return [service[kind], build[kind]].some(
    (references) =>
      Array.isArray(references) && references.some((one) => isMap(one) && one['source'] === name),
  );
}

/** `upper` over `lower`, keeping the places of what was written in the Compose file. */
function layer(lower: Record<string, string>, upper: TreeMap): TreeMap {
  for (const [key, value] of Object.entries(lower))
    if (!Object.hasOwn(upper, key)) setEntry(upper, key, value);
  return upper;
}

/** Sets the variables without a value from outside. An argument that is set nowhere is left out. */
function passIn(
  container: Tree | undefined,
  key: 'args' | 'environment',
  service: string,
  place: ServicePlace,
): Record<string, EnvironmentOrigin> {
  const origins: Record<string, EnvironmentOrigin> = {};
  if (!isMap(container) || !isMap(container[key])) return origins;
  const variables = container[key];
  const { context } = place;
  const { environment } = context;
  for (const [name, value] of Object.entries(variables)) {
    origins[name] = 'file';
    if (value !== null) continue;
    const outside = environment.get(name);
    if (outside !== undefined) {
      variables[name] = outside;
      origins[name] = environment.sourceOf(name) ?? 'shell';
      context.recordVariable(name, { service, where: place.inside(variables, name).where });
    } else if (key === 'args') delete variables[name];
  }
  return origins;
}

async function readEnvFiles(
  files: Tree | undefined,
  service: string,
  place: ServicePlace,
): Promise<Record<string, string>> {
  const { context } = place;
  const { environment } = context;
  const values: Record<string, string> = {};
  if (!Array.isArray(files)) return values;
  for (const [index, file] of files.entries()) {
    if (!isMap(file)) continue;
    const at = place.inside(files, index);
    const isRequired = context.isActive(service) && String(file['required'] ?? true) !== 'false';
    const format = readFormat(file['format'], at);
    // A file sees what those before it set, and the project's environment.
    const lookup = (name: string) => {
      const known = values[name];
      if (known !== undefined) return known;
      const outside = environment.get(name);
      if (outside !== undefined) context.recordVariable(name, { service, where: at.where });
      return outside;
    };
    const read = await readVariables(String(file['path'] ?? ''), 'env file', isRequired, lookup, format, at);
    Object.assign(values, read);
  }
  return values;
}

/** Env file section, "format": `raw` takes values as they are. */
function readFormat(format: Tree | undefined, place: ServicePlace): 'raw' | undefined {
  if (format === undefined || format === null || format === 'raw') return format ?? undefined;
  return place.error(
    `"${String(format)}" is no format of env files.`,
    'Write `format: raw`, or leave it out.',
  );
}

async function readLabelFiles(
  files: Tree | undefined,
  service: string,
  place: ServicePlace,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  if (!Array.isArray(files)) return values;
  for (const [index, file] of files.entries()) {
    const lookup = (name: string) => values[name];
    const at = place.inside(files, index);
    const isRequired = place.context.isActive(service);
    Object.assign(values, await readVariables(String(file), 'label file', isRequired, lookup, undefined, at));
  }
  return values;
}

async function readVariables(
  file: string,
  kind: string,
  isRequired: boolean,
  lookup: (name: string) => string | undefined,
  format: 'raw' | undefined,
  place: ServicePlace,
): Promise<Record<string, string>> {
  const { context } = place;
  const { issues } = context;
  try {
    context.recordSource(file);
    const text = await readText(file);
    return parseDotenv(text, {
      file,
      lookup,
      format,
      onUnset: (name, where) => issues.warn(`The variable ${name} is not set: it is empty here.`, where),
    });
  } catch (thrown) {
    if (thrown instanceof UnreadableFile) {
      if (isRequired || !thrown.isMissing) issues.add(unreadable(file, kind, thrown, place));
    } else if (thrown instanceof BlockyardError) issues.add(thrown);
    else throw thrown;
    return {};
  }
}

function unreadable(file: string, kind: string, thrown: UnreadableFile, place: ServicePlace): FileNotFound {
  const remedy =
    kind === 'env file'
      ? 'Create it, or write `required: false` beside its path.'
      : 'Create it, or remove it here.';
  return new FileNotFound(`The ${kind} ${file} ${thrown.message}.`, {
    where: place.where,
    remedy: thrown.isMissing ? remedy : undefined,
    cause: thrown.cause,
  });
}
