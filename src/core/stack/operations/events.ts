import type { EngineEvent } from '../../engine/index.ts';
import { Secrets } from '../../masking/index.ts';
import { labelNames, projectFilter } from '../labels.ts';
import type { OperationParts } from './find.ts';

/** Something that happened to a piece of the stack. */
export interface StackEvent {
  /** Milliseconds since the epoch. */
  time: number;
  type: EngineEvent['type'];
  action: string;
  id: string;
  service?: string;
  /** The engine's name of the piece. */
  name?: string;
  attributes: Record<string, string>;
}

/** What happens to the stack from now on, until the signal aborts. */
export async function* stackEvents(
  { engine, project }: OperationParts,
  options: { services?: string[]; since?: string | undefined; signal?: AbortSignal | undefined } = {},
): AsyncIterable<StackEvent> {
  const services = options.services ?? [];
  // The engine tells of each probe and `exec` with its whole command.
  const secrets = new Secrets(project.secretValues);
  const filters = {
    labels: [projectFilter(project.name)],
    ...(options.since !== undefined && { since: options.since }),
  };
  for await (const event of engine.events(filters, { signal: options.signal })) {
    if (event.type === 'daemon' && event.action === 'connected') continue;
    const service = event.attributes[labelNames.service];
    if (services.length > 0 && (service === undefined || !services.includes(service))) continue;
    const name = event.attributes['name'];
    yield {
      time: Number(event.timeNano / 1_000_000n),
      type: event.type,
      action: secrets.maskKnown(event.action),
      id: event.id,
      ...(service !== undefined && { service }),
      ...(name !== undefined && { name }),
      attributes: Object.fromEntries(
        Object.entries(event.attributes).filter(([key]) => !/^(com\.docker|dev\.blockyard)\./.test(key)),
      ),
    };
  }
}
