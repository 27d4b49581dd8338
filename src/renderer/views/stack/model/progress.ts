import type { ProgressNode, TaskSnapshot } from '../../../../shared/index.ts';

export interface TaskProgress {
  /** From 0 to 1 over the lines that have none below them; undefined while there are none. */
  value: number | undefined;
  done: number;
  total: number;
  /** What goes on now, the longest first. */
  now: string[];
}

/** How far a task is, and what it is at. */
export function progressOf({ progress, project }: Pick<TaskSnapshot, 'progress' | 'project'>): TaskProgress {
  const parents = new Set(progress.map(({ parent }) => parent));
  const leaves = progress.filter(({ id }) => !parents.has(id));
  const over = leaves.filter(({ state }) => state === 'done' || state === 'skipped' || state === 'failed');
  const partly = leaves.reduce((sum, leaf) => sum + partOf(leaf), 0);
  return {
    value: leaves.length > 0 ? (over.length + partly) / leaves.length : undefined,
    done: over.length,
    total: leaves.length,
    now: leaves
      .filter(({ state }) => state === 'running')
      .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
      .map(({ title, service = shortName(title, project), text }) =>
        text ? `${service}: ${text}` : service,
      ),
  };
}

/** `db` for the container `shop-db-1` of the stack shop. */
function shortName(title: string, project: string | undefined): string {
  const own = project !== undefined && title.startsWith(`${project}-`) && /-\d+$/.test(title);
  return own ? title.slice(project.length + 1).replace(/-\d+$/, '') : title;
}

function partOf({ state, current, total }: ProgressNode): number {
  return state === 'running' && current !== undefined && total ? Math.min(1, current / total) : 0;
}
