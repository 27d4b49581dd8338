import { RotateCw, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { TerminalView } from '../../../shared/contract/index.ts';
import { Button, Keys, plainText, SearchField, StateDot } from '../../components/index.ts';
import { tellFailure } from '../../core/index.ts';
import { useTheme } from '../../stores/theme.ts';
import { Screen } from './screen.ts';
import styles from './terminal-screen.module.css';
import { useTerminalSettings } from './terminals-of.ts';

/** Leaves a terminal, in which Tab is the program's: the keys that always work. */
export const leaveKeys = '$mod+Shift+l';

interface TerminalScreenProps {
  terminal: TerminalView;
  title: string;
  /** Others keep what they show, unseen. */
  active: boolean;
  finding: boolean;
  onFindingDone: () => void;
  onOpenAgain: () => void;
  onClose: () => void;
  pending: boolean;
  /** For commands from outside, while it is active. */
  onScreen: (screen: Screen | undefined) => void;
}

/** One terminal: what it shows, how it ended, and what can be done then. */
export function TerminalScreen(props: TerminalScreenProps) {
  const { terminal, title, active, finding, onFindingDone, onOpenAgain, onClose, pending, onScreen } = props;
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen>(undefined);
  const readerMode = useTerminalSettings((settings) => settings.readerMode);
  const firstReaderMode = useRef(readerMode);
  const theme = useTheme();
  const [link, setLink] = useState<string>();
  const [fresh, setFresh] = useState(true);
  const { id } = terminal;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const leaving = new AbortController();
    let made: Screen | undefined;
    const sizes = new ResizeObserver(() => made?.fit());
    // Widths are measured once: with the font that is meant.
    void document.fonts.load('13px "JetBrains Mono Variable"').finally(() => {
      if (leaving.signal.aborted) return;
      made = new Screen({
        ...{ id, element, readerMode: firstReaderMode.current },
        onLink: setLink,
        onFresh: setFresh,
        onInputFailure: (thrown) => tellFailure('What was typed did not reach the terminal', thrown),
      });
      screen.current = made;
      made.fit();
      sizes.observe(element);
      element.dispatchEvent(new Event('ready'));
    });
    return () => {
      leaving.abort();
      sizes.disconnect();
      made?.dispose();
      screen.current = undefined;
    };
  }, [id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme stands for what the tokens are now
  useEffect(() => screen.current?.takeTheme(), [theme]);
  useEffect(() => screen.current?.setReaderMode(readerMode), [readerMode]);

  useEffect(() => {
    const element = place.current;
    if (!active || !element) return;
    const show = () => {
      screen.current?.fit();
      screen.current?.focus();
      onScreen(screen.current);
    };
    show();
    element.addEventListener('ready', show);
    return () => {
      element.removeEventListener('ready', show);
      onScreen(undefined);
    };
  }, [active, onScreen]);

  return (
    <section className={styles['screen']} hidden={!active} aria-label={`Terminal ${title}`}>
      {finding && active && <Finder screen={screen.current} onDone={onFindingDone} />}
      <div ref={place} className={styles['xterm']} />
      {terminal.state === 'ended' ? (
        <div className={styles['ended']} role="status">
          <StateDot tone={terminal.exitCode === 0 ? 'idle' : 'bad'} />
          <span>{howItEnded(terminal)}</span>
          <Button size="small" icon={RotateCw} pending={pending} onClick={onOpenAgain}>
            Open again
          </Button>
          <Button size="small" icon={X} onClick={onClose}>
            Close
          </Button>
        </div>
      ) : (
        <footer className={styles['hint']}>
          <span className={styles['container']}>{terminal.container}</span>
          {!fresh && <span className={styles['stale']}>Not connected: this is how it was.</span>}
          {link && <span className={styles['link']}>{plainText(link, 160)}</span>}
          <span className={styles['keys']}>
            Tab is the program’s; <Keys of={leaveKeys} /> leaves
          </span>
        </footer>
      )}
    </section>
  );
}

function howItEnded({ exitCode, text }: TerminalView): string {
  const code = exitCode === undefined ? '' : `Ended with exit code ${exitCode}.`;
  return [text && plainText(text), code].filter(Boolean).join(' ') || 'Ended.';
}

function Finder({ screen, onDone }: { screen: Screen | undefined; onDone: () => void }) {
  const [text, setText] = useState('');
  const leave = () => {
    screen?.find('', 'next');
    onDone();
    screen?.focus();
  };
  return (
    <div className={styles['finder']}>
      <SearchField
        label="Find in the terminal"
        autoFocus
        value={text}
        onChange={(next) => {
          setText(next);
          screen?.find(next, 'next');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          if (event.key === 'Enter') screen?.find(text, event.shiftKey ? 'previous' : 'next');
        }}
      />
      <Button size="small" kind="quiet" onClick={leave}>
        Done
      </Button>
    </div>
  );
}
