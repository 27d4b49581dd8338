import { createHash } from 'node:crypto';
import { type JoinedTeam, openCatalogues, readTeam } from '../catalogues/index.ts';
import type { Tasks } from '../tasks/index.ts';
import { NotInTeam, NotLookedAt } from './errors.ts';
import { joinTeam, leaveTeam, planTeam, type TeamOptions } from './join.ts';
import { blocksIn, sentences, type TeamPlan } from './plan.ts';

/** The team of this user, for views. */
export interface TeamMembership {
  of(): Promise<MemberOf | undefined>;
  /** What a repository brings, or the present team's own by now. @throws what is wrong with its team.yaml, all of it */
  look(url: string | undefined, signal: AbortSignal): Promise<TeamPlan & { token: string }>;
  /** @throws NotLookedAt */
  join(token: string): Promise<void>;
  leave(): Promise<void>;
}

export interface MemberOf {
  team: JoinedTeam;
  holds: string[];
  catalogues: { name: string; url: string; blocks: number }[];
}

interface MembershipOptions extends TeamOptions {
  tasks: Tasks;
  /** Called when images come from elsewhere than before. */
  onImageMap(): void;
}

export function openTeam(options: MembershipOptions): TeamMembership {
  const { environment, home, onImageMap, tasks } = options;
  const looked = new Map<string, TeamPlan>();
  const imageMap = async () => JSON.stringify((await readTeam(home))?.imageMap ?? {});
  const changing = async (change: () => Promise<unknown>) => {
    const before = await imageMap();
    await change();
    if ((await imageMap()) !== before) onImageMap();
  };
  return {
    of: async () => {
      const team = await readTeam(home);
      if (!team) return undefined;
      const blocks = await blocksOfTeam(team, home, environment);
      const catalogues = team.catalogues.map(({ name, source }) => ({
        ...{ name, url: source.url, blocks: blocks.get(name)?.length ?? 0 },
      }));
      return { team, holds: sentences(team, blocks), catalogues };
    },
    look: async (url, signal) => {
      const address = url ?? addressOf(await readTeam(home));
      const running = tasks.run(
        { kind: 'join', title: `look at the team of ${withoutUser(address)}` },
        (task) => planTeam(address, options, task),
      );
      const cancel = () => running.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        const plan = await running.result;
        const token = createHash('sha256').update(JSON.stringify(plan.team)).digest('hex');
        looked.set(token, plan);
        return { ...plan, token };
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    join: async (token) => {
      const plan = looked.get(token);
      if (!plan) throw new NotLookedAt();
      await changing(() => joinTeam(plan, options));
      looked.clear();
    },
    leave: () => changing(() => leaveTeam(home)),
  };
}

async function blocksOfTeam(
  team: JoinedTeam,
  home: string,
  environment: NodeJS.ProcessEnv,
): Promise<Map<string, string[]>> {
  const names = new Set(team.catalogues.map(({ name }) => name));
  const all = await openCatalogues({ folder: home, environment }).all();
  const those = all.filter(({ name }) => names.has(name));
  return new Map(
    await Promise.all(
      those.map(async (catalogue) => [catalogue.name, await blocksIn(catalogue)] as [string, string[]]),
    ),
  );
}

function addressOf(team: JoinedTeam | undefined): string {
  if (!team) throw new NotInTeam();
  const { ref, url } = team.source;
  return ref === undefined ? url : `${url}#${ref}`;
}

function withoutUser(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//').slice(0, 200);
}
