import { app } from 'electron';

/**
 * One app a user: a second start hands its arguments to the first and ends.
 * @param onSecond with the arguments of the second one
 * @returns whether this is the first
 */
export function isOnlyInstance(onSecond: (args: readonly string[]) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_, args) => onSecond(args));
  return true;
}
