import type { Issues } from '../issues.ts';
import { isMap, keyPlaceOf, placeOf, setEntry, type Tree, type TreeMap } from '../positions.ts';
import { didYouMean } from '../suggest.ts';
import { nounOf, oneOf } from '../words.ts';
import type { Shape } from './shape.ts';

/** Where a value is held: what a message needs, made into text only when there is a message. */
interface Spot {
  container: object;
  key: string | number;
  above: Spot | undefined;
}

/**
 * Checks a value against its shape and casts text to numbers and booleans where the shape wants them. Everything that
 * is wrong is reported and taken out, so that what is left has the shape. Containers are changed in place.
 * @returns the value, cast; undefined when nothing of it is left
 */
export function checkShape(value: Tree, shape: Shape, spot: Spot, issues: Issues): Tree | undefined {
  if (shape.remark) {
    issues.warn(`${pathOf(spot)} ${shape.remark.text}`, keyWhere(spot), shape.remark.remedy);
    if (shape.dropped) return undefined;
  }
  const fits = fitting(value, shape);
  if (!fits) {
    reportMisfit(value, shape, spot, issues);
    return undefined;
  }
  switch (fits.kind) {
    case 'text':
      if (fits.pattern && !fits.pattern.test(String(value))) {
        reportWrong(spot, issues, `must be ${fits.meaning}, but is "${String(value)}"`);
        return undefined;
      }
      return value;
    case 'word':
      if (fits.words.includes(String(value))) return value;
      reportWrong(
        spot,
        issues,
        `must be ${oneOf(fits.words.map((one) => `"${one}"`))}, but is "${String(value)}"`,
        didYouMean(String(value), fits.words),
      );
      return undefined;
    case 'number':
      return checkNumber(value, fits, spot, issues);
    case 'flag':
      return checkFlag(value, spot, issues);
    case 'list':
      return Array.isArray(value) ? checkList(value, fits.of, spot, issues) : undefined;
    case 'map':
      return isMap(value) ? checkMap(value, fits, spot, issues) : undefined;
    case 'record':
      return isMap(value) ? checkRecord(value, fits, spot, issues) : undefined;
    case 'scalar':
    case 'nothing':
    case 'anything':
      return value;
  }
}

/** A shape that holds values of one kind. */
type Single = Exclude<Shape, { kind: 'either' }>;

/** The shape, or the one of several, that holds values of this value's kind. */
function fitting(value: Tree, shape: Shape): Single | undefined {
  if (shape.kind === 'either') {
    for (const candidate of shape.shapes) {
      const fits = fitting(value, candidate);
      if (fits) return fits;
    }
    return undefined;
  }
  return holds(shape, value) ? shape : undefined;
}

function holds(shape: Single, value: Tree): boolean {
  switch (shape.kind) {
    case 'anything':
      return true;
    case 'nothing':
      return value === null;
    case 'text':
    case 'word':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' || typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean' || typeof value === 'string';
    case 'scalar':
      return (
        typeof value === 'string' ||
        typeof value === 'number' ||
        (typeof value === 'boolean' && shape.allows.includes('flag')) ||
        (value === null && shape.allows.includes('nothing'))
      );
    case 'list':
      return Array.isArray(value);
    case 'map':
    case 'record':
      return isMap(value);
  }
}

function checkNumber(
  value: Tree,
  shape: Extract<Shape, { kind: 'number' }>,
  spot: Spot,
  issues: Issues,
): number | undefined {
  const result =
    typeof value === 'string' ? castNumber(value) : typeof value === 'number' ? value : undefined;
  const noun = shape.integer ? 'a whole number' : 'a number';
  if (result === undefined || (shape.integer && !Number.isInteger(result))) {
    reportWrong(spot, issues, `must be ${noun}, but is "${String(value)}"`);
    return undefined;
  }
  if (shape.least !== undefined && result < shape.least) {
    reportWrong(spot, issues, `must be ${shape.least} or more, but is ${result}`);
    return undefined;
  }
  if (shape.most !== undefined && result > shape.most) {
    reportWrong(spot, issues, `must be ${shape.most} or less, but is ${result}`);
    return undefined;
  }
  return result;
}

function castNumber(text: string): number | undefined {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

const trueWords = ['y', 'yes', 'on'];
const falseWords = ['n', 'no', 'off'];

function checkFlag(value: Tree, spot: Spot, issues: Issues): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (trueWords.includes(word) || falseWords.includes(word)) {
    const meant = trueWords.includes(word);
    issues.warn(
      `${pathOf(spot)}: "${String(value)}" is not a boolean in YAML 1.2.`,
      where(spot),
      `Write ${meant}.`,
    );
    return meant;
  }
  reportWrong(spot, issues, `must be true or false, but is "${String(value)}"`);
  return undefined;
}

function checkList(list: Tree[], of: Shape, spot: Spot, issues: Issues): Tree[] {
  const wrong: number[] = [];
  list.forEach((entry, index) => {
    const checked = checkShape(entry, of, { container: list, key: index, above: spot }, issues);
    if (checked === undefined) wrong.push(index);
    else list[index] = checked;
  });
  // Errors were reported: the places of what follows an entry that is gone no longer matter.
  for (const index of wrong.reverse()) list.splice(index, 1);
  return list;
}

