import { z } from 'zod';
import { call, done, errorData, nothing, states, time, where } from './base.ts';
import { findingView } from './guardrails.ts';
import { plan } from './stacks.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
export const parameterValues = z.record(z.string(), z.union([value, z.array(value)]));

export const blockOrigin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('built-in') }),
  z.object({ kind: z.literal('folder') }),
  z.object({ kind: z.literal('catalogue'), name: z.string(), url: z.string(), commit: z.string() }),
]);

export const blockSummary = z.object({
  /** What a stack file writes: `postgres@1`, `acme/postgres@2`. */
  reference: z.string(),
  name: z.string(),
  version: z.string(),
  title: z.string(),
  description: z.string(),
  /** A data URL of an SVG, shown as an image and never as markup. */
  icon: z.string().optional(),
  owner: z.string(),
  tags: z.array(z.string()),
  origin: blockOrigin,
  /** Names of the variables that consumers get. */
  bindings: z.array(z.string()),
  /** Why it cannot be used. */
  problem: errorData.optional(),
});
export type BlockSummary = z.infer<typeof blockSummary>;

export const parameterView = z.object({
  name: z.string(),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'array']),
  title: z.string(),
  description: z.string().optional(),
  default: z.union([value, z.array(value)]).optional(),
  /** Choices, as they are with the values given so far. */
  choices: z.array(value).optional(),
  /** Of an array. */
  itemType: z.enum(['string', 'integer', 'number']).optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  secret: z.boolean(),
  /** A secret that is made when nobody gives it. */
  generated: z.boolean(),
  advanced: z.boolean(),
});
export type ParameterView = z.infer<typeof parameterView>;

export const blockDetails = blockSummary.extend({
  /** Its README, as Markdown text. */
  readme: z.string(),
  parameters: z.array(parameterView),
  uses: z.array(z.object({ name: z.string(), block: z.string() })),
  endpoints: z.array(z.object({ name: z.string(), title: z.string(), port: z.string(), open: z.boolean() })),
  licence: z.string(),
  provenance: z.string(),
});
export type BlockDetails = z.infer<typeof blockDetails>;

/** What is to be added to a project's blockyard.yaml. */
export const addRequest = z.object({
  project: z.string(),
  /** The instance's name; default: the block's. */
  name: z.string().optional(),
  block: z.string(),
  with: parameterValues.optional(),
  at: z.string().optional(),
  production: z.boolean().optional(),
  uses: z.record(z.string(), z.string()).optional(),
  /** Services that are bound to it. */
  bindTo: z.array(z.string()).optional(),
  /** The file as the preview showed it ("" for none): when it is another by now, `add` writes nothing. */
  before: z.string().optional(),
});
export type AddRequest = z.infer<typeof addRequest>;

/** What a change to blockyard.yaml would do, before it is done. */
export const stackFilePreview = z.object({
  /** The file as it would be, and as it is. */
  before: z.string(),
  after: z.string(),
  /** What `up` would do then; absent when there is no engine. */
  plan: plan.optional(),
  /** Guardrails that would be broken newly. */
  findings: z.array(findingView),
  problem: errorData.optional(),
});
export type StackFilePreview = z.infer<typeof stackFilePreview>;

export const bindingView = z.object({
  name: z.string(),
  /** Masked where secret. */
  inside: z.string(),
  host: z.string(),
  secret: z.boolean(),
  description: z.string().optional(),
});

export const instanceView = z.object({
  name: z.string(),
  block: blockSummary,
  services: z.array(z.string()),
  jobs: z.array(z.string()),
  attached: z.object({ production: z.boolean() }).optional(),
  usedBy: z.string().optional(),
  endpoints: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      url: z.string().optional(),
      address: z.string(),
      open: z.boolean(),
    }),
  ),
  bindings: z.array(bindingView),
  /** Services that are bound to it. */
  consumers: z.array(z.string()),
  /** A newer version that the catalogue has. */
  newer: z.string().optional(),
  where: where.optional(),
});
export type InstanceView = z.infer<typeof instanceView>;

export const upgradeView = z.object({
  /** Instance, or `catalogue:NAME`. */
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  notes: z.array(z.string()),
  data: z.enum(['kept', 'migrates', 'dump-and-load', 'lost']),
  steps: z.array(z.string()),
});
export type UpgradeView = z.infer<typeof upgradeView>;

