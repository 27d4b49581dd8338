import type { Binding, BlockInstance } from '../../blocks/index.ts';
import { type Address, addressOf } from './protocols/index.ts';

/** Where bindings lead: one place in its two forms, and the variables that say it. */
export interface Target {
  bindings: string[];
  inside: Address;
  host: Address;
}

/** The places that an instance's bindings lead to: URLs, `host:port` lists, and HOST with PORT and what logs in. */
export function targetsOf({ bindings, endpoints }: Pick<BlockInstance, 'bindings' | 'endpoints'>): Target[] {
  const found = bindings.flatMap((binding) => targetOf(binding, bindings) ?? []);
  const targets: Target[] = [];
  for (const target of found) {
    // What the binding does not say, the endpoint does.
    const scheme =
      target.inside.scheme || (endpoints.find(({ port }) => port === target.inside.port)?.scheme ?? '');
    const [inside, host] = [
      { ...target.inside, scheme },
      { ...target.host, scheme },
    ];
    const same = targets.find((one) => isSame(one.host, host) && isSame(one.inside, inside));
    if (same) same.bindings.push(...target.bindings);
    else targets.push({ bindings: target.bindings, inside, host });
  }
  return targets;
}

function targetOf(binding: Binding, bindings: readonly Binding[]): Target | undefined {
  const [inside, host] = [addressIn(binding.inside), addressIn(binding.host)];
  if (inside && host) return { bindings: [binding.name], inside, host };
  const prefix = /^(.*)HOST$/.exec(binding.name)?.[1];
  if (prefix === undefined) return undefined;
  const named = (...endings: string[]) =>
    bindings.find(({ name }) => endings.some((ending) => name === `${prefix}${ending}`));
  const parts = {
    port: named('PORT'),
    user: named('USER', 'USERNAME'),
    password: named('PASSWORD'),
    path: named('DATABASE', 'DB'),
  };
  if (!parts.port) return undefined;
  const whole = (form: 'inside' | 'host'): Address => ({
    scheme: '',
    host: binding[form],
    port: Number(parts.port?.[form]),
    user: parts.user?.[form] ?? '',
    password: parts.password?.[form] ?? '',
    path: parts.path?.[form] ?? '',
  });
  const names = Object.values(parts).flatMap((part) => (part ? [part.name] : []));
  return { bindings: [binding.name, ...names], inside: whole('inside'), host: whole('host') };
}

/** A URL, or the first of a list of `host:port`. */
function addressIn(text: string): Address | undefined {
  const address = addressOf(text);
  if (address) return address;
  const [, host, port] = /^([\w.-]+|\[[0-9a-f:]+\]):(\d{1,5})(?:,|$)/i.exec(text) ?? [];
  if (!host || !port) return undefined;
  return { scheme: '', user: '', password: '', path: '', host, port: Number(port) };
}

function isSame(one: Address, other: Address): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
