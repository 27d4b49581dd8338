import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeOnEachEngine, startCommand, type TestProject, testProject } from '../support/index.ts';

const command = fileURLToPath(new URL('../../out/cli/blockyard.js', import.meta.url));

const compose = `
services:
  web:
    image: busybox
    command: sleep infinity
    init: true
    stop_grace_period: 0s
`;

/** Runs the command in a pseudo-terminal of 80 by 24; `keys` is what is typed. */
async function inTerminal(
  project: TestProject,
  args: string[],
  keys = '',
  environment: Record<string, string | undefined> = {},
): Promise<{ code: number | undefined; screen: string }> {
  const words = [process.execPath, command, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const line = `stty cols 80 rows 24; ${words.join(' ')}; code=$?; stty -a | grep -o '[-]*icanon'; exit $code`;
  const { code, stdout } = await startCommand('script', ['-qefc', line, '/dev/null'], {
    cwd: project.folder,
    input: keys,
    environment: { ...project.environment, NO_COLOR: undefined, TERM: 'xterm', ...environment },
  }).result;
  return { code, screen: stdout.replaceAll('\r\n', '\n') };
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
      const { code, screen } = await inTerminal(
        project,
        ['exec', 'web', 'sh', '-c', script],
        '\u0003\rtyped\r\u0010\u0011',
      );
      expect(screen).toContain('ready');
      expect(screen).toMatch(/icanon\n$/);
      expect(code).toBe(0);
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

  it('NO_COLOR leaves out the colours, not the progress', async () => {
    await using project = await testProject(engine, { 'compose.yaml': compose });
    const { screen } = await inTerminal(project, ['up'], '', { NO_COLOR: '1' });
    expect(screen).toContain('\u001b[?25l');
    expect(screen).not.toContain('\u001b[32m');
    expect(screen).toContain('✓ ');
  });

  it('trust is asked for, and yes is remembered', async () => {
    await using project = await testProject(engine, {
      'compose.yaml': `${compose}    cap_add: [NET_ADMIN]\n`,
    });
    const no = await inTerminal(project, ['up'], 'n\n');
    expect(no.code).toBe(4);
    expect(no.screen).toContain('Do you trust it with them? [y/N]');
    const yes = await inTerminal(project, ['up'], 'y\n');
    expect(yes.code, yes.screen).toBe(0);
    expect((await project.blockyard(['trust', '--json'])).stdout).toContain('"missing": []');
  });
});
