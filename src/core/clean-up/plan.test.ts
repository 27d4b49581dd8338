import { describe, expect, it } from 'vitest';
import type { DiskContainer, DiskDetails, DiskImage, DiskVolume } from '../engine/index.ts';
import type { Needs } from './clean-up.ts';
import { planFrom } from './plan.ts';
import { toReport } from './report.ts';

const now = Date.UTC(2026, 5, 1);
const longAgo = now - 30 * 24 * 3_600_000;

const image = (id: string, over: Partial<DiskImage> = {}): DiskImage => ({
  id,
  names: [`${id}:1`],
  size: 100,
  ownSize: 40,
  createdAt: longAgo,
  ...over,
});
const container = (name: string, over: Partial<DiskContainer> = {}): DiskContainer => ({
  id: `id-of-${name}`,
  name,
  imageId: 'none',
  image: 'none',
  state: 'exited',
  labels: {},
  size: 0,
  createdAt: longAgo,
  volumes: [],
  ...over,
});
const volume = (name: string, over: Partial<DiskVolume> = {}): DiskVolume => ({
  name,
  labels: {},
  size: 10,
  createdAt: 5,
  ...over,
});
const record = (id: string, over: Partial<DiskDetails['buildCache'][number]> = {}) => ({
  id,
  type: 'regular',
  description: `step ${id}`,
  size: 7,
  inUse: false,
  shared: false,
  createdAt: 1,
  ...over,
});
const disk = (over: Partial<DiskDetails>): DiskDetails => ({
  layersSize: 0,
  images: [],
  containers: [],
  volumes: [],
  buildCache: [],
  ...over,
});
const ofProject = (name: string) => ({ 'com.docker.compose.project': name });
const needs = (over: Partial<Needs> = {}): Needs => ({
  projects: new Set(),
  images: new Set(),
  volumes: new Set(),
  ...over,
});

/** Names of what would go, by kind. */
function wouldGo(details: DiskDetails, given: Needs = needs()): Record<string, string[]> {
  const { groups } = planFrom(details, given, now);
  return Object.fromEntries(groups.map(({ kind, items }) => [kind, items.map(({ name }) => name)]));
}

describe('what may go', () => {
  it('is nothing on an empty disk', () => {
    expect(planFrom(disk({}), needs(), now)).toEqual({ groups: [] });
  });

  it('is of images what no container uses: without a name, or old; whether the container runs or not', () => {
    const images = [
      image('old'),
      image('used'),
      image('fresh', { createdAt: now - 3_600_000 }),
      image('sha256:0123456789abcdef', { names: [], createdAt: now - 1_000 }),
      image('sha256:used', { names: [] }),
    ];
    const containers = [
      container('a', { imageId: 'used', labels: ofProject('other') }),
      container('b', { imageId: 'sha256:used', state: 'running' }),
    ];
    expect(wouldGo(disk({ images, containers }))).toEqual({
      'dangling-images': ['without a name (0123456789ab)'],
      'unused-images': ['old:1'],
    });
  });

  it('is nothing that an opened project names or had built', () => {
    const images = [image('postgres'), image('shop-web'), image('shopping'), image('other')];
    const volumes = [
      volume('shop_data', { labels: ofProject('shop') }),
      volume('external'),
      volume('billing_data', { labels: ofProject('billing') }),
    ];
    const given = needs({
      projects: new Set(['shop']),
      images: new Set(['postgres']),
      volumes: new Set(['external']),
    });
    expect(wouldGo(disk({ images, volumes }), given)).toEqual({
      'unused-images': ['other:1', 'shopping:1'],
      'unused-volumes': ['billing_data'],
    });
  });

  it('is of containers what does not run and is no part of a stack', () => {
    const containers = [
      container('ended'),
      container('never-started', { state: 'created' }),
      container('runs', { state: 'running' }),
      container('paused', { state: 'paused' }),
      container('shop-web-1', { labels: ofProject('shop') }),
    ];
    expect(wouldGo(disk({ containers }))).toEqual({ 'stopped-containers': ['ended', 'never-started'] });
  });

  it('is of volumes what no container mounts, of the build cache what neither builds nor images use', () => {
    const details = disk({
      containers: [container('c', { volumes: ['mounted'], labels: ofProject('x') })],
      volumes: [volume('mounted'), volume('free'), volume('f'.repeat(64), { size: undefined })],
      buildCache: [record('one'), record('two', { inUse: true }), record('three', { shared: true })],
    });
    expect(wouldGo(details)).toEqual({
      'build-cache': ['step one'],
      'unused-volumes': ['free', 'without a name (ffffffffffff)'],
    });
  });

  it('says of each group how large it is, what is lost, and tells a volume made anew from the one before', () => {
    const details = disk({
      images: [image('small', { ownSize: 1 }), image('large', { ownSize: 2 })],
      containers: [container('wrote', { size: 5 })],
      volumes: [volume('free')],
    });
    const { groups } = planFrom(details, needs(), now);
    expect(groups).toMatchObject([
      { kind: 'unused-images', size: 3, losesData: false, items: [{ name: 'large:1' }, { name: 'small:1' }] },
      { kind: 'stopped-containers', size: 5, losesData: true },
      { kind: 'unused-volumes', size: 10, losesData: true, items: [{ id: 'free@5' }] },
    ]);
    for (const { text } of groups) expect(text).toMatch(/^[A-Z].*\.$/);
    const clean = planFrom(disk({ containers: [container('wrote-nothing')] }), needs(), now);
    expect(clean.groups).toMatchObject([{ losesData: false }]);
  });
});

