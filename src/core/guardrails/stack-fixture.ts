import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BlockInstance, StackFile, StackProject } from '../blocks/index.ts';
import { loadProject } from '../compose/index.ts';
import { checkStack } from './check-stack.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import type { Finding } from './finding.ts';

/** For tests: a stack of these files, in a folder that goes away with the scope that holds it. */
export class StackFixture implements Disposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-guardrails-')));
  /** Laid over what is loaded. */
  readonly parts: Partial<StackProject>;

  constructor(files: Record<string, string>, parts: Partial<StackProject> = {}) {
    this.parts = parts;
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  async load(): Promise<StackProject> {
    const project = await loadProject({ workingDirectory: this.folder, environment: {} });
    return {
      ...project,
      instances: [],
      bound: {},
      boundVariables: {},
      secretNeeds: [],
      secretValues: [],
      missingSecrets: [],
      secretCommands: [],
      secretSources: {},
      rules: [],
      ...this.parts,
    };
  }

  async check(facts: Partial<Facts> = {}): Promise<Finding[]> {
    const project = await this.load();
    return await checkStack(project, { ...factsOf(project), today: '2026-11-24', ...facts });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What one rule says of one service, and of nothing else. */
export async function findingsOf(code: string, service: string, others = ''): Promise<Finding[]> {
  using stack = new StackFixture({ 'compose.yaml': `services:\n  web: ${service}\n${others}` });
  return (await stack.check()).filter((finding) => finding.code === code);
}

/** Messages, and what a fix would write. */
export async function said(code: string, service: string, others = ''): Promise<string[]> {
  const findings = await findingsOf(code, service, others);
  return findings.flatMap(({ message, fix }) => (fix === undefined ? [message] : [message, fix]));
}

/** A stack file's content as it is read. */
export function stackFile(content: StackFile): Pick<StackProject, 'stackFile'> {
  const path = '/project/blockyard.yaml';
  return { stackFile: { path, content, where: () => ({ file: path, line: 1, column: 1 }) } };
}

export function instance(name: string, parts: Partial<BlockInstance> = {}): BlockInstance {
  return {
    name,
    block: {
      definition: {
        block: 'postgres',
        version: '1.0.0',
        title: 'PostgreSQL',
        description: '',
        owner: { name: 'Blockyard' },
        services: { main: {} },
        licence: { name: 'MIT' },
        provenance: { publisher: '' },
      },
      folder: '/blocks/postgres',
      file: '/blocks/postgres/block.yaml',
      origin: { kind: 'built-in' },
    },
    with: { version: '17', password: 'made-for-you' },
    services: [name],
    jobs: [],
    volumes: [],
    endpoints: [],
    bindings: [],
    uses: {},
    ...parts,
  };
}
