import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ComposeProject } from '../../src/core/compose/index.ts';
import {
  createTerminals,
  type TerminalRequest,
  type TerminalState,
  type Terminals,
} from '../../src/core/terminals/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { type TestStack, testStack } from '../support/stack.ts';

const compose = `
services:
  web:
    image: debian:12-slim
    command: sleep infinity
    init: true
    network_mode: none
    scale: 2
  small:
    image: busybox
    command: sleep infinity
    init: true
    network_mode: none
  bare:
    image: busybox
    command: sh -c 'rm /bin/sh /bin/ash; exec sleep infinity'
    init: true
    network_mode: none
`;

type TestEngine = Parameters<typeof testStack>[0];

/** A stack of one kind of service that runs, and no terminals yet. */
async function bench(testEngine: TestEngine, services: string[]) {
  const stack = await testStack(testEngine, compose, {}, 'terminals');
  const terminals = createTerminals();
  try {
    const opened = await stack.open();
    await stack.run((task) => opened.up({ services }, task));
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
  const project: ComposeProject = await stack.load();
  return {
    stack,
    terminals,
    open: (request: Partial<TerminalRequest> = {}) =>
      terminals.open(stack.engine, project, {
        project: 'the-id',
        service: services[0] ?? '',
        columns: 90,
        rows: 30,
        ...request,
      }),
    [Symbol.asyncDispose]: async () => {
      await terminals[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

/** Reads on from an offset until all of these words have come, each once. */
async function readUntil(terminals: Terminals, id: string, words: string | RegExp, after = 0) {
  const stop = new AbortController();
  let text = '';
  let offset = after;
  for await (const piece of terminals.output(id, after, stop.signal)) {
    text += piece.text;
    offset = piece.offset;
    if (typeof words === 'string' ? text.includes(words) : words.test(text)) return { text, offset };
  }
  throw new Error(`The terminal ended before ${words}: ${text}`);
}

/** Types a line, and waits for words that only its answer has. */
async function ask(terminals: Terminals, id: string, line: string, answer: string | RegExp, after = 0) {
  terminals.write(id, `${line}\n`);
  return readUntil(terminals, id, answer, after);
}

/** Its state, as soon as that is so. */
async function stateOf(terminals: Terminals, id: string, wished: (state: TerminalState) => boolean) {
  for await (const list of terminals.follow(AbortSignal.timeout(20_000))) {
    const found = list.find((it) => it.id === id);
    if (found && wished(found)) return found;
  }
  throw new Error('It never was so.');
}

const hasEnded = ({ state }: TerminalState) => state === 'ended';

/** What runs in the first container of a service, one command line each, without ours that ask. */
async function processesIn(stack: TestStack, service: string): Promise<string[]> {
  const name = `${stack.name}-${service}-1`;
  const { Titles, Processes } = await stack.engine.containers.top(name);
  const column = Titles.indexOf('CMD');
  return Processes.map((line) => line[column] ?? '').sort();
}

describeOnEachEngine('terminals', (testEngine) => {
  it('open the best shell, of the size that was asked for, and end with its exit code', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const opened = await it.open();
    expect(opened).toMatchObject({
      project: 'the-id',
      service: 'web',
      container: `${it.stack.name}-web-1`,
      state: 'running',
    });
    const { text } = await ask(terminals, opened.id, 'echo $((6*7)) $0; stty size', /42 \w+\r\n30 90\r\n/);
    expect(text).toContain('42 bash');
    await terminals.resize(opened.id, 123, 45);
    await ask(terminals, opened.id, 'stty size', '45 123');
    terminals.write(opened.id, 'exit 7\n');
    expect(await stateOf(terminals, opened.id, hasEnded)).toMatchObject({ exitCode: 7 });
    expect(() => terminals.write(opened.id, 'x')).toThrow('has ended');
    await terminals.close(opened.id);
    expect(() => terminals.write(opened.id, 'x')).toThrow('not open any more');
  });

  it('go on where a view left, whatever was written meanwhile', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const { id } = await it.open();
    const first = await ask(terminals, id, 'stty -echo; PS1=; echo one-$((0+1))', 'one-1\r\n');
    const script = 'for i in $(seq 1 20000); do echo "line $i"; done; echo the-$((0+9))-end';
    terminals.write(id, `${script}\n`);
    const second = await readUntil(terminals, id, 'line 300\r\n', first.offset);
    const third = await readUntil(terminals, id, 'the-9-end', second.offset);
    const lines = `${second.text}${third.text}`.match(/^line \d+$/gm);
    expect(lines?.map((line) => line.trim())).toEqual(
      Array.from({ length: 20_000 }, (_, index) => `line ${index + 1}`),
    );
    const again = await readUntil(terminals, id, 'the-9-end');
    expect(again.text.endsWith(third.text)).toBe(true);
  });

  it('tell what is not kept any more', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const { id } = await it.open();
    await ask(
      terminals,
      id,
      'stty -echo; head -c 3000000 /dev/zero | tr "\\0" x; echo the-$((1+1))',
      'the-2',
    );
    const signal = AbortSignal.timeout(10_000);
    for await (const { dropped, offset, text } of terminals.output(id, 100, signal)) {
      expect(dropped).toBeGreaterThan(1_900_000);
      expect(offset).toBe(100 + dropped + text.length);
      break;
    }
  });

  it('stay answering in a flood, which waits for its reader', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const { id } = await it.open();
    terminals.write(id, 'yes\n');
    const stop = new AbortController();
    let read = 0;
    let interruptedAt = 0;
    let text = '';
    let droppedAll = 0;
    for await (const piece of terminals.output(id, 0, stop.signal)) {
      read += piece.text.length;
      droppedAll += piece.dropped;
      text = `${text}${piece.text}`.slice(-2000);
      if (interruptedAt === 0 && read > 3_000_000) {
        interruptedAt = performance.now();
        terminals.write(id, '\x03');
        terminals.write(id, 'echo stopped-$((2+2))\n');
      }
      if (text.includes('stopped-4')) break;
    }
    expect(performance.now() - interruptedAt).toBeLessThan(3000);
    expect(droppedAll).toBe(0);
  });

  it('flood nobody while nobody looks', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const { id } = await it.open();
    terminals.write(id, 'yes\n');
    await wait(1000);
    for await (const { offset } of terminals.output(id, 0, AbortSignal.timeout(5000))) {
      // Of what would be hundreds of megabytes.
      expect(offset).toBeLessThan(30_000_000);
      break;
    }
    terminals.write(id, '\x03');
    await ask(terminals, id, 'echo stopped-$((2+2))', 'stopped-4');
  });

  it('keep the letters of every script whole, typed and written', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const { id } = await it.open();
    const split =
      'printf "\\360\\237"; sleep 0.2; printf "\\230\\200 \\xe4"; sleep 0.2; printf "\\xbd\\xa0|"; echo';
    const { text } = await ask(terminals, id, `${split} größe-😀-你`, /😀 你\|größe-😀-你/);
    expect(text).not.toContain('\ufffd');
  });

  it('run side by side, in the replica and as the user that are asked for', async () => {
    await using it = await bench(testEngine, ['web']);
    const { terminals } = it;
    const [one, other] = await Promise.all([it.open({ user: 'daemon' }), it.open({ number: 2 })]);
    expect(other.container).toBe(`${it.stack.name}-web-2`);
    await Promise.all([
      ask(terminals, one.id, 'echo "$(whoami)-$((1+1))"', 'daemon-2'),
      ask(terminals, other.id, 'echo "$(whoami)-$((1+1))"', 'root-2'),
    ]);
    for await (const list of terminals.follow(AbortSignal.timeout(5000))) {
      expect(list.map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
      break;
    }
    await expect(it.open({ number: 3 })).rejects.toMatchObject({ code: 'not-ready' });
    await expect(it.open({ user: 'nobody-of-that-name' })).rejects.toMatchObject({
      code: 'engine-refused',
      remedy: expect.stringContaining('user'),
    });
  });

  it('say that the container was killed', async () => {
    await using it = await bench(testEngine, ['small']);
    const { terminals } = it;
    const { id } = await it.open();
    await ask(terminals, id, 'echo here-$((1+1))', 'here-2');
    const container = `${it.stack.name}-small-1`;
    await it.stack.engine.containers.kill(container);
    expect(await stateOf(terminals, id, ({ text }) => text !== undefined)).toMatchObject({
      state: 'ended',
      exitCode: 137,
      text: `The container ${container} has stopped.`,
    });
    const pieces = [];
    for await (const piece of terminals.output(id, 0, AbortSignal.timeout(5000))) pieces.push(piece.text);
    expect(pieces.join('')).toContain('here-2');
  });

  it.each(['web', 'small'])('leave no process behind when they are closed (%s)', async (service) => {
    await using it = await bench(testEngine, [service]);
    const { terminals } = it;
    const before = await processesIn(it.stack, service);
    const shell = await it.open();
    await ask(terminals, shell.id, 'sleep 1111 & sleep 2222 & echo both-$((1+1))', 'both-2');
    terminals.write(shell.id, 'sleep 3333\n');
    const stubborn = await it.open({
      command: ['sh', '-c', 'trap "" HUP; echo deaf; sleep 4444; sleep 5555'],
    });
    await readUntil(terminals, stubborn.id, 'deaf');
    await expect.poll(() => processesIn(it.stack, service)).toContain('sleep 3333');
    await Promise.all([terminals.close(shell.id), terminals.close(stubborn.id)]);
    await expect.poll(() => processesIn(it.stack, service)).toEqual(before);
  });

  it('need a shell or a command that is there', async () => {
    await using it = await bench(testEngine, ['bare']);
    await it.stack.engine.containers.exec(`${it.stack.name}-bare-1`, {
      command: ['/bin/busybox', 'timeout', '5', '/bin/busybox', 'rm', '-f', '/bin/sh', '/bin/ash'],
    });
    await expect(it.open()).rejects.toMatchObject({
      code: 'engine-refused',
      message: `There is no shell in the container ${it.stack.name}-bare-1.`,
      remedy: expect.stringContaining('command'),
    });
    const { id } = await it.open({ command: ['busybox', 'cat'] });
    await ask(it.terminals, id, 'echoed', /echoed\r\nechoed/);
    await it.terminals.close(id);
    await expect.poll(() => processesIn(it.stack, 'bare')).not.toContain('busybox cat');
  });
});
