import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadRequest } from '../../src/core/compose/index.ts';

/** What a case's `case.json` may say: how the command is called. All of it is optional. */
export interface CaseCall {
  /** Where it is called, below the case's folder. */
  directory?: string;
  files?: string[];
  envFiles?: string[];
  profiles?: string[];
  projectName?: string;
  projectDirectory?: string;
  /** The shell's variables, besides PATH and HOME. */
  environment?: Record<string, string>;
}

export interface Case<Call extends CaseCall = CaseCall> {
  name: string;
  folder: string;
  call: Call;
}

/** The cases of a set: one folder each. */
export function cases<Call extends CaseCall = CaseCall>(set: 'config' | 'rejects' | 'newer'): Case<Call>[] {
  const root = join(import.meta.dirname, set);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(root, name), call: readCall<Call>(join(root, name)) }));
}

function readCall<Call extends CaseCall>(folder: string): Call {
  const names = readdirSync(folder);
  return (
    names.includes('case.json') ? JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) : {}
  ) as Call;
}

/** The variables that a case runs with: its own and what a shell always has. */
export function variablesOf({ call }: Case): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: '/home/bytest', ...call.environment };
}

export function workingDirectoryOf({ folder, call }: Case): string {
  return join(folder, call.directory ?? '.');
}

/** The case as our loader is asked. */
export function requestOf(one: Case): LoadRequest {
  const { files, envFiles, profiles, projectName, projectDirectory } = one.call;
  return {
    workingDirectory: workingDirectoryOf(one),
    environment: variablesOf(one),
    ...(files && { files }),
    ...(envFiles && { envFiles }),
    ...(profiles && { profiles }),
    ...(projectName !== undefined && { projectName }),
    ...(projectDirectory !== undefined && { projectDirectory }),
  };
}

/** The case as Compose is called. */
export function argumentsOf({ call }: Case): string[] {
  const option = (name: string, values: (string | undefined)[]) =>
    values.flatMap((value) => (value === undefined ? [] : [name, value]));
  return [
    ...option('--file', call.files ?? []),
    ...option('--env-file', call.envFiles ?? []),
    ...option('--profile', call.profiles ?? []),
    ...option('--project-name', [call.projectName]),
    ...option('--project-directory', [call.projectDirectory]),
  ];
}
