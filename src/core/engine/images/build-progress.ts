import type { BuildProgress } from '../engine.ts';
import { type BuildTrace, decodeTrace, type Vertex } from './build-trace.ts';

/** How many of a step's last lines an error shows. */
const shownLines = 20;

/** A step that failed, for the error. */
export interface FailedStep {
  title: string;
  reason: string;
  output: string[];
}

/** Turns BuildKit's trace into progress, each change of a step told once, output by whole lines. */
export class BuildKitProgress {
  readonly #tell: (progress: BuildProgress) => void;
  readonly #states = new Map<string, string>();
  readonly #vertices = new Map<string, Vertex>();
  readonly #output = new Map<string, { lines: string[]; rest: string }>();

  constructor(tell: ((progress: BuildProgress) => void) | undefined) {
    this.#tell = tell ?? (() => {});
  }

  /** `aux` of a `moby.buildkit.trace` record: base64. */
  record(aux: string): void {
    this.add(decodeTrace(Buffer.from(aux, 'base64')));
  }

  add({ vertices, logs }: BuildTrace): void {
    for (const vertex of vertices) this.#vertex(vertex);
    for (const { vertex, text } of logs) this.#log(vertex, text);
  }

  /** The step that BuildKit blames: the others ended because of it. */
  failedStep(): FailedStep | undefined {
    const failed = [...this.#vertices.values()].filter(({ error }) => error !== '');
    const blamed = failed.find(({ error }) => !/context canceled/.test(error)) ?? failed[0];
    if (!blamed) return undefined;
    const output = this.#output.get(blamed.digest);
    const lines = [...(output?.lines ?? []), ...(output?.rest ? [output.rest] : [])];
    return { title: blamed.name, reason: blamed.error, output: lines.slice(-shownLines) };
  }

  #vertex(vertex: Vertex): void {
    this.#vertices.set(vertex.digest, vertex);
    if (!vertex.started) return;
    const state = stateOf(vertex);
    if (this.#states.get(vertex.digest) === state) return;
    this.#states.set(vertex.digest, state);
    if (vertex.completed) this.#flush(vertex.digest);
    this.#tell({ kind: 'step', id: vertex.digest, title: vertex.name, state });
  }

  #log(step: string, text: string): void {
    const output = this.#output.get(step) ?? { lines: [], rest: '' };
    this.#output.set(step, output);
    const lines = (output.rest + text).split('\n');
    output.rest = lines.pop() ?? '';
    for (const line of lines) this.#line(step, output.lines, line.replace(/\r$/, ''));
  }

  #flush(step: string): void {
    const output = this.#output.get(step);
    if (!output || output.rest === '') return;
    const line = output.rest;
    output.rest = '';
    this.#line(step, output.lines, line);
  }

  #line(step: string, lines: string[], text: string): void {
    lines.push(text);
    if (lines.length > shownLines) lines.shift();
    this.#tell({ kind: 'output', step, text });
  }
}

function stateOf(vertex: Vertex): 'running' | 'done' | 'cached' | 'failed' {
  if (vertex.error !== '') return 'failed';
  if (!vertex.completed) return 'running';
  return vertex.cached ? 'cached' : 'done';
}
