import type { PlacedBlock } from '../../blocks/index.ts';
import type { Catalogues } from '../../catalogues/index.ts';
import type { Engine } from '../../engine/index.ts';
import { findContainers } from '../../stack/index.ts';
import type { TaskContext } from '../../tasks/index.ts';
import { lintBlock } from '../lint/lint.ts';
import { Checks } from './checks.ts';
import { lookAtStack } from './look-at-stack.ts';
import { type BlockTestReport, DoesNotHold } from './report.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

export interface BlockTestRequest {
  /** The block's folder. */
  folder: string;
  /** `NAME=VALUE`, for the block's parameters. */
  given: readonly string[];
  engine: Engine;
  /** Where blocks that it uses are found, beside its own folder. */
  catalogues: Catalogues;
  /** Leave the stack running. */
  keep?: boolean;
}

/** The longest that taking down after an interrupt may take, in milliseconds. */
const longestEnd = 120_000;

/**
 * Starts a block alone in a project of its own, looks whether it does what it says, and takes it down with all that it
 * made. What does not hold is in the report; only an interrupt is thrown, when everything is down.
 */
export async function testBlock(request: BlockTestRequest, task: TaskContext): Promise<BlockTestReport> {
  const { folder, engine } = request;
  const begun = performance.now();
  const checks = new Checks(task);
  const { block, findings } = await lintBlock(folder, request.catalogues);
  const report: BlockTestReport = {
    block: block?.definition.block ?? folder,
    version: block?.definition.version ?? '',
    folder,
    engine: engine.info.version,
    passed: false,
    checks: checks.rows,
    standIns: [],
    findings,
    milliseconds: 0,
  };
  const isSound = await checks.check('lint', async () => {
    const denied = findings.filter(({ severity }) => severity === 'deny');
    if (denied.length > 0)
      throw new DoesNotHold(
        denied.map(({ message }) => message).join(' '),
        `\`blockyard block lint ${folder}\` says where.`,
      );
    return findings.length === 0
      ? 'nothing found'
      : `${findings.length} ${findings.length === 1 ? 'remark' : 'remarks'}`;
  });
  if (isSound && block) await inWorkplace(request, block, checks, report, task);
  return { ...report, passed: checks.passed, milliseconds: Math.round(performance.now() - begun) };
}

async function inWorkplace(
  request: BlockTestRequest,
  block: PlacedBlock,
  checks: Checks,
  report: BlockTestReport,
  task: TaskContext,
): Promise<void> {
  let opened: Workplace | undefined;
  await checks.check('expand', async () => {
    opened = await openWorkplace({ ...request, block });
    const services = Object.keys(opened.project.config.services);
    return `${services.length} ${services.length === 1 ? 'service' : 'services'}: ${services.join(', ')}`;
  });
  if (!opened) return;
  await using workplace = opened;
  for (const value of workplace.project.secretValues) checks.secrets.add(value);
  try {
    await lookAtStack(workplace, checks, task);
    report.standIns = await standInsOf(workplace, task.signal);
  } finally {
    if (request.keep && !task.signal.aborted) {
      report.kept = { project: workplace.name };
    } else await takeDown(workplace, checks, task);
  }
}

/** Also after an interrupt: nothing of it stays on the engine. */
async function takeDown({ stack }: Workplace, checks: Checks, task: TaskContext): Promise<void> {
  const signal = task.signal.aborted ? AbortSignal.timeout(longestEnd) : task.signal;
  const whole: TaskContext = { id: task.id, signal, progress: (...words) => task.progress(...words) };
  const down = () =>
    stack.down({ volumes: true, removeOrphans: true, images: 'local', timeoutSeconds: 5 }, whole);
  if (task.signal.aborted) {
    await down();
    return;
  }
  await checks.check('take down', async () => {
    await down();
    const left = await findContainers(stack.parts, { oneOff: true, signal });
    if (left.length > 0) throw new DoesNotHold(`${left.map(({ name }) => name).join(', ')} stayed.`);
    return 'nothing stays';
  });
}

/** Images in whose place the engine has others, by the user's or the team's image map: also those that are built on. */
async function standInsOf(
  { stack, project }: Workplace,
  signal: AbortSignal,
): Promise<BlockTestReport['standIns']> {
  const asked = new Set<string>();
  for (const { image, build } of Object.values(project.config.services)) {
    if (build === undefined) asked.add(image ?? '');
    for (const [, base = ''] of (build?.dockerfile_inline ?? '').matchAll(/^FROM\s+(\S+)/gim))
      asked.add(base);
  }
  const standIns: BlockTestReport['standIns'] = [];
  for (const image of asked) {
    const details = await stack.parts.engine.images.inspect(image, { signal });
    const [ran] = details?.RepoTags ?? [];
    if (details && ran !== undefined && !details.RepoTags?.some((tag) => tag.endsWith(image)))
      standIns.push({ image, ran });
  }
  return standIns;
}
