import { expect, it } from 'vitest';
import { standIn } from '../shell/stand-in/electron.mjs';
import { startShell } from '../shell/support/start-shell.ts';
import { engines, testProject } from '../support/index.ts';

const app = `
services:
  app:
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 0s
    healthcheck:
      test: ["CMD-SHELL", "test ! -e /broken"]
      interval: 200ms
      retries: 1
`;

const labels = () => (standIn.trays[0]?.menu ?? []).map(({ label }) => label);
const titles = () => standIn.notifications.map(({ options }) => options.title);

it('the desktop app shows in the tray, and tells by notifications, what stacks do', async () => {
  // The bundles can be loaded once a process, so on one engine: what differs between engines lies below them.
  const [engine] = engines();
  if (!engine) throw new Error('There is no engine to test on.');
  await using project = await testProject(engine, { 'compose.yaml': app });
  await using shell = await startShell(project.environment);
  const { core } = await shell.page.connect();
  const { id } = await core.projects.add({ folder: project.folder });
  await expect.poll(labels, { timeout: 20_000 }).toContain(`· ${project.name} · not up`);
  await core.stacks.up({ project: id, request: {} });
  await expect.poll(labels, { timeout: 40_000 }).toContain(`● ${project.name} · 1 of 1 ready`);

  standIn.isFocused = false;
  const container = engine.docker.getContainer(`${project.name}-app-1`);
  const breaking = await container.exec({ Cmd: ['touch', '/broken'] });
  await breaking.start({ Detach: true });
  await expect.poll(titles, { timeout: 20_000 }).toContain(`${project.name}: app is not healthy`);

  const wishes = await core.desktop.wishes({});
  const told = standIn.notifications.find(({ options }) => options.title.startsWith(project.name));
  told?.emit('click');
  expect((await wishes.next()).value).toEqual({ kind: 'go', path: `/project/${id}/stack` });
});
