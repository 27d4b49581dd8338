import { isIP } from 'node:net';
import { isMap, type Tree, type TreeMap } from '../positions.ts';
import { type CanonicalPlace, fields, mapping, text } from './values.ts';

const protocols = ['tcp', 'udp', 'sctp'];
const remedy = 'Write `[host-ip:][published[-end]:]target[-end][/protocol]`, or the long form.';

/** One entry of `ports`: a number, `[ip:][published:]target[/protocol]` with ranges, or the long form. */
export function port(value: Tree, place: CanonicalPlace): Tree | Tree[] | undefined {
  return isMap(value) ? longPort(value, place) : shortPort(text(value), place);
}

/** The defaults may be written out before merging: entries with the same key replace each other whole. */
function longPort(value: TreeMap, place: CanonicalPlace): Tree {
  const result = fields({ published: text })(value, place) as TreeMap;
  result['mode'] ??= 'ingress';
  result['protocol'] ??= 'tcp';
  return result;
}

function shortPort(spec: string, place: CanonicalPlace): Tree[] | undefined {
  const refuse = (what: string) => place.error(`the port "${spec}" cannot be read: ${what}.`, remedy);
  const sections = spec.split(':');
  const [target = '', protocol = ''] = (sections.pop() ?? '').split('/');
  const published = sections.pop() ?? '';
  const hostIp = sections.join(':').replace(/^\[(.*)\]$/, '$1');
  if (hostIp !== '' && isIP(hostIp) === 0) return refuse(`"${hostIp}" is no IP address`);
  if (target === '') return refuse('it names no port of the container');

  const inside = portRange(target);
  if (!inside || inside.start === 0) return refuse(`"${target}" is no port or range of ports`);
  const outside = published === '' ? undefined : portRange(published);
  if (published !== '' && !outside) return refuse(`"${published}" is no port or range of ports`);
  const name = (protocol || 'tcp').toLowerCase();
  if (!protocols.includes(name)) return refuse(`"${protocol}" is no protocol (${protocols.join(', ')})`);

  const count = inside.end - inside.start + 1;
  if (outside && count > 1 && outside.end - outside.start + 1 !== count)
    return refuse(`the ranges ${published} and ${target} differ in length`);

  const ports: Tree[] = [];
  for (let offset = 0; offset < count; offset++) {
    ports.push(
      mapping(
        {
          mode: 'ingress',
          ...(hostIp !== '' && { host_ip: hostIp }),
          target: inside.start + offset,
          // One port inside and a range outside: the engine takes a free one of the range.
          ...(outside && { published: count === 1 ? rangeForm(outside) : String(outside.start + offset) }),
          protocol: name,
        },
        place,
      ),
    );
  }
  return ports;
}

interface PortRange {
  start: number;
  end: number;
}

function rangeForm({ start, end }: PortRange): string {
  return start === end ? String(start) : `${start}-${end}`;
}

function portRange(range: string): PortRange | undefined {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  const [start, end] = [Number(first), Number(last)];
  return start <= end && end <= 65535 ? { start, end } : undefined;
}
