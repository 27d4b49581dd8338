import {
  changeStackFile,
  type Edit,
  readStackFile,
  readYaml,
  type StackFileChange,
} from '../blocks/index.ts';
import { didYouMean } from '../compose/index.ts';
import { InstanceUnknown } from './errors.ts';

/** A change of the stack file that takes a block out. */
export interface RemovedBlock extends StackFileChange {
  name: string;
  /** Services that were bound to it. */
  unbound: string[];
}

/** Takes an instance out of the stack file, and every mention of it in `bind` and `uses`. */
export async function removeBlock(folder: string, name: string): Promise<RemovedBlock> {
  const { file, text } = await readStackFile(folder);
  const said = readYaml(text ?? '', file);
  const instances = section(said['blocks']);
  if (!(name in instances)) throw new InstanceUnknown(name, file, didYouMean(name, Object.keys(instances)));
  const edits: Edit[] = [{ kind: 'delete', path: ['blocks', name] }];
  const unbound: string[] = [];
  for (const [service, content] of Object.entries(section(said['services']))) {
    const bind = section(content)['bind'];
    if (!Array.isArray(bind)) continue;
    // From the end, so that the places of those before stay.
    for (const [index, entry] of [...bind.entries()].reverse())
      if (instanceOf(entry) === name) {
        edits.push({ kind: 'delete', path: ['services', service, 'bind', index] });
        if (!unbound.includes(service)) unbound.push(service);
      }
  }
  for (const [other, content] of Object.entries(instances))
    for (const [use, shared] of Object.entries(section(section(content)['uses'])))
      if (other !== name && shared === name)
        edits.push({ kind: 'delete', path: ['blocks', other, 'uses', use] });
  return { ...(await changeStackFile(folder, edits)), name, unbound };
}

function instanceOf(entry: unknown): unknown {
  return typeof entry === 'string' ? entry : section(entry)['block'];
}

function section(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
