import { useEffect } from 'react';
import { runCommand } from '../commands/index.ts';
import { core, useHello } from '../core/index.ts';
import { useProposal } from '../stores/proposal.ts';
import { useThemeChoice } from '../stores/theme.ts';
import { followWishes } from './follow-wishes.ts';

/** What the app around the page is told, and what it wishes to be shown; nothing in a browser. */
export function useDesktop(): void {
  const desktop = useHello()?.host === 'desktop';
  const theme = useThemeChoice(({ choice }) => choice);
  const propose = useProposal((store) => store.propose);

  useEffect(() => {
    if (!desktop) return;
    // Colours of a frame are not worth an error: the page has its own right.
    core.desktop.setTheme({ theme }).catch((error: unknown) => console.warn(error));
  }, [desktop, theme]);

  useEffect(() => {
    if (!desktop) return;
    const following = new AbortController();
    void followWishes(following.signal, (wish) => {
      switch (wish.kind) {
        case 'go':
          location.hash = wish.path;
          break;
        case 'open-folder':
          propose({ kind: 'add-folder', folder: wish.folder });
          break;
        case 'clone':
          propose({ kind: 'clone', url: wish.url });
          break;
        case 'command':
          runCommand(wish.command);
          break;
      }
    });
    return () => following.abort();
  }, [desktop, propose]);
}
