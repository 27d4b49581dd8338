import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { StackView, TerminalView } from '../../../shared/contract/index.ts';
import { plainText } from '../../components/index.ts';
import type { Followed } from '../../core/index.ts';

interface ChosenStore {
  /** The chosen terminal of each project. */
  chosen: Readonly<Record<string, string>>;
  choose: (project: string, id: string) => void;
}

/** Which tab is open, also after another view was. */
export const useChosen = create<ChosenStore>((set) => ({
  chosen: {},
  choose: (project, id) => set(({ chosen }) => ({ chosen: { ...chosen, [project]: id } })),
}));

interface TerminalSettings {
  readerMode: boolean;
  setReaderMode: (readerMode: boolean) => void;
}

export const useTerminalSettings = create<TerminalSettings>()(
  persist((set) => ({ readerMode: false, setReaderMode: (readerMode) => set({ readerMode }) }), {
    name: 'blockyard:terminal',
  }),
);

/** What is known of a followed state, however old. */
export function knownOf<State>(followed: Followed<State>): State | undefined {
  return 'value' in followed ? followed.value : undefined;
}

/** A container that a terminal can be opened in. */
export interface Target {
  service: string;
  number: number;
  /** `api`, or `api 2` where there are several. */
  title: string;
}

export function targetsOf(stack: StackView | undefined): Target[] {
  return (stack?.services ?? []).flatMap(({ name, containers }) => {
    const running = containers.filter(({ state, oneOff }) => state === 'running' && !oneOff);
    return running.map(({ number }) => ({
      service: name,
      number,
      title: running.length > 1 ? `${name} ${number}` : name,
    }));
  });
}

/** What stands on a tab: the service, which of several, and what runs when it is not a shell. */
export function titleOf(
  { service, number, container, command, id }: TerminalView,
  all: readonly TerminalView[],
): string {
  const place = number > 1 ? `${service} ${number}` : service;
  const words = plainText([place, ...command].join(' '), 40);
  const alike = all.filter((it) => it.container === container && it.command.join(' ') === command.join(' '));
  return alike.length > 1 ? `${words} · ${alike.findIndex((it) => it.id === id) + 1}` : words;
}
