import type { TaskSnapshot } from '../../../shared/index.ts';

export type ListedTask = TaskSnapshot & { retryable: boolean };

export interface HistoryFilter {
  text: string;
  outcome: 'all' | 'running' | 'failed';
}

/** Those whose title, kind or project has all the words, and that ended as asked for. */
export function matchTasks(tasks: readonly ListedTask[], { text, outcome }: HistoryFilter): ListedTask[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return tasks.filter((task) => {
    if (outcome === 'running' && task.state !== 'running') return false;
    if (outcome === 'failed' && task.state !== 'failed' && task.state !== 'lost') return false;
    const searched = `${task.title} ${task.kind} ${task.project ?? ''}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
