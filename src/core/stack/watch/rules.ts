import { readFileSync } from 'node:fs';
import path from 'node:path';
import dockerignore from '@balena/dockerignore';
import type { ComposeProject, Hook, Service, WatchRule } from '../../compose/index.ts';

/** A rule of `develop.watch`, ready to be asked about paths. */
export interface CompiledRule {
  service: string;
  action: WatchRule['action'];
  /** Absolute path on this machine: a folder or a file. */
  root: string;
  /** Absolute path in the container; undefined for rules that copy nothing. */
  target: string | undefined;
  initialSync: boolean;
  exec: Hook | undefined;
  /** Whether a change of this absolute path is this rule's business. */
  matches(file: string): boolean;
  /** Whether nothing below this folder can be this rule's business, so that it need not be watched. */
  prunes(folder: string): boolean;
  /** Where a file of the rule goes in the container. */
  targetOf(file: string): string;
}

/** What editors and version control leave around: never worth a rebuild. */
const passingFiles = [
  '**/.git',
  '**/.idea',
  '**/.DS_Store',
  '**/*~',
  '**/.*.sw?',
  '**/.#*',
  '**/#*#',
  '**/4913',
  '**/*___jb_tmp___',
  '**/*___jb_old___',
  '**/.~lock.*',
];

/** The watch rules of the project's active services, in the order of the file. */
export function compileRules(project: ComposeProject, services?: string[]): CompiledRule[] {
  return Object.entries(project.config.services)
    .filter(([name]) => !services?.length || services.includes(name))
    .flatMap(([name, service]) => {
      const ignoredByBuild = buildIgnore(service);
      return (service.develop?.watch ?? []).map((rule) => compileRule(name, rule, ignoredByBuild));
    });
}

function compileRule(service: string, rule: WatchRule, ignoredByBuild: Matcher): CompiledRule {
  const root = path.resolve(rule.path);
  const passing = matcher(root, passingFiles);
  const ignored = matcher(root, rule.ignore ?? []);
  const included = rule.include?.length ? matcher(root, rule.include) : undefined;
  const hasExceptions = (rule.ignore ?? []).some((pattern) => pattern.trim().startsWith('!'));
  const within = (file: string) => file === root || file.startsWith(root + path.sep);
  return {
    service,
    action: rule.action,
    root,
    target: rule.target,
    initialSync: rule.initial_sync === true,
    exec: rule.exec,
    matches: (file) =>
      within(file) &&
      !passing(file) &&
      !ignored(file) &&
      !ignoredByBuild(file) &&
      (!included || included(file)),
    prunes: (folder) => folder !== root && (passing(folder) || (!hasExceptions && ignored(folder))),
    targetOf(file) {
      const relative = path.relative(root, file).split(path.sep).join('/');
      const target = rule.target ?? '/';
      return relative === '' ? target : path.posix.join(target, relative);
    },
  };
}

type Matcher = (file: string) => boolean;

/** Patterns of the `.dockerignore` kind, relative to a folder; paths outside it never match. */
function matcher(folder: string, patterns: string[]): Matcher {
  if (patterns.length === 0) return () => false;
  const rules = dockerignore({ ignorecase: false }).add(patterns);
  return (file) => {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    return relative !== '' && !relative.startsWith('..') && rules.ignores(relative);
  };
}

/** What the build would not see is not worth a sync either (Compose, "Use Compose Watch"). */
function buildIgnore(service: Service): Matcher {
  const context = service.build?.context;
  if (!context || !path.isAbsolute(context)) return () => false;
  const dockerfile = path.resolve(context, service.build?.dockerfile ?? 'Dockerfile');
  const lines =
    readLines(`${dockerfile}.dockerignore`) ?? readLines(path.join(context, '.dockerignore')) ?? [];
  return matcher(context, lines);
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  } catch {
    return undefined;
  }
}
