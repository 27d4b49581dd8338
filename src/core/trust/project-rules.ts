import type { ComposeConfig, FileObject, IpamPool, Network, Volume } from '../compose/index.ts';
import { labels } from './build-rules.ts';
import { always, applyRules, type Check, nested, type Place, type Rules, unless } from './rules.ts';
import { serviceRules } from './service-rules.ts';

/** What a whole project may say outside its services. */

const harmlessNetworkOptions = new Set([
  'com.docker.network.driver.mtu',
  'com.docker.network.bridge.enable_icc',
  'com.docker.network.bridge.enable_ip_masquerade',
]);

const networkRules: Rules<Network> = {
  name: 'harmless', // See checkName.
  driver: unless(
    ['bridge', 'default', 'overlay', 'none'],
    'network',
    (_, value) => `A network uses the driver ${value}, which reaches networks of this machine.`,
  ),
  driver_opts: (values, place) => {
    for (const [key, value] of Object.entries(values as Record<string, string>))
      if (!harmlessNetworkOptions.has(key))
        place
          .at(key)
          .ask(
            'network',
            `network option ${key}=${value}`,
            `A network sets its driver's option ${key}=${value}.`,
          );
  },
  ipam: nested<Network['ipam']>({
    driver: unless(['default'], 'network', (_, value) => `A network's addresses are given by ${value}.`),
    config: (values, place) => {
      for (const [index, pool] of (values as IpamPool[]).entries())
        applyRules<IpamPool>(
          { subnet: 'harmless', gateway: 'harmless', ip_range: 'harmless', aux_addresses: 'harmless' },
          pool,
          place.at(index),
        );
    },
    options: always('network', (_, value) => `A network's addresses are given with options: ${value}.`),
  }),
  external: 'harmless', // See checkName.
  internal: 'harmless',
  attachable: 'harmless',
  labels,
  enable_ipv4: 'harmless',
  enable_ipv6: 'harmless',
};

const volumeRules: Rules<Volume> = {
  name: 'harmless', // See checkName.
  driver: unless(['local', 'default'], 'volume', (_, value) => `A volume is kept by the driver ${value}.`),
  driver_opts: (value, place) => {
    if (Object.keys(value as object).length === 0) return;
    const { device } = value as Record<string, string>;
    const what = device ? `mounts ${device}` : 'sets options of its driver';
    place.ask(
      'mount',
      `volume ${String(place.path[1])} ${JSON.stringify(value)}`,
      `The volume ${String(place.path[1])} ${what}: ${JSON.stringify(value)}.`,
    );
  },
  external: 'harmless', // See checkName.
  labels,
};

const fileRules: Rules<FileObject> = {
  name: 'harmless',
  file: (value, place) => {
    if (typeof value === 'string' && !place.boundary.contains(value))
      place.ask(
        'file',
        `${place.path[0]} ${place.boundary.real(value)}`,
        `${asOne(place)} is read from ${value}, outside the project.`,
      );
  },
  environment: 'harmless', // Variables of the shell are told apart, see grants-of.ts.
  content: 'harmless',
  external: always('file', (place) => `${asOne(place)} is one that the engine keeps.`),
  labels,
  driver: always('program', (place, value) => `${asOne(place)} is given by the driver ${value}.`),
  driver_opts: always('program', (place, value) => `${asOne(place)} is given with driver options: ${value}.`),
  template_driver: unless(
    ['golang'],
    'program',
    (place, value) => `${asOne(place)} is filled in by ${value}.`,
  ),
};

function asOne(place: Place): string {
  return `The ${String(place.path[0]).replace(/s$/, '')} ${String(place.path[1])}`;
}

/** What has a name of its own choice may be another project's. */
function checkName(kind: 'network' | 'volume', value: Network | Volume, place: Place): void {
  const key = String(place.path[1]);
  const { name, external } = value;
  if (name === undefined && !external) return;
  if (!external && (name === `${place.project}_${key}` || name === place.project)) return;
  // These three belong to the engine; one of them, `host`, is this machine's.
  if (kind === 'network' && ['none', 'bridge'].includes(name)) return;
  place.ask(
    kind,
    `${kind} ${name}`,
    external
      ? `The project uses the ${kind} ${name}, which is not its own.`
      : `The project uses the ${kind} name ${name}, which may be another project's.`,
  );
}

function eachEntry(check: (value: unknown, place: Place) => void): Check {
  return (entries, place) => {
    for (const [name, value] of Object.entries(entries as Record<string, unknown>))
      check(value, place.at(name));
  };
}

export const projectRules: Rules<ComposeConfig> = {
  name: 'harmless',
  services: (services, place) => {
    for (const [name, service] of Object.entries(services as ComposeConfig['services']))
      applyRules(serviceRules, service, place.at(name).of(name));
  },
  networks: eachEntry((value, place) => {
    applyRules(networkRules, value, place);
    checkName('network', value as Network, place);
  }),
  volumes: eachEntry((value, place) => {
    applyRules(volumeRules, value, place);
    checkName('volume', value as Volume, place);
  }),
  secrets: eachEntry((value, place) => applyRules(fileRules, value, place)),
  configs: eachEntry((value, place) => applyRules(fileRules, value, place)),
  models: always('program', (_, value) => `The project has AI models run on this machine: ${value}.`),
};
