import type { ContainerInspection } from '../../shared/contract/index.ts';
import { BlockyardError } from '../../shared/index.ts';
import type { ContainerDetails, Engine } from '../engine/index.ts';
import { Secrets } from '../masking/index.ts';

const labels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  image: 'dev.blockyard.image',
} as const;

class ContainerUnknown extends BlockyardError {
  constructor(project: string, container: string) {
    super('not-found', `${project} has no container ${container}.`, {
      remedy: 'It may have been replaced or removed: choose another one.',
    });
  }
}

/** One container of a stack, without the values of its secrets. */
export async function inspectContainer(
  engine: Engine,
  project: string,
  container: string,
  signal: AbortSignal,
  secretValues: readonly string[] = [],
): Promise<ContainerInspection> {
  const details = await engine.containers.inspect(container, { signal });
  if (details?.Config.Labels?.[labels.project] !== project) throw new ContainerUnknown(project, container);
  return inspectionOf(details, new Secrets(secretValues));
}

function inspectionOf(details: ContainerDetails, secrets: Secrets): ContainerInspection {
  const { Config, State, HostConfig, NetworkSettings } = details;
  const variables = (Config.Env ?? []).map(splitVariable);
  secrets.learn(Object.fromEntries(variables));
  secrets.learn(Config.Labels ?? {});
  const started = timeOf(State.StartedAt);
  const finished = timeOf(State.FinishedAt);
  const ended = State.Status === 'exited' || State.Status === 'dead';
  return {
    id: details.Id,
    name: details.Name.replace(/^\//, ''),
    service: Config.Labels?.[labels.service] ?? '',
    image: Config.Labels?.[labels.image] ?? Config.Image,
    imageId: details.Image,
    command: secrets.maskWords([details.Path, ...details.Args]),
    environment: variables
      .map(([name, value]) => ({ name, ...secrets.maskValue(name, value) }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    mounts: details.Mounts.map(({ Type, Name, Source, Destination, RW }) => ({
      kind: Type ?? 'bind',
      source: secrets.maskIn(Name ?? Source ?? ''),
      target: Destination,
      readOnly: !RW,
    })),
    networks: Object.entries(NetworkSettings.Networks ?? {}).map(([name, { Aliases, IPAddress }]) => ({
      name,
      aliases: [...new Set<string>(Aliases ?? [])],
      address: IPAddress ?? '',
    })),
    createdAt: timeOf(details.Created) ?? 0,
    ...(started !== undefined && { startedAt: started }),
    ...(finished !== undefined && ended && { finishedAt: finished }),
    restarts: (details as { RestartCount?: number }).RestartCount ?? 0,
    oomKilled: State.OOMKilled,
    ...(ended && { exitCode: State.ExitCode }),
    user: Config.User,
    ...(HostConfig.Memory && { memoryLimit: HostConfig.Memory }),
    ...healthOf(details, secrets),
  };
}

function healthOf({ State }: ContainerDetails, secrets: Secrets): Pick<ContainerInspection, 'health'> {
  const { Health } = State;
  if (!Health || Health.Status === 'none') return {};
  const last = Health.Log?.at(-1);
  return {
    health: {
      status: Health.Status,
      failing: Health.FailingStreak,
      lastOutput: secrets.maskIn((last?.Output ?? '').slice(0, 4096)),
      lastAt: timeOf(last?.End) ?? timeOf(last?.Start) ?? 0,
    },
  };
}

function splitVariable(variable: string): [string, string] {
  const at = variable.indexOf('=');
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)];
}

/** The engine writes year 1 for never. */
function timeOf(text: string | undefined): number | undefined {
  const time = text ? Date.parse(text) : Number.NaN;
  return time > 0 ? time : undefined;
}
