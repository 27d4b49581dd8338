import type { HealthCheck, Service } from '../compose/index.ts';
import type { ContainerSpec } from '../engine/index.ts';
import type { Blueprint, BlueprintRequest, CreateSpec, Place } from './blueprint.ts';
import { optional, whereOf } from './blueprint.ts';
import { endpointsOf, networkModeOf } from './endpoints.ts';
import { contentsOf } from './file-contents.ts';
import { hostConfigOf } from './host-config.ts';
import { mountsOf } from './mounts.ts';
import { imageName } from './names.ts';
import { portsOf } from './published-ports.ts';
import { milliseconds } from './values.ts';

/** A service as a create spec, every key that the engine can honour; `warn` hears of the others. */
export function blueprintOf(request: BlueprintRequest): Blueprint {
  const { project, service: name, engine } = request;
  const service = project.config.services[name] as Service;
  const place: Place = (...path) => project.where(['services', name, ...path]);
  const { contents, binds: fileBinds } = contentsOf(request, service, place);
  const { bindings, exposed } = portsOf(service, name, request.replacedPorts);
  const spec: CreateSpec = {
    Image: imageName(project, name),
    ...optional({
      Hostname: service.hostname,
      Domainname: service.domainname,
      User: service.user,
      WorkingDir: service.working_dir,
      Tty: service.tty || undefined,
      OpenStdin: service.stdin_open || undefined,
      Cmd: service.command ?? undefined,
      Entrypoint: service.entrypoint ?? undefined,
      StopSignal: service.stop_signal,
      StopTimeout:
        service.stop_grace_period === undefined
          ? undefined
          : Math.round(milliseconds(service.stop_grace_period) / 1000),
      Healthcheck: healthcheckOf(service.healthcheck, request, place),
      // Since 1.44 the address belongs to the endpoint.
      MacAddress: engine.atLeast('1.44') ? undefined : service.mac_address,
    }),
    Env: Object.entries(service.environment ?? {})
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `${key}=${value}`),
    ExposedPorts: exposed,
    Labels: { ...service.labels },
    HostConfig: {
      ...hostConfigOf(service, request, place),
      ...mountsOf(service, request, place, fileBinds),
      PortBindings: bindings,
      NetworkMode: networkModeOf(project, service),
    },
  };
  return { spec, platform: service.platform, endpoints: endpointsOf(request, service, place), contents };
}

/** Durations in nanoseconds, as the engine takes them. */
function healthcheckOf(
  check: HealthCheck | undefined,
  { engine, warn }: BlueprintRequest,
  place: Place,
): ContainerSpec['Healthcheck'] {
  if (!check) return undefined;
  if (check.disable || check.test?.[0] === 'NONE') return { Test: ['NONE'] };
  const nanoseconds = (duration: string | undefined): number | undefined =>
    duration === undefined ? undefined : Math.round(milliseconds(duration) * 1e6);
  const startInterval = engine.atLeast('1.44');
  if (check.start_interval && !startInterval)
    warn({
      message: `healthcheck.start_interval is left out: this engine (API ${engine.info.apiVersion}) does not know it.`,
      ...whereOf(place('healthcheck', 'start_interval')),
      remedy: 'Nothing to do: Blockyard probes often on its own while it waits.',
    });
  return optional({
    Test: check.test,
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    StartPeriod: nanoseconds(check.start_period),
    StartInterval: startInterval ? nanoseconds(check.start_interval) : undefined,
    Retries: check.retries,
  });
}
