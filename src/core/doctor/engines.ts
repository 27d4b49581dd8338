import { type DiscoveredEngine, discoverEngines } from '../engine/index.ts';
import type { Finding } from './finding.ts';

/** The oldest API that is tested: that of Engine 20.10. */
const oldestApi = [1, 41] as const;

/** Every engine of this machine; `usedSource` is where the one comes from that commands would use. */
export async function checkEngines(
  usedSource: string | undefined,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const found = await discoverEngines(environment, signal);
  const findings = found.flatMap((it) => findingsOf(it, it.source === usedSource));
  if (usedSource === undefined)
    findings.unshift({
      level: 'error',
      topic: 'engine',
      what: 'No container engine answers.',
      remedy:
        'Start Docker, Podman, Colima, OrbStack or Rancher Desktop, or name an engine with DOCKER_HOST or --host.',
    });
  return findings;
}

function findingsOf(engine: DiscoveredEngine, used: boolean): Finding[] {
  if (engine.state === 'failed')
    return [
      {
        level: 'note',
        topic: 'engine',
        what: `${engine.source}: ${engine.error.message}`,
        ...(engine.error.remedy && { remedy: engine.error.remedy }),
      },
    ];
  const { info, details, source } = engine;
  const [major = 0, minor = 0] = info.apiVersion.split('.').map(Number);
  const tooOld = major < oldestApi[0] || (major === oldestApi[0] && minor < oldestApi[1]);
  const name = info.product === 'podman' ? 'Podman' : 'Engine';
  const findings: Finding[] = [
    {
      level: tooOld ? 'error' : 'ok',
      topic: 'engine',
      what:
        `${source}: ${name} ${info.version} (API ${info.apiVersion}${details.rootless ? ', rootless' : ''}) on ` +
        `${details.system}, ${details.cpus} CPUs, ${gigabytes(details.memory)} of memory${used ? '; this one is used' : ''}.`,
      ...(tooOld && { remedy: 'Update it: Engine 20.10 or later is needed.' }),
    },
  ];
  if (!used) return findings;
  if (!info.buildKit)
    findings.push({
      level: 'warning',
      topic: 'engine',
      what: 'It builds without BuildKit: build secrets, ssh and cache exports do not work.',
      remedy: 'Update the engine, or build such images elsewhere.',
    });
  for (const warning of details.warnings)
    findings.push({
      level: 'note',
      topic: 'engine',
      what: `The engine says: ${warning.replace(/^WARNING: /, '')}.`,
    });
  return findings;
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
