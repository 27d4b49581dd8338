import { copyPlaces, isMap, placeOf, setEntry, setPlace, type TreeMap } from '../positions.ts';
import { type Transform, text } from './values.ts';

/**
 * `KEY=value` lists and mappings as a mapping of strings. `bare` is what a key without a value gets: an empty string
 * for labels and the like, null for variables that are passed in.
 */
export function keyValues(bare: '' | null): Transform {
  return (value) => {
    const result: TreeMap = {};
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) {
        const pair = text(entry);
        const equals = pair.indexOf('=');
        const key = equals < 0 ? pair : pair.slice(0, equals);
        setEntry(result, key, equals < 0 ? bare : pair.slice(equals + 1));
        setPlace(result, key, placeOf(value, index));
      }
    } else if (isMap(value)) {
      copyPlaces(value, result);
      for (const [key, entry] of Object.entries(value))
        setEntry(result, key, entry === null ? bare : text(entry));
    }
    return result;
  };
}

/** As `keyValues`, for lists each of whose entries must have a value. */
export const completeKeyValues: Transform = (value, place) => {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      if (!text(entry).includes('='))
        return place
          .inside(value, index)
          .error(`"${text(entry)}" has no value.`, 'Write it as `name=value`.');
    }
  }
  return keyValues('')(value, place);
};

/** `default` and `id=path` entries as a mapping; null for the agent's default socket. */
export const sshKeys: Transform = (value, place) => {
  if (!Array.isArray(value)) return value;
  for (const [index, entry] of value.entries()) {
    if (text(entry) !== 'default' && !text(entry).includes('='))
      return place
        .inside(value, index)
        .error(
          `"${text(entry)}" is no ssh key.`,
          'Write `default`, or `id=path` with the path of a key or socket.',
        );
  }
  return keyValues(null)(value, place);
};

/** `extra_hosts` in all its forms as a list of `host=address`, one address each. */
export const hosts: Transform = (value, place) => {
  const result: string[] = [];
  const add = (host: string, address: string, at: typeof place) => {
    if (host === '' || /[:=]/.test(host)) {
      at.error(`"${host}" is no host name.`, 'Write it as `host=address`.');
      return;
    }
    setPlace(result, result.length, at.where);
    result.push(`${host}=${address.replace(/^\[(.+)\]$/, '$1')}`);
  };
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      const at = place.inside(value, index);
      const separator = text(entry).includes('=') ? '=' : ':';
      const [host = '', ...rest] = text(entry).split(separator);
      if (rest.length === 0) at.error(`"${text(entry)}" has no address.`, 'Write it as `host=address`.');
      else for (const address of rest.join(separator).split(',')) add(host, address, at);
    }
  } else if (isMap(value)) {
    for (const [host, addresses] of Object.entries(value)) {
      for (const address of Array.isArray(addresses) ? addresses : [addresses])
        add(host, text(address), place.inside(value, host));
    }
  }
  return result;
};

/** A list of names as a mapping from each name to `null` (networks, models). */
export const names: Transform = (value) => {
  if (!Array.isArray(value)) return value;
  const result: TreeMap = {};
  for (const [index, name] of value.entries()) {
    setEntry(result, text(name), null);
    setPlace(result, text(name), placeOf(value, index));
  }
  return result;
};
