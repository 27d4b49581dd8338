import type { DeviceRequest, Service } from '../../compose/index.ts';
import { eachService, type Rule } from '../rule.ts';

export const gpuWithoutFallback: Rule = {
  code: 'gpu-without-fallback',
  severity: 'warn',
  explanation:
    'A service that asks for a GPU does not start on a machine that has none: most laptops, and most machines that run checks.',
  check: eachService(function* ({ name, service }) {
    const key = gpuKeyOf(service);
    // Behind a profile it starts for those who ask for it.
    if (!key || (service.profiles ?? []).length > 0) return;
    yield {
      message: `${name} starts only where there is a GPU.`,
      remedy:
        'Put what asks for the GPU behind a profile (a second service, `profiles: [gpu]`, that extends this one), and let this one do without.',
      path: ['services', name, ...key],
    };
  }),
};

function gpuKeyOf(service: Service): string[] | undefined {
  if (service.gpus && service.gpus.length > 0) return ['gpus'];
  if (service.runtime === 'nvidia') return ['runtime'];
  const { limits, reservations } = service.deploy?.resources ?? {};
  const devices = [...(reservations?.devices ?? []), ...(limits?.devices ?? [])];
  return devices.some(isGpu) ? ['deploy', 'resources'] : undefined;
}

function isGpu({ capabilities = [], driver }: DeviceRequest): boolean {
  return capabilities.includes('gpu') || driver === 'nvidia' || driver === 'cdi';
}
