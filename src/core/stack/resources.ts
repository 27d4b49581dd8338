import type { Cause } from '../../shared/index.ts';
import type { Warning } from '../compose/index.ts';
import type { NetworkSummary, VolumeSummary } from '../engine/index.ts';
import { whereOf } from './blueprint.ts';
import type { Desired, DesiredNetwork, DesiredVolume } from './desired.ts';
import { ResourceMismatch } from './errors.ts';
import { canonical } from './hash.ts';
import { labelNames } from './labels.ts';
import type { Observed } from './observe.ts';

/** How a network differs from what is wanted. Networks that Compose made have no hash of ours: fields tell. */
export function networkChanges(desired: DesiredNetwork, observed: NetworkSummary): Cause[] {
  if (desired.external || sameHash(desired.spec.Labels, observed.Labels)) return [];
  const { spec } = desired;
  const pool = spec.IPAM?.Config ?? [];
  const observedPools = observed.IPAM?.Config ?? [];
  const differing = [
    ...field('driver', spec.Driver === observed.Driver),
    ...field('internal', Boolean(spec.Internal) === observed.Internal),
    // docker-compose 1 made all of them attachable, which means nothing outside of a Swarm.
    ...field('attachable', !spec.Attachable || observed.Attachable),
    ...field('enable_ipv6', spec.EnableIPv6 === undefined || spec.EnableIPv6 === observed.EnableIPv6),
    ...field(
      'ipam',
      pool.every((wanted) => observedPools.some((there) => contains(there, wanted))),
    ),
    ...field('driver_opts', contains(observed.Options ?? {}, spec.Options ?? {})),
  ];
  return causes(`network ${desired.key}`, 'network-changed', differing, hasHash(observed.Labels));
}

export function volumeChanges(desired: DesiredVolume, observed: VolumeSummary, project: string): Cause[] {
  const ours = observed.Labels?.[labelNames.project] === project;
  if (desired.external || !ours || sameHash(desired.spec.Labels, observed.Labels)) return [];
  const differing = [
    ...field('driver', desired.spec.Driver === observed.Driver),
    ...field('driver_opts', canonical(desired.spec.DriverOpts ?? {}) === canonical(observed.Options ?? {})),
  ];
  return causes(`volume ${desired.key}`, 'volume-changed', differing, hasHash(observed.Labels));
}

/** Throws when something has the name that the project needs and is not the project's, or is external and not there. */
export function refuseMismatches(desired: Desired, observed: Observed): void {
  const { project } = desired;
  for (const { key, name, external } of desired.networks) {
    const there = observed.networks.get(name);
    // The engine's own networks are always there, and need no labels.
    if (external && !there && !['bridge', 'host', 'none'].includes(name))
      throw new ResourceMismatch(`The external network ${name} does not exist.`, {
        where: project.where(['networks', key]),
        remedy: `Create it with \`docker network create ${name}\`, or remove \`external: true\`.`,
      });
    if (!external && there && there.Labels?.[labelNames.project] !== project.name)
      throw new ResourceMismatch(`A network ${name} exists already and does not belong to this project.`, {
        where: project.where(['networks', key]),
        remedy: `Use it with \`external: true\`, remove it with \`docker network rm ${name}\`, or give this one another \`name\`.`,
      });
  }
  for (const { key, name, external } of desired.volumes)
    if (external && !observed.volumes.has(name))
      throw new ResourceMismatch(`The external volume ${name} does not exist.`, {
        where: project.where(['volumes', key]),
        remedy: `Create it with \`docker volume create ${name}\`, or remove \`external: true\`.`,
      });
}

/** Volumes that were there before and are not the project's: they are used as they are. */
export function foreignVolumes({ project, volumes }: Desired, observed: Observed): Warning[] {
  return volumes
    .filter(({ name, external }) => {
      const there = observed.volumes.get(name);
      return there && !external && there.Labels?.[labelNames.project] !== project.name;
    })
    .map(({ key, name }) => ({
      message: `The volume ${name} was not made by this project; it is used as it is.`,
      ...whereOf(project.where(['volumes', key])),
      remedy: 'Say `external: true` if that is meant, or give the volume another `name`.',
    }));
}

type Labels = Record<string, string> | null | undefined;

function sameHash(desired: Labels, observed: Labels): boolean {
  return hasHash(observed) && desired?.[labelNames.hash] === observed?.[labelNames.hash];
}

function hasHash(labels: Labels): boolean {
  return labels?.[labelNames.hash] !== undefined;
}

function field(name: string, same: boolean): string[] {
  return same ? [] : [name];
}

function causes(what: string, kind: string, fields: readonly string[], hashDiffers: boolean): Cause[] {
  if (fields.length > 0) return fields.map((name) => ({ kind, text: `${what}: ${name} changed` }));
  return hashDiffers ? [{ kind, text: `${what}: configuration changed` }] : [];
}

/** Whether everything wanted is there with the same value. */
function contains(there: object, wanted: object): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => canonical((there as Record<string, unknown>)[key]) === canonical(value),
  );
}
