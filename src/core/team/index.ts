export { NotInTeam } from './errors.ts';
export { joinTeam, leaveTeam, planTeam, type TeamOptions } from './join.ts';
export type { TeamPlan } from './plan.ts';
export { type TeamFile, teamFile } from './team-file.ts';
export { requireVersion } from './version.ts';
