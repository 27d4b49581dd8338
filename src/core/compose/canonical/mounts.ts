import { posix } from 'node:path';
import { isMap, type Tree, type TreeMap } from '../positions.ts';
import { keyValues } from './mappings.ts';
import { absoluteAnywhere } from './paths.ts';
import { type CanonicalPlace, fields, mapping, text } from './values.ts';

const propagations = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']);
/** Hints for the file sharing of old Docker Desktops: accepted, without effect. */
const consistencies = new Set(['consistent', 'cached', 'delegated']);

/** One entry of `volumes`: `[source:]target[:options]`, or the long form. */
export function mount(value: Tree, place: CanonicalPlace): Tree | undefined {
  return isMap(value) ? longMount(value, place) : shortMount(text(value), place);
}

function longMount(value: TreeMap, place: CanonicalPlace): Tree | undefined {
  const result = fields({ volume: fields({ labels: keyValues('') }) })(value, place) as TreeMap;
  if (typeof result['target'] === 'string') result['target'] = cleanTarget(result['target']);
  if (result['type'] === 'bind') {
    const source = result['source'];
    if (typeof source !== 'string' || source === '')
      return place.error('a bind mount must have a source.', 'Add `source: ./path` (or use a named volume).');
    result['source'] = absoluteAnywhere(source, place.context);
  }
  return result;
}

function shortMount(spec: string, place: CanonicalPlace): Tree | undefined {
  const refuse = (what: string) =>
    place.error(
      `the volume "${spec}" cannot be read: ${what}.`,
      'Write `[source:]target[:ro|rw,…]`, or the long form.',
    );
  if (spec === '') return refuse('it is empty');
  if (spec.length <= 2) return mapping({ type: 'volume', target: cleanTarget(spec) }, place);

  const sections = splitSections(spec);
  if (sections.includes('')) return refuse('a section between colons is empty');
  if (sections.length > 3) return refuse('it has too many colons');
  const [source, target, options = ''] =
    sections.length === 1 ? [undefined, sections[0] ?? ''] : [sections[0], sections[1] ?? '', sections[2]];

  const isBind = source !== undefined && isPath(source);
  const result: TreeMap = { type: isBind ? 'bind' : 'volume' };
  if (source !== undefined) result['source'] = isBind ? absoluteAnywhere(source, place.context) : source;
  result['target'] = cleanTarget(target);
  const bind: TreeMap = {};
  const volume: TreeMap = {};
  for (const option of options === '' ? [] : options.split(',')) {
    if (option === 'ro') result['read_only'] = true;
    else if (option === 'rw') delete result['read_only'];
    else if (option === 'nocopy') volume['nocopy'] = true;
    else if (option === 'z' || option === 'Z') bind['selinux'] = option;
    else if (propagations.has(option)) bind['propagation'] = option;
    else if (!consistencies.has(option))
      place.warn(
        `the option "${option}" of the volume "${spec}" is unknown and has no effect.`,
        'Known are ro, rw, nocopy, z, Z and the propagations (rshared, rslave, …).',
      );
  }
  // As ever with the short form: a path that does not exist becomes a directory.
  if (isBind) bind['create_host_path'] = true;
  if (isBind || Object.keys(bind).length > 0) result['bind'] = bind;
  if (!isBind || Object.keys(volume).length > 0) result['volume'] = volume;
  return mapping(result, place);
}

/** Splits at colons, save the one after a Windows drive's letter. */
function splitSections(spec: string): string[] {
  const sections: string[] = [];
  let section = '';
  for (const character of spec) {
    if (character === ':' && !/^\p{L}$/u.test(section)) {
      sections.push(section);
      section = '';
    } else section += character;
  }
  return [...sections, section];
}

function isPath(source: string): boolean {
  return /^[./~]|^\\\\|^\p{L}:/u.test(source);
}

function cleanTarget(target: string): string {
  if (target === '') return '';
  const clean = posix.normalize(target);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}
