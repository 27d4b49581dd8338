import type { ContractRouterClient } from '@orpc/contract';
import { activity } from './activity.ts';
import { blocks, team, templates } from './blocks.ts';
import { engines } from './engines.ts';
import { files } from './files.ts';
import { guardrails } from './guardrails.ts';
import { logs } from './logs.ts';
import { doctor, settings } from './machine.ts';
import { metrics } from './metrics.ts';
import { projects } from './projects.ts';
import { secrets } from './secrets.ts';
import { desktop, session, streams } from './session.ts';
import { stacks, trust } from './stacks.ts';
import { tasks } from './tasks.ts';
import { terminals } from './terminals.ts';

/** All that a view may ask of the core, over whatever way in. */
export const contract = {
  session,
  streams,
  desktop,
  projects,
  stacks,
  trust,
  logs,
  terminals,
  files,
  metrics,
  activity,
  tasks,
  engines,
  doctor,
  settings,
  blocks,
  templates,
  team,
  guardrails,
  secrets,
};

export type Contract = typeof contract;
/** The core as a view sees it. */
export type CoreClient = ContractRouterClient<Contract>;

export { compatibility } from '../compatibility.ts';
export type { ActivityEntry, Notice } from './activity.ts';
export { errorData } from './base.ts';
export type {
  AddRequest,
  BlockDetails,
  BlockSummary,
  InstanceView,
  ParameterView,
  Proposal,
  StackFilePreview,
  TeamPlan,
  TeamView,
  TemplateView,
  UpgradePlan,
  UpgradeView,
} from './blocks.ts';
export type { CleanUpKind, CleanUpPlan, DiskReport, EngineStatus, FoundEngine } from './engines.ts';
export type { FileEntry, FilePlace } from './files.ts';
export type { GuardrailFinding, GuardrailsView } from './guardrails.ts';
export type { LogBatch, LogLines } from './logs.ts';
export type { FindingView, SettingView } from './machine.ts';
export type { Mark, Sample, Series } from './metrics.ts';
export type { FolderListing, ProjectSummary, StackState } from './projects.ts';
export type { SecretsView, SecretView } from './secrets.ts';
export type { DesktopWish, Hello } from './session.ts';
export type {
  ContainerInspection,
  ContainerView,
  GrantView,
  ServiceState,
  ServiceView,
  StackView,
  UpRequest,
} from './stacks.ts';
export type { TerminalView } from './terminals.ts';
