import { randomUUID } from 'node:crypto';
import { Latest } from '../live/index.ts';
import { findRunning } from '../stack/index.ts';
import { NoSuchTerminal, TooManyTerminals } from './errors.ts';
import { Terminal } from './terminal.ts';
import type { TerminalState, Terminals } from './terminals.ts';

/** More than anybody can look at; each may hold some megabytes. */
const limit = 32;

/** The terminals of this process: none, to begin with. */
export function createTerminals(): Terminals {
  const terminals = new Map<string, Terminal>();
  const list = new Latest<TerminalState[]>();
  let opening = 0;
  let closed = false;

  const tell = () => list.set([...terminals.values()].map(({ state }) => state));
  const find = (id: string): Terminal => {
    const found = terminals.get(id);
    if (!found) throw new NoSuchTerminal();
    return found;
  };
  const close = async (terminal: Terminal) => {
    terminals.delete(terminal.state.id);
    tell();
    await terminal.close();
  };
  tell();

  return {
    follow: (signal) => list.follow(signal),

    async open(engine, project, request, options = {}) {
      if (terminals.size + opening >= limit) throw new TooManyTerminals(limit);
      opening++;
      try {
        const { service, number, command, user } = request;
        const found = await findRunning({ engine, project }, service, {
          index: number,
          signal: options.signal,
        });
        const state: TerminalState = {
          id: randomUUID(),
          project: request.project,
          service,
          number: found.number,
          container: found.name,
          command: command ?? [],
          user,
          startedAt: Date.now(),
          state: 'running',
        };
        const terminal = await Terminal.open(engine, { container: found.name, command, user }, state, tell, {
          signal: options.signal,
        });
        terminals.set(state.id, terminal);
        try {
          await terminal.resize(request.columns, request.rows);
          // It came while all were closed.
          if (closed) throw new NoSuchTerminal();
        } catch (thrown) {
          await close(terminal);
          throw thrown;
        }
        tell();
        return terminal.state;
      } finally {
        opening--;
      }
    },

    output: (id, after, signal) => find(id).output(after, signal),
    write: (id, text) => find(id).write(text),
    resize: (id, columns, rows) => find(id).resize(columns, rows),
    close: (id) => close(find(id)),

    async [Symbol.asyncDispose]() {
      closed = true;
      await Promise.all([...terminals.values()].map(close));
      list.close();
    },
  };
}
