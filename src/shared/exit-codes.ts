import type { ErrorCode } from './errors.ts';

/** The exit codes of the command line: stable, for scripts. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  noEngine: 3,
  refused: 4,
  interrupted: 130,
} as const;

export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'usage':
    case 'file-not-found':
    case 'yaml-invalid':
    case 'compose-invalid':
    case 'compose-unsupported':
    case 'interpolation-failed':
    case 'project-not-found':
    case 'service-not-found':
    case 'block-invalid':
    case 'block-not-found':
      return exitCodes.usage;
    case 'engine-not-found':
    case 'engine-unreachable':
      return exitCodes.noEngine;
    case 'trust-required':
    case 'secret-missing':
    case 'guardrail-denied':
    case 'confirmation-required':
    case 'project-name-taken':
      return exitCodes.refused;
    case 'interrupted':
      return exitCodes.interrupted;
    default:
      return exitCodes.failed;
  }
}
