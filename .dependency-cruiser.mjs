/**
 * The one-way arrows of docs/architecture.md, as a check.
 *
 * Floors of `core`, from the ground up: a capability uses those below it only, and only through their `index.ts`.
 */
const floors = [
  ['store', 'tasks', 'secrets', 'masking', 'processes', 'page', 'waiting', 'git'],
  ['engine', 'compose'],
  ['catalogues'],
  ['blocks'],
  ['loading'],
  ['guardrails', 'trust', 'logs'],
  ['stack'],
  ['live'],
  ['checks', 'data', 'mirror', 'doctor', 'projects', 'templates', 'workshop', 'team'],
  ['activity', 'stacks', 'metrics', 'terminals', 'files', 'clean-up'],
  ['deploy'],
  ['models'],
  ['api'],
];

const upwards = floors.slice(0, -1).map((floor, height) => ({
  name: `no-way-up-from-${floor[0]}`,
  comment: 'A capability of core uses the floors below it only.',
  severity: 'error',
  from: { path: `^src/core/(${floor.join('|')})/` },
  to: {
    path: `^src/core/(${floors
      .slice(height + 1)
      .flat()
      .join('|')})/`,
  },
}));

export default {
  forbidden: [
    ...upwards,
    {
      name: 'through-the-face',
      comment: 'A capability never reaches into the inside of another: import its index.ts.',
      severity: 'error',
      from: { path: '^src/core/([^/]+)/' },
      to: { path: '^src/core/[^/]+/', pathNot: ['^src/core/$1/', '^src/core/[^/]+/index\\.ts$'] },
    },
    {
      name: 'core-through-the-face',
      comment: 'Shells (cli, main, web) use core through the faces of its capabilities.',
      severity: 'error',
      from: { path: '^src/(cli|main|web)/' },
      to: { path: '^src/core/[^/]+/', pathNot: '^src/core/[^/]+/index\\.ts$' },
    },
    {
      name: 'shared-is-the-ground',
      comment: 'shared holds the contract: no Node, no DOM, nothing of ours.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/shared/', '^node_modules/(zod|@orpc/contract)/'] },
    },
    {
      name: 'contract-stays-out-of-the-way',
      comment: 'zod and oRPC cost a start: who wants the words of shared alone does not load the contract.',
      severity: 'error',
      from: { path: '^src/shared/[^/]+\\.ts$' },
      to: { path: '^src/shared/contract/' },
    },
    {
      name: 'core-is-headless',
      comment: 'core knows neither shell nor screen.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: ['^src/(main|preload|renderer|cli|web)/', '^node_modules/(electron|react)'] },
    },
    {
      name: 'renderer-knows-the-contract-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: ['^src/(core|main|preload|cli|web)/', '^node:'] },
    },
    {
      name: 'only-engine-speaks-dockerode',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/engine/' },
      to: { path: '^node_modules/(@types/)?(dockerode|docker-modem)' },
    },
    {
      name: 'no-circles',
      comment:
        'A circle that a lazy import closes is none when things are loaded: a view may name the views.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.test\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
    },
  },
};
