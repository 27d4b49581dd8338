import { useFollowed } from '../core/index.ts';

/** Short facts beside the names of this machine's views. */
export function useBadges(): Readonly<Record<string, string | undefined>> {
  const tasks = useFollowed('tasks.follow', { limit: 100 });
  const running = 'value' in tasks ? tasks.value?.filter(({ state }) => state === 'running').length : 0;
  return { tasks: running ? String(running) : undefined };
}