describe('the report', () => {
  it('says what each kind takes, what of it nothing uses, and who uses what', () => {
    const report = toReport(
      disk({
        layersSize: 150,
        images: [image('used'), image('free')],
        containers: [
          container('web', {
            imageId: 'used',
            state: 'running',
            size: 3,
            volumes: ['data'],
            labels: ofProject('shop'),
          }),
          container('ended', { size: 4 }),
        ],
        volumes: [volume('data', { labels: ofProject('shop') }), volume('free', { size: 25 })],
        buildCache: [
          record('one'),
          record('two', { shared: true, size: 50 }),
          record('three', { inUse: true }),
        ],
      }),
      now,
    );
    expect(report.measuredAt).toBe(now);
    expect(report.kinds.map(({ items, ...kind }) => kind)).toEqual([
      { kind: 'images', size: 150, reclaimable: 40, count: 2 },
      { kind: 'containers', size: 7, reclaimable: 4, count: 2 },
      { kind: 'volumes', size: 35, reclaimable: 25, count: 2 },
      { kind: 'build-cache', size: 14, reclaimable: 7, count: 3 },
    ]);
    const [images, containers, volumes] = report.kinds.map(({ items }) => items);
    expect(images?.map(({ name, usedBy }) => [name, usedBy])).toEqual([
      ['free:1', []],
      ['used:1', ['web']],
    ]);
    expect(containers?.map(({ name, usedBy, project }) => [name, usedBy, project])).toEqual([
      ['ended', ['exited'], undefined],
      ['web', ['running'], 'shop'],
    ]);
    expect(volumes?.map(({ name, usedBy, project }) => [name, usedBy, project])).toEqual([
      ['free', [], undefined],
      ['data', ['web'], 'shop'],
    ]);
  });

  it('tells the 200 largest of a kind', () => {
    const volumes = Array.from({ length: 250 }, (_, index) => volume(`v${index}`, { size: index }));
    const [, , kind] = toReport(disk({ volumes }), now).kinds;
    expect(kind?.count).toBe(250);
    expect(kind?.items.map(({ size }) => size)).toEqual(
      Array.from({ length: 200 }, (_, index) => 249 - index),
    );
  });
});