export const upgradePlan = z.object({
  upgrades: z.array(upgradeView),
  /** Its texts are those of blockyard.lock. */
  preview: stackFilePreview,
  /** Of blockyard.yaml, where its references have to move on. */
  stackFile: z.object({ before: z.string(), after: z.string() }).optional(),
  /** What the plan was made from: applying refuses when it is another by now. */
  token: z.string(),
});
export type UpgradePlan = z.infer<typeof upgradePlan>;

const byProject = z.object({ project: z.string() });

export const blocks = {
  /** All blocks that the project may use (without one: the built-in and the team's), by title. */
  catalogue: call(z.object({ project: z.string().optional() }), z.array(blockSummary)),
  /** Why catalogues that the project may use cannot be had: their blocks are not in the above. */
  catalogueProblems: call(z.object({ project: z.string().optional() }), z.array(errorData)),
  /** One block with the choices of its parameters as they are with `with`. */
  details: call(
    z.object({ project: z.string().optional(), block: z.string(), with: parameterValues.optional() }),
    blockDetails,
  ),
  preview: call(addRequest, stackFilePreview),
  add: call(addRequest, done),
  /** The instances of the project's stack, with their bindings, after each change of its files. */
  follow: states(byProject, z.array(instanceView)),
  /** One value of a binding, unmasked: for the clipboard, at a person's wish. */
  reveal: call(
    z.object({
      project: z.string(),
      instance: z.string(),
      binding: z.string(),
      form: z.enum(['inside', 'host']),
    }),
    z.object({ value: z.string() }),
  ),
  /** Newer versions of the catalogues and blocks of a project, as a plan to review. Fetches. */
  planUpgrade: call(byProject, upgradePlan),
  upgrade: call(z.object({ project: z.string(), token: z.string() }), done),
};

export const templateView = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  blocks: z.array(z.string()),
  /** Of a folder's reading: why it is proposed. */
  reasons: z.array(z.string()),
});
export type TemplateView = z.infer<typeof templateView>;

export const proposal = z.object({
  folder: z.string(),
  name: z.string(),
  /** What was seen and what follows from it: `package.json depends on pg → block postgres`. */
  reasons: z.array(z.object({ file: z.string(), saw: z.string(), follows: z.string() })),
  /** The blockyard.yaml that is proposed; the others are files that go with it. */
  files: z.array(z.object({ path: z.string(), content: z.string(), isNew: z.boolean() })),
});
export type Proposal = z.infer<typeof proposal>;

export const templates = {
  list: call(nothing, z.array(templateView)),
  /** Reads a folder and proposes; nothing is written. */
  propose: call(z.object({ folder: z.string(), template: z.string().optional() }), proposal),
  /** Writes what `propose` answered for the same words and opens the project; existing files are never overwritten. */
  create: call(
    z.object({ folder: z.string(), template: z.string().optional() }),
    z.object({ project: z.string() }),
  ),
};

export const teamView = z.object({
  name: z.string(),
  url: z.string(),
  ref: z.string().optional(),
  commit: z.string(),
  joinedAt: time,
  /** What holds by its word, as sentences. */
  holds: z.array(z.string()),
  catalogues: z.array(z.object({ name: z.string(), url: z.string(), blocks: z.number() })),
});
export type TeamView = z.infer<typeof teamView>;

/** What a team's repository brings: nothing of it holds before it is joined. */
export const teamPlan = z.object({
  name: z.string(),
  url: z.string(),
  commit: z.string(),
  /** What changes for this user, as sentences, the weightiest first. */
  brings: z.array(z.string()),
  /** The team that is left for it; with `same` it is this one's present state. */
  before: z.object({ name: z.string(), same: z.boolean() }).optional(),
  /** Whether everything is as it is already. */
  nothing: z.boolean(),
  /** What was looked at, and is joined. */
  token: z.string(),
});
export type TeamPlan = z.infer<typeof teamPlan>;

export const team = {
  of: call(nothing, z.object({ team: teamView.optional() })),
  /** Fetches a team's repository and what it names, as a task for others to see; without an address, the present team's. */
  look: call(z.object({ url: z.string().optional() }), teamPlan),
  /** Joins what was looked at. Refused when it was not looked at here. */
  join: call(z.object({ token: z.string() }), done),
  leave: call(nothing, done),
};
