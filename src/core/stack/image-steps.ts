import type { Cause, Step } from '../../shared/index.ts';
import type { DesiredService } from './desired.ts';
import type { PlanRules, Situation, Verdict } from './verdict.ts';

const dayLength = 86_400_000;

/** Pulls and builds that come before containers can be made, once for each image. */
export function imageStepsOf(
  situation: Situation,
  rules: PlanRules,
  verdicts: readonly Pick<Verdict, 'service' | 'action'>[],
): Step[] {
  if (rules.imagesReady) return [];
  const steps = new Map<string, Step>();
  for (const { service, action } of verdicts) {
    const made = action === 'create' || action === 'recreate' || action === 'replace';
    const step = imageStep(service, made, situation, rules);
    const known = steps.get(service.image);
    // Of two services with one image, the one that builds it makes it.
    if (step && (!known || (known.action === 'pull' && step.action === 'build')))
      steps.set(service.image, step);
  }
  return [...steps.values()];
}

function imageStep(
  { name, service, image }: DesiredService,
  made: boolean,
  { images }: Situation,
  rules: PlanRules,
): Step | undefined {
  const fact = images.get(image);
  const isMissing = images.has(image) && fact === undefined;
  const policy = rules.pull ?? service.pull_policy ?? 'missing';
  const step = (action: 'pull' | 'build', cause: Cause): Step => stepFor(name, image, action, cause);
  if (service.build && !rules.noBuild) {
    if (rules.build) return step('build', { kind: 'asked', text: 'asked to build' });
    if (service.pull_policy === 'build')
      return step('build', { kind: 'policy', text: 'pull_policy is build' });
    if (isMissing && made) return step('build', { kind: 'missing', text: 'missing' });
    return undefined;
  }
  if (rules.pull === 'always') return step('pull', { kind: 'asked', text: 'asked to pull' });
  if (policy === 'always') return step('pull', { kind: 'policy', text: 'pull_policy is always' });
  const age = maximumAge(policy);
  if (age !== undefined && fact && (rules.now ?? 0) - fact.lastTaggedAt > age)
    return step('pull', { kind: 'policy', text: `pull_policy is ${policy}` });
  return isMissing && made && policy !== 'never'
    ? step('pull', { kind: 'missing', text: 'missing' })
    : undefined;
}

function stepFor(service: string, image: string, action: 'pull' | 'build', cause: Cause): Step {
  return {
    id: `image:${image}:${action}`,
    action,
    target: { kind: 'image', name: image, service },
    causes: [cause],
    after: [],
  };
}

/** Images that a service needs besides its own: those of init containers and those that are mounted. */
export function furtherImages({ service }: DesiredService): string[] {
  const hooks = (service.pre_start ?? []).map(({ image }) => image);
  const mounted = (service.volumes ?? []).filter(({ type }) => type === 'image').map(({ source }) => source);
  return [...new Set([...hooks, ...mounted])].filter((image) => image !== undefined);
}

/** Milliseconds after which `daily`, `weekly` or `every_12h` wants the image pulled again. */
export function maximumAge(policy: string): number | undefined {
  if (policy === 'daily') return dayLength;
  if (policy === 'weekly') return 7 * dayLength;
  const [, rest] = /^every_(.+)$/.exec(policy) ?? [];
  if (rest === undefined) return undefined;
  const units: Record<string, number> = { w: 7 * dayLength, d: dayLength, h: 3_600_000, m: 60_000, s: 1000 };
  let total = 0;
  for (const [, count, unit = ''] of rest.matchAll(/(\d+)([wdhms])/g))
    total += Number(count) * (units[unit] ?? 0);
  return total;
}

/** Whether the service's pull policy depends on the image's age. */
export function watchesAge({ service, image }: DesiredService): string | undefined {
  return service.pull_policy && maximumAge(service.pull_policy) !== undefined ? image : undefined;
}
