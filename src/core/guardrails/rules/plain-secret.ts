import { type PlainSecret, plainSecretIn, plainSecretInWords } from '../plain-secrets.ts';
import { eachService, type NamedService, type Rule, type Subject, type Violation } from '../rule.ts';
import { hasVariable } from '../written-value.ts';

type Path = readonly (string | number)[];

export const secretInPlainText: Rule = {
  code: 'secret-in-plain-text',
  severity: 'warn',
  explanation:
    'What is in a file of the repository is in every clone and in its history for ever, and is often the same elsewhere.',
  check: function* (stack) {
    yield* inAddressesOfBlocks(stack);
    yield* inServices(stack);
  },
};

const inServices = eachService(function* (named, stack) {
  for (const { path, what, found, variable } of plainSecretsOf(named, stack)) {
    if (found === 'known-key') continue;
    yield {
      message:
        found === 'in-address'
          ? `${what} of ${named.name} holds an address with a password in it.`
          : `${what} of ${named.name} is a secret in plain text.`,
      remedy: `Write \`\${secret:${secretName(variable)}}\` in blockyard.yaml and take the value out of the files; \`blockyard secrets set ${secretName(variable)}\` keeps it encrypted. A block makes its passwords itself.`,
      detail: path.slice(2).join('.'),
      path,
    };
  }
});

/** The address by which a block is attached, said once where it stands and not for each variable made from it. */
function* inAddressesOfBlocks(stack: Subject): Iterable<Violation> {
  for (const [name, { at }] of Object.entries(stack.project.stackFile?.content.blocks ?? {})) {
    const path = ['blocks', name, 'at'];
    if (at === undefined || !plainSecretIn('', at) || hasVariable(stack.written(path))) continue;
    const secret = `${secretName(name)}_URL`;
    yield {
      message: `The address of block ${name} has a password in it.`,
      remedy: `Write \`at: "\${secret:${secret}}"\`; \`blockyard secrets set ${secret}\` keeps the whole address encrypted.`,
      block: name,
      path,
    };
  }
}

export const keyInPlainText: Rule = {
  code: 'key-in-plain-text',
  severity: 'deny',
  explanation:
    'This has the shape of a key that somebody’s real account answers to. Whoever reads the file may use it, and programs search repositories for nothing else.',
  check: eachService(function* (named, stack) {
    for (const { path, what, found, variable } of plainSecretsOf(named, stack)) {
      if (found !== 'known-key') continue;
      yield {
        message: `${what} of ${named.name} holds a key in plain text.`,
        remedy: `Revoke it where it was made: it has been in a file. Then keep the new one by \`blockyard secrets set ${secretName(variable)}\` and write \`\${secret:${secretName(variable)}}\`.`,
        detail: path.slice(2).join('.'),
        path,
      };
    }
  }),
};

interface Found {
  path: Path;
  what: string;
  found: Exclude<PlainSecret, undefined>;
  /** What it would be called as a secret. */
  variable: string;
}

function* plainSecretsOf({ name, service }: NamedService, stack: Subject): Iterable<Found> {
  const maps = [
    { key: ['environment'], map: service.environment, what: (variable: string) => variable },
    {
      key: ['build', 'args'],
      map: service.build?.args,
      what: (variable: string) => `The build argument ${variable}`,
    },
    { key: ['labels'], map: service.labels, what: (label: string) => `The label ${label}` },
  ];
  for (const { key, map, what } of maps)
    for (const [variable, value] of Object.entries(map ?? {})) {
      const path = ['services', name, ...key, variable];
      const found = value === null ? undefined : plainSecretIn(variable, value);
      if (found && isWrittenHere(stack, name, path, value ?? ''))
        yield { path, what: what(variable), found, variable };
    }
  const commands = [
    { path: ['services', name, 'command'], words: service.command, what: 'The command' },
    { path: ['services', name, 'entrypoint'], words: service.entrypoint, what: 'The entrypoint' },
    {
      path: ['services', name, 'healthcheck', 'test'],
      words: service.healthcheck?.test,
      what: 'The health check',
    },
  ];
  for (const { path, words, what } of commands) {
    const found = words ? plainSecretInWords(words) : undefined;
    if (found && isWrittenHere(stack, name, path, (words ?? []).join(' ')))
      yield { path, what, found, variable: `${name}-password` };
  }
}

/** Not where the value comes from outside of the files: a secret of ours, a variable, an env file that git need not have. */
function isWrittenHere(stack: Subject, service: string, path: Path, value: string): boolean {
  const { environmentSources, secretValues } = stack.project;
  if (path[2] === 'environment' && isFromAttached(stack, service, String(path[3]))) return false;
  const source = path[2] === 'environment' ? environmentSources[service]?.[String(path[3])] : 'file';
  if (source !== undefined && source !== 'file') return false;
  if (secretValues.some((secret) => secret !== '' && value.includes(secret))) return false;
  return !hasVariable(stack.written(path));
}

function secretName(variable: string): string {
  return variable.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

function isFromAttached({ project }: Subject, service: string, variable: string): boolean {
  // A service may be called `constructor`.
  const all = Object.hasOwn(project.boundVariables, service) ? project.boundVariables[service] : undefined;
  const bound = all?.find(({ name }) => name === variable);
  return project.instances.some(({ name, attached }) => name === bound?.instance && attached !== undefined);
}
