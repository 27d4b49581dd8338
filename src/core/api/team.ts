import { os } from './implement.ts';

export const team = {
  of: os.team.of.handler(async ({ context: { core } }) => {
    const member = await core.team.of();
    if (!member) return {};
    const { catalogues, holds, team } = member;
    const { joinedAt, name, source } = team;
    const { commit, ref, url } = source;
    return { team: { name, url, commit, joinedAt, holds, catalogues, ...(ref !== undefined && { ref }) } };
  }),
  look: os.team.look.handler(async ({ context: { core, signal }, input }) => {
    const { before, brings, nothing, team, token } = await core.team.look(input.url, signal);
    const { commit, url } = team.source;
    return {
      ...{ name: team.name, url, commit, brings, nothing, token },
      ...(before && { before: { name: before.name, same: before.same } }),
    };
  }),
  join: os.team.join.handler(({ context: { core }, input }) => core.team.join(input.token)),
  leave: os.team.leave.handler(({ context: { core } }) => core.team.leave()),
};
