import type { Plan, Step, StepAction } from '../shared/index.ts';
import type { Output } from './output.ts';
import type { Palette } from './terminal/palette.ts';
import { pad } from './terminal/text.ts';

const marks: Record<StepAction, string> = {
  create: '+',
  adopt: '=',
  build: '+',
  pull: '+',
  recreate: '±',
  restart: '~',
  start: '▸',
  run: '▸',
  wait: '…',
  stop: '■',
  remove: '-',
};

/** The plan, a step a line, each with its causes. */
export function showPlan(output: Output, plan: Plan): void {
  if (plan.steps.length === 0) {
    output.text(
      `Nothing to do: ${plan.unchanged.length} ${plan.unchanged.length === 1 ? 'piece' : 'pieces'} as they should be.\n`,
    );
    return;
  }
  const width = Math.max(...plan.steps.map((step) => titleOf(step).length));
  for (const step of plan.steps) {
    const causes = step.causes.map((cause) => cause.text).join('; ');
    const mark = paintMark(step.action, output.paint);
    output.text(`${mark} ${pad(titleOf(step), width)}   ${output.paint.dim(causes)}`.trimEnd());
    output.text('\n');
    if (step.loses) output.text(`  ${output.paint.red(`loses ${step.loses}`)}\n`);
  }
  output.text(output.paint.dim(`${plan.steps.length} steps, ${plan.unchanged.length} unchanged.\n`));
}

function titleOf(step: Step): string {
  return `${step.action} ${step.target.kind} ${step.target.name}`;
}

function paintMark(action: StepAction, paint: Palette): string {
  const mark = marks[action];
  if (mark === '+' || mark === '▸') return paint.green(mark);
  if (mark === '-' || mark === '■') return paint.red(mark);
  return paint.yellow(mark);
}
