import { copyMap, isMap, setEntry, type Tree, type TreeMap } from '../../compose/index.ts';

/**
 * What blocks and `bind` make, as one document that plain Compose merges over the Compose files. Since what a service
 * says itself wins, what these say of a bound one already is left out.
 */
export function madeByBlocks(bound: TreeMap, blocks: readonly TreeMap[], model: TreeMap): TreeMap {
  const result: TreeMap = {};
  for (const tree of blocks)
    for (const [section, entries] of Object.entries(tree)) {
      if (!isMap(entries)) continue;
      const whole = isMap(result[section]) ? result[section] : {};
      for (const [name, entry] of Object.entries(entries)) setEntry(whole, name, entry);
      result[section] = whole;
    }
  const services = isMap(result['services']) ? result['services'] : {};
  const said = isMap(model['services']) ? model['services'] : {};
  for (const [name, added] of Object.entries(isMap(bound['services']) ? bound['services'] : {})) {
    if (!isMap(added)) continue;
    const own = services[name];
    setEntry(services, name, isMap(own) ? below(added, own) : without(added, said[name]));
  }
  if (Object.keys(services).length > 0) result['services'] = services;
  return result;
}

/** A block's own service, with what it is bound to below what it says. */
function below(added: TreeMap, own: TreeMap): TreeMap {
  const result = copyMap(own);
  for (const [key, value] of Object.entries(added)) {
    const there = result[key];
    if (there === undefined) result[key] = value;
    else if (isMap(there) && isMap(value)) result[key] = { ...value, ...there };
  }
  return result;
}

function without(added: TreeMap, said: Tree | undefined): TreeMap {
  if (!isMap(said)) return added;
  const result: TreeMap = {};
  for (const [key, value] of Object.entries(added)) {
    const there = said[key];
    if (!isMap(value) || !isMap(there)) result[key] = value;
    else {
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(there, name)));
      if (Object.keys(rest).length > 0) result[key] = rest;
    }
  }
  return result;
}