function checkMap(map: TreeMap, shape: Extract<Shape, { kind: 'map' }>, spot: Spot, issues: Issues): TreeMap {
  for (const [key, entry] of Object.entries(map)) {
    const inside: Spot = { container: map, key, above: spot };
    if (shape.keys && !shape.keys.test(key)) {
      issues.error(
        `${pathOf(inside)}: the name "${key}" may hold letters, digits, dots, hyphens and underscores only.`,
        keyWhere(inside),
        key.includes('$') ? 'Variables are replaced in values only: write the name itself.' : undefined,
      );
      delete map[key];
      continue;
    }
    const checked = checkShape(entry, shape.of, inside, issues);
    if (checked !== undefined) setEntry(map, key, checked);
    // What others refer to by its name stays, or they would be blamed as well.
    else if (shape.of.kind === 'record' || shape.keys) setEntry(map, key, {});
    else delete map[key];
  }
  return map;
}

function checkRecord(
  map: TreeMap,
  shape: Extract<Shape, { kind: 'record' }>,
  spot: Spot,
  issues: Issues,
): TreeMap {
  for (const [key, entry] of Object.entries(map)) {
    const inside: Spot = { container: map, key, above: spot };
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (!known) {
      if (key.startsWith('x-') && !shape.closed) continue;
      issues.error(
        `${pathOf(inside)} is not a key that a Compose file has here.`,
        keyWhere(inside),
        (issues.isFull ? undefined : didYouMean(key, Object.keys(shape.keys))) ??
          (shape.closed ? 'Remove it.' : 'Remove it, or start it with "x-" if it is your own.'),
      );
      delete map[key];
      continue;
    }
    if (entry === null && !acceptsNothing(known)) {
      issues.warn(
        `${pathOf(inside)} is empty and has no effect.`,
        keyWhere(inside),
        'Remove it, or give it a value.',
      );
      delete map[key];
      continue;
    }
    const checked = checkShape(entry, known, inside, issues);
    if (checked === undefined) delete map[key];
    else map[key] = checked;
  }
  for (const key of shape.required)
    if (!Object.hasOwn(map, key) && !wasReported(spot, key, issues))
      issues.error(`${pathOf(spot)} must have "${key}".`, where(spot), `Add "${key}".`);
  return map;
}

/** Whether the entry is missing because it was found wrong just before. */
function wasReported(spot: Spot, key: string, issues: Issues): boolean {
  const start = `${pathOf(spot)}.${key} `;
  return issues.errors.some((error) => error.message.startsWith(start));
}

function acceptsNothing(shape: Shape): boolean {
  return fitting(null, shape) !== undefined;
}

function reportMisfit(value: Tree, shape: Shape, spot: Spot, issues: Issues): void {
  reportWrong(
    spot,
    issues,
    `must be ${describe(shape)}, but is ${nounOf(value)}`,
    remedyForMisfit(value, shape),
  );
}

function remedyForMisfit(value: Tree, shape: Shape): string | undefined {
  if (typeof value === 'object') return undefined;
  if (typeof value !== 'string' && fitting('', shape)) return `Put it in quotes: "${String(value)}".`;
  const list = fitting([], shape);
  if (list?.kind === 'list' && fitting(value, list.of))
    return `Write it as a list: [${JSON.stringify(value)}].`;
  return undefined;
}

function reportWrong(spot: Spot, issues: Issues, sentence: string, remedy?: string): void {
  issues.error(`${pathOf(spot)} ${sentence}.`, where(spot), remedy);
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case 'either':
      return oneOf([...new Set(shape.shapes.filter((one) => one.kind !== 'nothing').map(describe))]);
    case 'text':
      return shape.meaning ?? 'a string';
    case 'word':
      return oneOf(shape.words.map((one) => `"${one}"`));
    case 'number':
      return shape.integer ? 'a whole number' : 'a number';
    case 'flag':
      return 'true or false';
    case 'scalar':
      return shape.allows.includes('flag') ? 'a string, number or boolean' : 'a string or number';
    case 'list':
      return 'a list';
    case 'map':
    case 'record':
      return 'a mapping';
    case 'nothing':
      return 'nothing';
    case 'anything':
      return 'anything';
  }
}

function pathOf(spot: Spot): string {
  const above = spot.above ? pathOf(spot.above) : '';
  if (typeof spot.key === 'number') return `${above}[${spot.key}]`;
  return above === '' ? spot.key : `${above}.${spot.key}`;
}

function where(spot: Spot) {
  for (let at: Spot | undefined = spot; at; at = at.above) {
    const place = placeOf(at.container, at.key);
    if (place) return place;
  }
  return undefined;
}

function keyWhere(spot: Spot) {
  return typeof spot.key === 'string' ? (keyPlaceOf(spot.container, spot.key) ?? where(spot)) : where(spot);
}
