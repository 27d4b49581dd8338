import { readMessage } from './protobuf.ts';

/** A step of a build as BuildKit reports it, again each time that it changes. */
export interface Vertex {
  digest: string;
  /** `[build 2/4] RUN make`. */
  name: string;
  cached: boolean;
  started: boolean;
  completed: boolean;
  /** Empty unless it failed. */
  error: string;
}

/** What a step wrote. */
export interface VertexLog {
  vertex: string;
  text: string;
}

/** A `moby.buildkit.trace` record: BuildKit's StatusResponse. */
export interface BuildTrace {
  vertices: Vertex[];
  logs: VertexLog[];
}

/** Decodes a trace record's bytes. Fields that nobody shows are passed over. */
export function decodeTrace(message: Buffer): BuildTrace {
  const trace: BuildTrace = { vertices: [], logs: [] };
  for (const field of readMessage(message)) {
    if (field.number === 1) trace.vertices.push(decodeVertex(field.bytes));
    if (field.number === 3) trace.logs.push(decodeLog(field.bytes));
  }
  return trace;
}

function decodeVertex(message: Buffer): Vertex {
  const vertex: Vertex = { digest: '', name: '', cached: false, started: false, completed: false, error: '' };
  for (const { number, value, bytes } of readMessage(message)) {
    if (number === 1) vertex.digest = bytes.toString();
    if (number === 3) vertex.name = bytes.toString();
    if (number === 4) vertex.cached = value !== 0;
    if (number === 5) vertex.started = true;
    if (number === 6) vertex.completed = true;
    if (number === 7) vertex.error = bytes.toString();
  }
  return vertex;
}

function decodeLog(message: Buffer): VertexLog {
  const log: VertexLog = { vertex: '', text: '' };
  for (const { number, bytes } of readMessage(message)) {
    if (number === 1) log.vertex = bytes.toString();
    if (number === 4) log.text = bytes.toString();
  }
  return log;
}
