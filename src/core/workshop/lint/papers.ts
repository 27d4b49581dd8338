import { gt } from 'semver';
import type { Inspection } from './finding.ts';

/** What those who decide about a block want to know: licence, origin, what an upgrade does, how data is saved. */
export function inspectPapers(inspection: Inspection): void {
  const {
    licence,
    provenance,
    version,
    volumes,
    data,
    upgrades = [],
    parameters = {},
  } = inspection.definition;
  if (/^(|unknown|none|todo|tbd|\?+)$/i.test(licence.name.trim()))
    inspection.tell(
      {
        code: 'licence-missing',
        severity: 'warn',
        message: 'The licence of what the block runs is not said.',
        remedy: 'Write its name as its makers do: `Apache-2.0`.',
      },
      ['licence', 'name'],
    );
  if (!provenance.notes)
    inspection.tellKey(
      {
        code: 'provenance-untold',
        severity: 'note',
        message: 'Where the images come from is said by a name alone.',
        remedy: 'Say in `notes` who builds them, and what they are pinned by.',
      },
      ['provenance'],
    );
  const keeps = Object.keys(volumes ?? {}).length > 0;
  if (keeps && !data)
    inspection.tellKey(
      {
        code: 'data-not-saved',
        severity: 'note',
        message: 'The block keeps data and does not say how it is dumped and loaded.',
        remedy: 'Add `data` with `dump` and `load`: snapshots and upgrades use them.',
      },
      ['volumes'],
    );
  if (keeps && parameters['version'] && !upgrades.some(({ parameter }) => parameter === 'version'))
    inspection.tellKey(
      {
        code: 'upgrade-untold',
        severity: 'warn',
        message: 'The block keeps data, and does not say what another version does to it.',
        remedy: 'Add an entry with `parameter: version` to `upgrades`.',
      },
      ['parameters', 'version'],
    );
  upgrades.forEach(({ to, parameter }, index) => {
    const path = ['upgrades', index];
    if ((to === undefined) === (parameter === undefined))
      inspection.tell(
        {
          code: 'upgrade-untold',
          severity: 'deny',
          message: `An upgrade is about a version (\`to\`) or a parameter, ${to === undefined ? 'and this about neither' : 'not both'}.`,
          remedy: 'Write one of them.',
        },
        path,
      );
    if (to !== undefined && gt(to, version))
      inspection.tell(
        {
          code: 'upgrade-untold',
          severity: 'warn',
          message: `This is about version ${to}, and the block is ${version}.`,
          remedy: 'Raise `version`, or correct `to`.',
        },
        [...path, 'to'],
      );
  });
}
