import { containersOf, formatMemory, memoryLimitOf } from '../memory.ts';
import type { Rule } from '../rule.ts';

export const memoryOvercommitted: Rule = {
  code: 'memory-overcommitted',
  severity: 'warn',
  explanation:
    'When all services use what they are allowed to, the engine has not enough: the system then kills whichever process it likes.',
  *check({ facts: { engineMemory }, services }) {
    if (!engineMemory) return;
    const limits = services
      .map(({ name, service }) => ({ name, bytes: (memoryLimitOf(service) ?? 0) * containersOf(service) }))
      .sort((one, other) => other.bytes - one.bytes);
    const sum = limits.reduce((total, { bytes }) => total + bytes, 0);
    if (sum <= engineMemory) return;
    const largest = limits.slice(0, 3).map(({ name, bytes }) => `${name} ${formatMemory(bytes)}`);
    yield {
      message: `The limits are ${formatMemory(sum)} in sum, the engine has ${formatMemory(engineMemory)} (largest: ${largest.join(', ')}).`,
      remedy: 'Lower limits, put services behind a profile, or give the engine more memory.',
      path: ['services', limits[0]?.name ?? '', 'mem_limit'],
    };
  },
};
