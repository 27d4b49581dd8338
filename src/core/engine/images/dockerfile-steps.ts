import type { Dockerfile, Instruction } from './dockerfile.ts';

/** Instructions that BuildKit counts as steps of a stage; `FROM` as well when it brings an image. */
const counted = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/** The line of a step by the title that BuildKit gives it: `[build 2/4] RUN make`, `[linux/arm64 2/4] RUN make`. */
export function lineOfStep(dockerfile: Dockerfile, title: string): number | undefined {
  const match = /^\[(?:(.+) )?(\d+)\/\d+\] (\S+)/.exec(title);
  if (!match) return undefined;
  const [, place = '', number, keyword = ''] = match;
  const name =
    place
      .split(' ')
      .findLast((part) => !part.includes('/'))
      ?.toLowerCase() ?? '';
  const stages = stagesOf(dockerfile);
  const stage = name === '' ? stages.at(-1) : stages.find((candidate) => candidate.name === name);
  const steps = stage?.steps ?? [];
  const step = steps[Number(number) - 1];
  if (step?.keyword === keyword.toUpperCase()) return step.line;
  // Triggers of the base image are counted in; then the words tell.
  const words = title
    .slice(title.indexOf('] ') + 2)
    .split(/\s+/)
    .slice(1)
    .join(' ');
  return steps.find((candidate) => candidate.words.map(({ text }) => text).join(' ') === words)?.line;
}

interface Stage {
  name: string;
  steps: Instruction[];
}

function stagesOf(dockerfile: Dockerfile): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === 'FROM') {
      const [image, as, stage] = instruction.words.filter(({ text }) => !text.startsWith('--'));
      const named = as?.text.toUpperCase() === 'AS' ? stage?.text.toLowerCase() : undefined;
      const from = image?.text.toLowerCase();
      const bringsImage = from !== 'scratch' && !stages.some(({ name }) => name === from);
      stages.push({ name: named ?? `stage-${stages.length}`, steps: bringsImage ? [instruction] : [] });
    } else if (counted.has(instruction.keyword)) stages.at(-1)?.steps.push(instruction);
  }
  return stages;
}
