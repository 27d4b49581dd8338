import type { Where } from '../../shared/index.ts';
import type { Mount, Service } from '../compose/index.ts';
import { type BlueprintRequest, type HostSettings, optional, type Place, whereOf } from './blueprint.ts';
import { ComposeUnsupported } from './errors.ts';
import { volumeName } from './names.ts';
import { bytes } from './values.ts';

/** One entry of the engine's `HostConfig.Mounts`. */
type EngineMount = NonNullable<HostSettings['Mounts']>[number];

/** The mounts of a service: bind mounts in the form in which the engine makes missing folders, all others in the long one. */
export function mountsOf(
  service: Service,
  request: BlueprintRequest,
  place: Place,
  fileBinds: readonly string[],
): Pick<HostSettings, 'Binds' | 'Mounts'> {
  const binds = [...fileBinds];
  const mounts: EngineMount[] = [];
  for (const [index, mount] of (service.volumes ?? []).entries()) {
    const bind = bindString(mount);
    if (bind) binds.push(bind);
    else mounts.push(engineMount(mount, request, place('volumes', index)));
  }
  return { ...(binds.length > 0 && { Binds: binds }), ...(mounts.length > 0 && { Mounts: mounts }) };
}

/** `source:target:mode`, or undefined when the short form cannot say it. */
function bindString(mount: Mount): string | undefined {
  if (mount.type !== 'bind' || mount.source === undefined) return undefined;
  // The canonical form drops `false`: what is not said to be created must be there.
  if (!mount.bind?.create_host_path || mount.bind.recursive) return undefined;
  if (mount.source.replace(/^[A-Za-z]:/, '').includes(':') || mount.target.includes(':')) return undefined;
  const modes = [mount.read_only ? 'ro' : 'rw', mount.bind.propagation, mount.bind.selinux].filter(Boolean);
  return `${mount.source}:${mount.target}:${modes.join(',')}`;
}

function engineMount(mount: Mount, request: BlueprintRequest, where: Where | undefined): EngineMount {
  const common = {
    Type: mount.type,
    Target: mount.target,
    ...optional({ ReadOnly: mount.read_only || undefined, Consistency: mount.consistency }),
  };
  switch (mount.type) {
    case 'bind':
      return { ...common, Source: mount.source, ...bindOptions(mount, request, where) } as EngineMount;
    case 'volume':
      return {
        ...common,
        ...(mount.source !== undefined && { Source: volumeName(request.project, mount.source) }),
        ...volumeOptions(mount, request, where),
      } as EngineMount;
    case 'tmpfs':
      return {
        ...common,
        TmpfsOptions: optional({
          SizeBytes: mount.tmpfs?.size === undefined ? undefined : bytes(mount.tmpfs.size),
          Mode: mount.tmpfs?.mode,
        }),
      } as EngineMount;
    case 'image':
      needs(request, '1.48', 'A volume of type image', where);
      return {
        ...common,
        Source: mount.source,
        ...(mount.image?.subpath && { ImageOptions: { Subpath: mount.image.subpath } }),
      } as EngineMount;
    case 'npipe':
    case 'cluster':
      return { ...common, Source: mount.source } as EngineMount;
  }
}

function bindOptions(mount: Mount, { engine, warn }: BlueprintRequest, where: Where | undefined): object {
  const { propagation, recursive, selinux, create_host_path: createHostPath } = mount.bind ?? {};
  if (selinux)
    warn({
      message: `bind.selinux of ${mount.target} is left out: the engine takes it only together with create_host_path.`,
      ...whereOf(where),
      remedy: 'Set bind.create_host_path: true.',
    });
  if (recursive && recursive !== 'enabled' && !engine.atLeast('1.44'))
    warn({
      message: `bind.recursive of ${mount.target} is left out: it needs API 1.44, this engine has ${engine.info.apiVersion}.`,
      ...whereOf(where),
      remedy: 'Update the engine, or remove the key.',
    });
  const options = optional({
    Propagation: propagation,
    CreateMountpoint: createHostPath && engine.atLeast('1.42') ? true : undefined,
    NonRecursive: recursive === 'disabled' ? true : undefined,
    ReadOnlyNonRecursive: recursive === 'writable' ? true : undefined,
    ReadOnlyForceRecursive: recursive === 'readonly' ? true : undefined,
  });
  return Object.keys(options).length > 0 ? { BindOptions: options } : {};
}

function volumeOptions(mount: Mount, request: BlueprintRequest, where: Where | undefined): object {
  const { nocopy, subpath, labels } = mount.volume ?? {};
  if (subpath) needs(request, '1.45', 'volume.subpath', where);
  const options = optional({ NoCopy: nocopy || undefined, Subpath: subpath, Labels: labels });
  return Object.keys(options).length > 0 ? { VolumeOptions: options } : {};
}

function needs(
  { engine }: BlueprintRequest,
  apiVersion: string,
  what: string,
  where: Where | undefined,
): void {
  if (engine.atLeast(apiVersion)) return;
  throw new ComposeUnsupported(
    `${what} needs an engine with API ${apiVersion}; this one has ${engine.info.apiVersion}.`,
    { where, remedy: 'Update the engine, or mount the whole volume.' },
  );
}
