import type { Clue, Ecosystem } from './clue.ts';
import { nameOf, type Repository } from './repository.ts';

interface Manifest {
  ecosystem: Ecosystem;
  file: RegExp;
  names(text: string): Iterable<string>;
}

/** Where the languages say what they depend on. Read loosely: a name too many proposes nothing, as it is in no table. */
const manifests: Manifest[] = [
  { ecosystem: 'npm', file: /^package\.json$/, names: fromPackageJson },
  {
    ecosystem: 'pypi',
    file: /^requirements.*\.(txt|in)$/,
    names: (text) => matches(text, /^\s*([\w.-]+)/gm),
  },
  { ecosystem: 'pypi', file: /^pyproject\.toml$/, names: fromPyproject },
  { ecosystem: 'pypi', file: /^(uv|poetry)\.lock$/, names: (text) => matches(text, /^name = "([\w.-]+)"/gm) },
  { ecosystem: 'pypi', file: /^Pipfile$/, names: (text) => matches(text, /^["']?([\w.-]+)["']?\s*=/gm) },
  {
    ecosystem: 'pypi',
    file: /^setup\.(py|cfg)$/,
    names: (text) => matches(text, /^\s*["']?([\w-]+)["']?\s*[=<>~!,[]/gm),
  },
  { ecosystem: 'pypi', file: /^environment\.ya?ml$/, names: (text) => matches(text, /^\s*-\s+([\w.-]+)/gm) },
  {
    ecosystem: 'go',
    file: /^go\.mod$/,
    names: (text) => matches(text, /^\s*(?:require\s+)?([\w.-]+\.[\w-]+\/\S+)\s+v\d/gm),
  },
  {
    ecosystem: 'gem',
    file: /^(Gemfile|.+\.gemspec)$/,
    names: (text) => matches(text, /^\s*(?:gem|\w+\.add_dependency)[\s(]+["']([\w-]+)["']/gm),
  },
  {
    ecosystem: 'composer',
    file: /^composer\.json$/,
    names: (text) => matches(text, /"((?:ext-)?[\w.-]+(?:\/[\w.-]+)?)"\s*:/g),
  },
  { ecosystem: 'maven', file: /^pom\.xml$/, names: (text) => matches(text, /<artifactId>\s*([\w.-]+)\s*</g) },
  {
    ecosystem: 'maven',
    file: /^build\.gradle(\.kts)?$/,
    names: (text) => matches(text, /["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']/g),
  },
  { ecosystem: 'crate', file: /^Cargo\.toml$/, names: fromCargo },
];

/** What the code depends on, by its manifests. Lock files are asked only where there is no manifest. */
export async function readDependencies(repository: Repository): Promise<Clue[]> {
  const clues: Clue[] = [];
  for (const file of repository.files) {
    const manifest = manifests.find((it) => it.file.test(nameOf(file)));
    if (!manifest) continue;
    const text = await repository.text(file);
    if (text === undefined) continue;
    const names = new Set([...manifest.names(text)].map((name) => normal(manifest.ecosystem, name)));
    for (const name of names) clues.push({ kind: 'dependency', file, ecosystem: manifest.ecosystem, name });
  }
  return clues;
}

/** PyPI takes `_`, `.` and `-` for the same. */
function normal(ecosystem: Ecosystem, name: string): string {
  return ecosystem === 'pypi' ? name.toLowerCase().replace(/[._]/g, '-') : name;
}

function* fromPackageJson(text: string): Iterable<string> {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return;
  }
  const { dependencies, devDependencies, optionalDependencies } = said as Record<string, unknown>;
  for (const section of [dependencies, devDependencies, optionalDependencies])
    if (typeof section === 'object' && section !== null) yield* Object.keys(section);
}

/** Lists of requirements, and Poetry's tables. */
function* fromPyproject(text: string): Iterable<string> {
  yield* matches(text, /["']([\w.-]+)(?:\[[\w, -]*\])?\s*(?:[=<>~!;@ ][^"']*)?["']/g);
  for (const [, section = ''] of text.matchAll(/^\[tool\.poetry[\w.-]*dependencies\]([^[]*)/gm))
    yield* matches(section, /^([\w.-]+)\s*=/gm);
}

/** With its features, `sqlx/postgres`: there they say which database it is. */
function* fromCargo(text: string): Iterable<string> {
  for (const [, name = '', rest = ''] of text.matchAll(/^([\w-]+)\s*=\s*(\{[^}]*\}|"[^"]*")/gm)) {
    yield name;
    const features = /features\s*=\s*\[([^\]]*)\]/.exec(rest)?.[1] ?? '';
    for (const feature of matches(features, /"([\w-]+)"/g)) yield `${name}/${feature}`;
  }
}

function* matches(text: string, form: RegExp): Iterable<string> {
  for (const [, name] of text.matchAll(form)) if (name !== undefined) yield name;
}
