import type { ContainerInspection, ContainerView } from '../../../../shared/contract/index.ts';
import { Chip, StateDot, type Tone } from '../../../components/index.ts';
import { statusText } from '../model/uptime.ts';
import { useStack } from '../stack-context.ts';
import { useNow } from '../use-now.ts';
import styles from './inspector.module.css';

interface ContainersProps {
  of: readonly ContainerView[];
  /** The one whose details follow. */
  chosen: string | undefined;
  onChoose: (id: string) => void;
  inspection: ContainerInspection | undefined;
}

/** The replicas, in the engine's words; with several of them one is chosen to look into. */
export function Containers({ of, chosen, onChoose, inspection }: ContainersProps) {
  const { view } = useStack();
  const moments = { seenAt: view.seenAt, now: useNow() };
  return (
    <ul className={styles['containers']}>
      {of.map((container) => (
        <li key={container.id}>
          <button
            type="button"
            aria-pressed={of.length > 1 ? container.id === chosen : undefined}
            onClick={() => onChoose(container.id)}
            disabled={of.length === 1}
          >
            <StateDot tone={toneOf(container)} />
            <span title={container.name}>{container.name}</span>
            <code title={container.id}>{container.id.slice(0, 12)}</code>
            <small>{statusText(container, moments)}</small>
            <Marks container={container} inspection={container.id === chosen ? inspection : undefined} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Marks({
  container,
  inspection,
}: {
  container: ContainerView;
  inspection: ContainerInspection | undefined;
}) {
  const { exitCode, oneOff, orphan } = container;
  return (
    <>
      {inspection?.oomKilled && <Chip tone="bad">out of memory</Chip>}
      {exitCode !== undefined && exitCode !== 0 && <Chip tone="bad">exit {exitCode}</Chip>}
      {inspection && inspection.restarts > 0 && (
        <Chip tone="wait">
          {inspection.restarts} {inspection.restarts === 1 ? 'restart' : 'restarts'}
        </Chip>
      )}
      {oneOff && <Chip>one-off</Chip>}
      {orphan && <Chip>not in the files</Chip>}
    </>
  );
}

function toneOf({ state, health, exitCode }: ContainerView): Tone {
  if (state === 'running') return health === 'unhealthy' ? 'bad' : health === 'starting' ? 'wait' : 'ok';
  if (state === 'restarting' || state === 'dead') return 'bad';
  if (state === 'exited') return exitCode === 0 ? 'ok' : 'bad';
  return 'idle';
}
