export { NotInTeam, PlanOutdated } from './errors.ts';
export { joinTeam, leaveTeam, planTeam, type TeamOptions } from './join.ts';
export { openTeam, type TeamMembership } from './open.ts';
export type { TeamPlan } from './plan.ts';
export { type TeamFile, teamFile } from './team-file.ts';
export { applyUpdate, planUpdate, type UpdateOptions, type UpdatePlan } from './update.ts';
export { touchesData, type Upgrade } from './upgrade.ts';
export { readUsage, type Usage, type UsedException } from './usage.ts';
export { requireVersion } from './version.ts';
