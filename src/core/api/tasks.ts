import { BlockyardError, type TaskSnapshot } from '../../shared/index.ts';
import { TaskNotFound, type Tasks } from '../tasks/index.ts';
import type { Core } from './core.ts';
import { os } from './implement.ts';
import { statesOf } from './states-of.ts';

export const tasks = {
  follow: os.tasks.follow.handler(async function* ({ context: { core, signal }, input }) {
    const project = input.project === undefined ? undefined : await stackName(core, input.project);
    yield* statesOf(
      (listener) => core.tasks.onChange(listener),
      () => listTasks(core.tasks, project, input.limit ?? 100),
      signal,
    );
  }),

  followOne: os.tasks.followOne.handler(async function* ({ context: { core, signal }, input }) {
    const read = () => existing(core.tasks, input.id);
    for await (const task of statesOf((listener) => core.tasks.onChange(listener), read, signal)) {
      yield task;
      if (task.state !== 'running') return;
    }
  }),

  cancel: os.tasks.cancel.handler(({ context: { core }, input }) => core.tasks.cancel(input.id)),

  retry: os.tasks.retry.handler(async ({ context: { core }, input }) => {
    const task = existing(core.tasks, input.id);
    const request = core.tasks.requestOf(input.id);
    if (!request) throw new NotRetryable(task);
    return (await core.ask(request.procedure, request.input)) as { task: string };
  }),
};

/** Tasks carry the stack's name; views ask with the project's id. */
async function stackName(core: Core, project: string): Promise<string> {
  return core.projects.get(project).then(
    ({ name }) => name,
    () => project,
  );
}

function listTasks(tasks: Tasks, project: string | undefined, limit: number) {
  const ofProject = project === undefined ? {} : { project };
  const running = tasks.list({ ...ofProject, running: true });
  const ended = tasks.list({ ...ofProject, running: false, limit, progress: 'running' });
  const remembered = tasks.remembered();
  return [
    ...running.map((task) => ({ ...task, retryable: false })),
    ...ended.map((task) => ({
      ...task,
      retryable: task.state !== 'done' && remembered.has(task.id),
    })),
  ].sort((a, b) => b.startedAt - a.startedAt);
}

function existing(tasks: Tasks, id: string): TaskSnapshot {
  const task = tasks.get(id);
  if (!task) throw new TaskNotFound(id);
  return task;
}

class NotRetryable extends BlockyardError {
  constructor({ title, owner }: TaskSnapshot) {
    const elsewhere = elsewhereNames[owner.via];
    super(
      'usage',
      elsewhere
        ? `${title} cannot be done again from here: it was started by ${elsewhere}.`
        : `${title} cannot be done again: what it was asked for is not kept.`,
      { remedy: elsewhere ? 'Start it again where it was started.' : 'Start it anew.' },
    );
  }
}

/** Ways in that do not ask over the contract. */
const elsewhereNames: { readonly [Via in TaskSnapshot['owner']['via']]?: string } = {
  cli: 'the command line',
  hook: 'a git hook',
};
