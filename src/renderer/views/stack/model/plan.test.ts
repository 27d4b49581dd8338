import { describe, expect, it } from 'vitest';
import type { Plan, Step } from '../../../../shared/index.ts';
import { changeCount, changesFor, changesOf, lossesOf, planKind, summaryOf } from './plan.ts';

type Wish = Partial<Step> & Pick<Step, 'action'> & { of: string; service?: string };

function plan(...wishes: Wish[]): Plan {
  return {
    project: 'shop',
    unchanged: [{ kind: 'network', name: 'shop_default' }],
    steps: wishes.map(({ of, service, action, ...rest }) => {
      const [kind, name] = of.split(':') as [Step['target']['kind'], string];
      return {
        id: `${of}:${action}`,
        action,
        target: { kind, name, ...(service && { service }) },
        causes: [],
        after: [],
        ...rest,
      };
    }),
  };
}

const missing = [{ kind: 'missing', text: 'missing' }];
const change = plan(
  {
    action: 'build',
    of: 'image:shop-api',
    service: 'api',
    causes: [{ kind: 'asked', text: 'asked to build' }],
  },
  {
    action: 'remove',
    of: 'container:shop-old-1',
    service: 'old',
    causes: [{ kind: 'orphan', text: 'orphan' }],
  },
  {
    action: 'recreate',
    of: 'volume:shop_data',
    causes: [{ kind: 'x', text: 'driver changed' }],
    loses: 'all data in it',
  },
  {
    action: 'recreate',
    of: 'container:shop-api-1',
    service: 'api',
    causes: [{ kind: 'environment-changed', text: 'env PORT changed' }],
    after: ['image:shop-api:build', 'volume:shop_data:recreate'],
  },
  {
    action: 'start',
    of: 'container:shop-api-1',
    service: 'api',
    causes: [{ kind: 'environment-changed', text: 'env PORT changed' }],
  },
  { action: 'wait', of: 'container:shop-api-1', service: 'api' },
  { action: 'create', of: 'container:shop-new-1', service: 'new', causes: missing },
  { action: 'start', of: 'container:shop-new-1', service: 'new', causes: missing },
);

describe('a plan in words', () => {
  it('is one change for each piece, grouped by service, with what is shared first', () => {
    expect(changesOf(change)).toEqual([
      {
        service: undefined,
        changes: [
          {
            target: { kind: 'volume', name: 'shop_data' },
            verb: 'recreate',
            tone: 'changes',
            causes: ['driver changed'],
            losses: [{ step: 'volume:shop_data:recreate', text: 'all data in it (volume shop_data)' }],
          },
        ],
      },
      {
        service: 'api',
        changes: [
          {
            target: { kind: 'image', name: 'shop-api', service: 'api' },
            verb: 'build',
            tone: 'adds',
            causes: ['asked to build'],
            losses: [],
          },
          {
            target: { kind: 'container', name: 'shop-api-1', service: 'api' },
            verb: 'recreate',
            tone: 'changes',
            causes: ['env PORT changed'],
            losses: [],
          },
        ],
      },
      {
        service: 'old',
        changes: [
          {
            target: { kind: 'container', name: 'shop-old-1', service: 'old' },
            verb: 'remove',
            tone: 'removes',
            causes: ['orphan'],
            losses: [],
          },
        ],
      },
      {
        service: 'new',
        changes: [
          {
            target: { kind: 'container', name: 'shop-new-1', service: 'new' },
            verb: 'create and start',
            tone: 'adds',
            causes: ['is not there yet'],
            losses: [],
          },
        ],
      },
    ]);
    expect(changeCount(change)).toBe(5);
    expect(summaryOf(change)).toBe(
      '2 to recreate · 1 to build · 1 to remove · 1 to create · 1 piece unchanged',
    );
    expect(lossesOf(change)).toEqual([
      { step: 'volume:shop_data:recreate', text: 'all data in it (volume shop_data)' },
    ]);
  });

  it('for one service has its own changes and those of what it is made from', () => {
    expect(changesFor(change, 'api').map(({ verb, target }) => `${verb} ${target.name}`)).toEqual([
      'recreate shop_data',
      'build shop-api',
      'recreate shop-api-1',
    ]);
    expect(changesFor(change, 'nobody')).toEqual([]);
  });

  it('knows whether it only adds, or changes what is there', () => {
    expect(planKind(plan())).toBe('nothing');
    expect(planKind(plan({ action: 'wait', of: 'container:a' }))).toBe('nothing');
    expect(
      planKind(plan({ action: 'create', of: 'container:a' }, { action: 'start', of: 'container:a' })),
    ).toBe('adds');
    expect(planKind(plan({ action: 'restart', of: 'container:a' }))).toBe('changes');
    expect(planKind(plan({ action: 'create', of: 'volume:a', loses: 'everything' }))).toBe('changes');
    expect(summaryOf({ project: 'shop', steps: [], unchanged: [] })).toBe('Nothing to do');
  });

  it('takes what is removed and made again for a recreation', () => {
    const replaced = plan({ action: 'remove', of: 'container:a' }, { action: 'create', of: 'container:a' });
    expect(changesOf(replaced)[0]?.changes[0]).toMatchObject({ verb: 'recreate', tone: 'changes' });
    expect(planKind(replaced)).toBe('changes');
  });
});
