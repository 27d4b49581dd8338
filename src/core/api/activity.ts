import type { Entry, Notice } from '../activity/index.ts';
import type { Projects } from '../projects/index.ts';
import { os } from './implement.ts';
import { paced } from './paced.ts';

export const activity = {
  follow: os.activity.follow.handler(async function* ({ context, input }) {
    const { core, signal } = context;
    const stack = input.project === undefined ? undefined : (await core.projects.get(input.project)).name;
    const batches = core.activity.follow({ stack, after: input.after }, signal);
    for await (const entries of paced(context, input.stream, batches))
      yield {
        entries: entries.map((entry) => entryOf(entry, core.projects)),
        dropped: 0,
        checkpoint: entries.at(-1)?.id ?? input.after ?? 0,
      };
  }),
  notices: os.activity.notices.handler(async function* ({ context: { core, signal } }) {
    for await (const notice of core.activity.notices(signal)) yield noticeOf(notice, core.projects);
  }),
};

function entryOf({ stack, ...entry }: Entry, projects: Projects) {
  return { ...entry, project: projects.idOf(stack) };
}

function noticeOf({ stack, service, ...notice }: Notice, projects: Projects) {
  const project = projects.idOf(stack);
  const view =
    notice.kind === 'service-failed' ? `logs?services=${encodeURIComponent(service ?? '')}` : 'stack';
  const path = notice.kind === 'task-failed' ? '/tasks' : `/project/${project}/${view}`;
  return { ...notice, project, path };
}
