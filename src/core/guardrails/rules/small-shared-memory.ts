import { usesPyTorch } from '../images.ts';
import { eachService, type Rule } from '../rule.ts';

export const smallSharedMemory: Rule = {
  code: 'small-shared-memory',
  severity: 'warn',
  explanation:
    'PyTorch’s loaders pass batches through /dev/shm, which has 64 MiB by default: training then dies with a bus error that names no cause.',
  check: eachService(function* ({ name, service }) {
    if (!service.image || !usesPyTorch(service.image)) return;
    if (service.shm_size !== undefined || service.ipc === 'host' || mountsSharedMemory(service)) return;
    yield {
      message: `${name} runs PyTorch with 64 MiB of shared memory.`,
      remedy: 'Give it more: `shm_size: 2g`.',
      path: ['services', name],
      fix: {
        text: `Writes \`shm_size: 2g\` for ${name}.`,
        edits: [{ kind: 'set', path: ['services', name, 'shm_size'], value: '2g' }],
      },
    };
  }),
};

function mountsSharedMemory({
  volumes = [],
  tmpfs = [],
}: {
  volumes?: { target: string }[];
  tmpfs?: string[];
}) {
  return volumes.some(({ target }) => target === '/dev/shm') || tmpfs.some((it) => it.startsWith('/dev/shm'));
}
