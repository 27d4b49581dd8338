import type { Rule } from '../rule.ts';
import { dataOutsideVolume } from './data-outside-volume.ts';
import { emptyNotebookToken } from './empty-notebook-token.ts';
import { engineSocketMounted } from './engine-socket-mounted.ts';
import { gpuWithoutFallback } from './gpu-without-fallback.ts';
import { memoryOvercommitted } from './memory-overcommitted.ts';
import { missingProbe } from './missing-probe.ts';
import { noMemoryLimit } from './no-memory-limit.ts';
import { notebookOutsideVolume } from './notebook-outside-volume.ts';
import { keyInPlainText, secretInPlainText } from './plain-secret.ts';
import { probeCannotFail } from './probe-cannot-fail.ts';
import { publishedOnAllInterfaces } from './published-on-all-interfaces.ts';
import { rootUser } from './root-user.ts';
import { smallSharedMemory } from './small-shared-memory.ts';
import { unpinnedEnvironment } from './unpinned-environment.ts';
import { unpinnedImage } from './unpinned-image.ts';

export const builtInRules: readonly Rule[] = [
  keyInPlainText,
  secretInPlainText,
  emptyNotebookToken,
  notebookOutsideVolume,
  dataOutsideVolume,
  unpinnedImage,
  unpinnedEnvironment,
  noMemoryLimit,
  memoryOvercommitted,
  smallSharedMemory,
  missingProbe,
  probeCannotFail,
  publishedOnAllInterfaces,
  engineSocketMounted,
  gpuWithoutFallback,
  rootUser,
];
