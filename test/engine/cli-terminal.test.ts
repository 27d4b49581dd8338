import { describe, expect, it } from 'vitest';
import { describeOnEachEngine, openTerminal, type TestProject, testProject } from '../support/index.ts';

const compose = `
services:
  web:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 0s
`;

/** Runs the command in a terminal to its end, without a key. */
async function inTerminal(project: TestProject, args: string[], environment = {}) {
  await using terminal = openTerminal(project, args, environment);
  const code = await terminal.code;
  return { code, screen: terminal.screen };
}

describeOnEachEngine('on a terminal', (engine) => {
  describe('exec', () => {
    it('gives the command a terminal of the same size, and the exit code', async () => {
      await using project = await testProject(engine, { 'compose.yaml': compose });
      await project.blockyard(['up']);
      const script =
        'until [ "$(stty size)" = "24 80" ]; do sleep 0.05; done; test -t 0 && test -t 1 && stty size; exit 6';
      const { code, screen } = await inTerminal(project, ['exec', 'web', 'sh', '-c', script]);
      expect(screen).toContain('24 80\n');
      // The terminal is as it was before.
      expect(screen).toMatch(/(^|\n)icanon\n$/);
      expect(code).toBe(6);
    });

    it('follows the size of the terminal while the command runs', async () => {
      await using project = await testProject(engine, { 'compose.yaml': compose });
      await project.blockyard(['up']);
      const script = `trap 'stty size' WINCH; echo ready; while :; do sleep 0.1; done`;
      await using terminal = openTerminal(project, ['exec', 'web', 'sh', '-c', script]);
      await terminal.waitFor(/ready/);
      await terminal.resize(100, 30);
      await terminal.waitFor(/^30 100$/m);
      terminal.type('\u0003');
      expect(await terminal.code).toBe(130);
    });

    it('gives none with -T', async () => {
      await using project = await testProject(engine, { 'compose.yaml': compose });
      await project.blockyard(['up']);
      const { screen } = await inTerminal(project, [
        'exec',
        '-T',
        'web',
        'sh',
        '-c',
        'test -t 1 || echo none',
      ]);
      expect(screen).toContain('none\n');
    });

    it('passes keys on as they are typed, Ctrl-C as well, and leaves at the detach keys', async () => {
      await using project = await testProject(engine, { 'compose.yaml': compose });
      await project.blockyard(['up']);
      const script = `trap 'echo caught' INT; echo ready; read a; read b; echo "$b"; exec sleep infinity`;
      await using terminal = openTerminal(project, ['exec', 'web', 'sh', '-c', script]);
      await terminal.waitFor(/ready/);
      terminal.type('\u0003\r');
      await terminal.waitFor(/caught/);
      terminal.type('typed\r');
      await terminal.waitFor(/typed\s+typed/);
      terminal.type('\u0010');
      terminal.type('\u0011');
      expect(await terminal.code).toBe(0);
      expect(terminal.screen).toMatch(/\nicanon\n$/);
    });
  });

  it('progress is redrawn in colours, and the cursor is given back', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { code, screen } = await inTerminal(project, ['up']);
    expect(code).toBe(0);
    expect(screen).toContain('\u001b[?25l');
    expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
    expect(screen).toContain('\u001b[32m✓');
    expect(screen).toContain('\u001b[1mSERVICE');
  });

  it('Ctrl-C stops cleanly, and the cursor is given back', async () => {
    const healthcheck = 'healthcheck: { test: "false", interval: 1s, start_period: 100s }';
    await using project = await testProject(engine, { 'compose.yaml': `${compose}    ${healthcheck}\n` });
    await using terminal = openTerminal(project, ['up', '--wait']);
    await terminal.waitFor(/✓.*_default/);
    terminal.type('\u0003');
    expect(await terminal.code).toBe(130);
    expect(terminal.screen).toContain('Ctrl-C again ends at once');
    expect(terminal.screen).toContain('`blockyard up` goes on from here');
    expect(terminal.screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      terminal.screen.lastIndexOf('\u001b[?25l'),
    );
  });

  it('NO_COLOR leaves out the colours, not the progress', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { screen } = await inTerminal(project, ['up'], { NO_COLOR: '1' });
    expect(screen).toContain('\u001b[?25l');
    expect(screen).not.toContain('\u001b[32m');
    expect(screen).toContain('✓ ');
  });

  it('trust is asked for, and yes is remembered', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `${compose}    cap_add: [NET_ADMIN]\n`,
    });
    const answered = async (answer: string) => {
      await using terminal = openTerminal(project, ['up']);
      await terminal.waitFor(/Do you trust it with them\? \[y\/N\]/);
      terminal.type(`${answer}\r`);
      return { code: await terminal.code, screen: terminal.screen };
    };
    expect((await answered('n')).code).toBe(4);
    const yes = await answered('y');
    expect(yes.code, yes.screen).toBe(0);
    expect((await project.blockyard(['trust', '--json'])).stdout).toContain('"missing": []');
  });
});
