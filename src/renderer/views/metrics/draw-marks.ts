import type uPlot from 'uplot';
import type { Mark } from '../../../shared/contract/index.ts';
import { plainText } from '../../components/index.ts';
import { gathered } from './gather-marks.ts';
import { type MarkKind, markKinds } from './mark-kinds.ts';

/** Lines at the times of the marks, with a sign at the head and, where there is room, what happened in words. */
export function drawMarks(
  plot: uPlot,
  marks: readonly Mark[],
  tones: Readonly<Record<MarkKind['tone'], string>>,
  font: string,
): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const right = bbox.left + bbox.width;
  const placed = marks
    .map((mark) => ({ mark, x: Math.round(plot.valToPos(mark.time, 'x', true)) }))
    .filter(({ x }) => x >= bbox.left && x <= right);
  ctx.save();
  ctx.font = `${10 * ratio}px ${font}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  const drawn = gathered(placed, 8 * ratio);
  for (const [index, { mark, x }] of drawn.entries()) {
    const kind = markKinds[mark.kind];
    ctx.strokeStyle = ctx.fillStyle = tones[kind.tone];
    drawLine(ctx, x, bbox, kind.labelled ? 0.7 : 0.35, ratio);
    drawShape(ctx, x, bbox.top + 4 * ratio, kind, 3.5 * ratio, ratio);
    if (!kind.labelled) continue;
    const text = `${plainText(mark.service, 30)} ${kind.title}`;
    const needed = ctx.measureText(text).width + 14 * ratio;
    // Words neither cross another mark nor leave the chart: then the list below has to do.
    const end = drawn[index + 1]?.x ?? right;
    if (x + needed > end) continue;
    ctx.globalAlpha = 1;
    ctx.fillText(text, x + 7 * ratio, bbox.top - ratio);
  }
  ctx.restore();
}

function drawLine(
  ctx: CanvasRenderingContext2D,
  x: number,
  bbox: uPlot.BBox,
  alpha: number,
  ratio: number,
): void {
  ctx.globalAlpha = alpha;
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawShape(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  { shape }: MarkKind,
  size: number,
  ratio: number,
): void {
  ctx.globalAlpha = 1;
  ctx.beginPath();
  switch (shape) {
    case 'diamond':
      ctx.moveTo(x, y - size);
      ctx.lineTo(x + size, y);
      ctx.lineTo(x, y + size);
      ctx.lineTo(x - size, y);
      ctx.fill();
      return;
    case 'ring':
      ctx.arc(x, y, size - ratio, 0, 2 * Math.PI);
      ctx.lineWidth = 1.5 * ratio;
      ctx.stroke();
      return;
    case 'dot':
      ctx.arc(x, y, size / 1.5, 0, 2 * Math.PI);
      ctx.fill();
      return;
  }
}
