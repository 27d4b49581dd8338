import { CircleHelp, PanelLeft, Search } from 'lucide-react';
import type { EngineStatus } from '../../shared/contract/index.ts';
import { IconButton, Keys, StateDot, type Tone, Tooltip } from '../components/index.ts';
import { type Followed, hrefTo, useFollowed } from '../core/index.ts';
import { useLayout } from '../stores/layout.ts';
import { useOverlays } from '../stores/overlays.ts';
import styles from './header.module.css';
import { Mark } from './mark.tsx';
import { findMachineView } from './registry.ts';

export function Header() {
  const { openPalette, openShortcuts } = useOverlays();
  const toggleSideBar = useLayout((layout) => layout.toggleSideBar);
  return (
    <header className={styles['header']}>
      <a
        className={styles['home']}
        href={hrefTo({ view: 'projects' })}
        aria-label="Blockyard, to the projects"
      >
        <Mark />
        <strong>Blockyard</strong>
      </a>
      <EngineChip />
      <button type="button" className={styles['find']} onClick={openPalette}>
        <Search size={13} aria-hidden />
        <span>Do anything, find anything</span>
        <Keys of="$mod+k" />
      </button>
      <IconButton icon={PanelLeft} label="Side bar" keys="$mod+b" onClick={toggleSideBar} />
      <IconButton icon={CircleHelp} label="Shortcuts" keys="?" onClick={openShortcuts} />
    </header>
  );
}

/** Which engine, and whether it answers. */
function EngineChip() {
  const engine = useFollowed('engines.follow', {});
  const { tone, text, more } = describe(engine);
  return (
    <Tooltip text={more}>
      <a
        className={styles['engine']}
        href={hrefTo({ view: findMachineView('engine') ? 'engine' : 'settings' })}
      >
        <StateDot tone={tone} busy={tone === 'wait'} />
        {text}
      </a>
    </Tooltip>
  );
}

function describe(engine: Followed<EngineStatus>): { tone: Tone; text: string; more: string } {
  const status = 'value' in engine ? engine.value : undefined;
  if (!status) return { tone: 'idle', text: 'engine', more: 'Nothing is known of the engine yet.' };
  switch (status.state) {
    case 'connecting':
      return { tone: 'wait', text: 'connecting', more: 'Looks for an engine.' };
    case 'away':
      return { tone: 'bad', text: 'no engine', more: status.error.message };
    case 'connected': {
      const { product, version, local, source, address } = status.info;
      return {
        tone: engine.state === 'live' ? 'ok' : 'idle',
        text: `${product} · ${version} · ${local ? 'local' : 'remote'}`,
        more: `${address}, by ${source}`,
      };
    }
  }
}
