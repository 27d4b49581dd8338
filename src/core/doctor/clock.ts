import type { EngineDetails } from '../engine/index.ts';
import type { Finding } from './finding.ts';

/** A virtual machine's clock stays behind after sleep: logs come in a wrong order, certificates seem invalid. */
export function checkClock(
  details: Pick<EngineDetails, 'time'>,
  askedAt: number,
  answeredAt: number,
): Finding {
  if (details.time === undefined)
    return { level: 'note', topic: 'clock', what: 'The engine does not tell its time.' };
  // It looked at its clock at some moment between question and answer.
  const skew = details.time < askedAt ? askedAt - details.time : Math.max(0, details.time - answeredAt);
  const seconds = (skew / 1000).toFixed(1);
  if (skew < 2000)
    return { level: 'ok', topic: 'clock', what: "The engine's clock agrees with this machine's." };
  return {
    level: 'warning',
    topic: 'clock',
    what: `The engine's clock is ${seconds} s ${details.time < askedAt ? 'behind' : 'ahead of'} this machine's.`,
    remedy: "Restart the engine's virtual machine, or turn time synchronisation on there.",
  };
}
