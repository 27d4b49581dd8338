import { expect, it } from 'vitest';
import type { ProjectSummary, StackView } from '../../src/shared/contract/index.ts';
import {
  connectTo,
  engines,
  runningContainer,
  type TestEngine,
  testCore,
  uniqueName,
  until,
} from '../support/index.ts';

const [one, other] = engines();
const address = ({ socket }: TestEngine) => `unix://${socket}`;
const names = (projects: ProjectSummary[]) => projects.map(({ name }) => name);

async function container(testEngine: TestEngine, project: string) {
  const engine = await connectTo(testEngine);
  const started = await runningContainer(engine, ['sh', '-c', `echo on ${testEngine.name}; sleep infinity`], {
    Labels: {
      'com.docker.compose.project': project,
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': '1',
    },
  });
  return {
    id: started.id,
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

it('another engine is chosen: lists and streams go over to it, and nothing of the first remains', async ({
  skip,
}) => {
  if (!one || !other) return skip('There is one engine only.');
  const [both, first, second] = [uniqueName('both'), uniqueName('first'), uniqueName('second')];
  await using onOne = await container(one, both);
  await using onOther = await container(other, both);
  await using _first = await container(one, first);
  await using _second = await container(other, second);
  await using core = await testCore({});
  const { client, signal } = core;
  const states = await client.engines.follow({}, { signal });
  await client.engines.choose({ id: address(one) });
  await until(states, (it) => it.state === 'connected' && it.info.address === address(one));

  const projects = await client.projects.follow({}, { signal });
  const seen = await until(projects, (it) => names(it).includes(first));
  expect(names(seen)).not.toContain(second);
  const project = seen.find(({ name }) => name === both)?.id ?? '';
  const views = await client.stacks.follow({ project }, { signal });
  const idIn = (view: StackView) => view.services[0]?.containers[0]?.id;
  await until(views, (view) => idIn(view) === onOne.id);
  const usages = await client.metrics.follow({ project }, { signal });
  await until(usages, ({ services }) => services['web'] !== undefined);
  const logs = await client.logs.follow({ project }, { signal });
  const text = await until(logs, (batch) => batch.kind === 'lines');
  expect(text).toMatchObject({ text: `on ${one.name}` });

  await client.engines.choose({ id: address(other) });
  const now = await until(projects, (it) => names(it).includes(second));
  expect(names(now)).not.toContain(first);
  expect(now.find(({ name }) => name === both)?.id).toBe(project);
  await until(views, (view) => idIn(view) === onOther.id);
  await expect(until(logs, () => false)).rejects.toMatchObject({ code: 'interrupted' });
  const again = await client.logs.follow({ project }, { signal });
  const lines = await until(again, (batch) => batch.kind === 'lines');
  expect(lines).toMatchObject({ text: `on ${other.name}` });
  await expect(client.stacks.inspect({ project, container: onOne.id })).rejects.toMatchObject({
    code: 'not-found',
  });

  await client.engines.choose({ id: 'unix:///nowhere/docker.sock' });
  const away = await until(states, ({ state }) => state === 'away');
  expect(away).not.toHaveProperty('info.address');
  const none = await until(projects, (it) => !names(it).includes(second));
  expect(names(none).filter((name) => [both, first].includes(name))).toEqual([]);
  const lost = await until(views, (view) => view.engineProblem !== undefined);
  expect(lost).toMatchObject({ state: 'unknown', services: [], engineProblem: { code: 'engine-not-found' } });
  await expect(client.logs.follow({ project }).then((it) => it.next())).rejects.toMatchObject({
    code: 'engine-not-found',
  });
  // Also while nobody has asked anything since.
  await until(usages, ({ services }) => Object.keys(services).length === 0);
});
