import type { Checked } from './checked.ts';

/** What a service says both directly and under `deploy` must be the same; and several containers need names. */
export function checkLimits({ service, at }: Checked): void {
  const { limits, reservations } = service.deploy?.resources ?? {};
  const replicas = service.deploy?.replicas;

  const differ = (own: string, under: string, path: string[]) =>
    at(...path).error(
      `\`${own}\` and \`deploy.${under}\` say different things.`,
      'Keep one of them, or make them equal.',
    );

  if (service.scale !== undefined && replicas !== undefined && service.scale !== replicas)
    differ('scale', 'replicas', ['scale']);
  // Beside any limits, a direct setting must be among them: Compose holds the two lists to be one.
  if (service.cpus !== undefined && limits && limits.cpus !== service.cpus)
    differ('cpus', 'resources.limits.cpus', ['cpus']);
  if (service.mem_limit !== undefined && limits && limits.memory !== service.mem_limit)
    differ('mem_limit', 'resources.limits.memory', ['mem_limit']);
  if (
    service.mem_reservation !== undefined &&
    reservations &&
    reservations.memory !== service.mem_reservation
  )
    differ('mem_reservation', 'resources.reservations.memory', ['mem_reservation']);
  if (service.pids_limit !== undefined && limits && limits.pids !== service.pids_limit)
    differ('pids_limit', 'resources.limits.pids', ['pids_limit']);

  const count = service.scale ?? replicas ?? 1;
  if (count > 1 && service.container_name !== undefined)
    at('container_name').error(
      `${count} containers cannot have one name.`,
      'Leave `container_name` out, or run one container.',
    );
}
