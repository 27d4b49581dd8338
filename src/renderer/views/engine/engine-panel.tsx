import type { EngineStatus } from '../../../shared/contract/index.ts';
import {
  Chip,
  CopyButton,
  ErrorDetails,
  FollowedContent,
  formatBytes,
  Panel,
  plural,
  RelativeTime,
  Skeleton,
  StateDot,
} from '../../components/index.ts';
import type { Followed } from '../../core/index.ts';
import styles from './engine-view.module.css';

/** The engine that is used. */
export function EnginePanel({ engine }: { engine: Followed<EngineStatus> }) {
  return (
    <Panel title="In use" aside={'value' in engine && engine.value && <State status={engine.value} />}>
      <FollowedContent followed={engine} skeleton={<Skeleton height="20px" lines={3} />}>
        {(status) => <Facts status={status} />}
      </FollowedContent>
    </Panel>
  );
}

function State({ status }: { status: EngineStatus }) {
  switch (status.state) {
    case 'connected':
      return (
        <>
          <StateDot tone="ok" /> answers
        </>
      );
    case 'connecting':
      return (
        <>
          <StateDot tone="wait" busy /> is looked for
        </>
      );
    case 'away':
      return (
        <>
          <StateDot tone="bad" /> away, <RelativeTime time={status.since} />
        </>
      );
  }
}

function Facts({ status }: { status: EngineStatus }) {
  if (status.state === 'connecting') return <p>The engine is being looked for.</p>;
  const { info } = status;
  const machine = status.state === 'connected' ? status.machine : undefined;
  return (
    <div className={styles['engine']}>
      {status.state === 'away' && <ErrorDetails error={status.error} />}
      {info && (
        <>
          <p className={styles['product']}>
            <strong>{info.product === 'podman' ? 'Podman' : 'Docker'}</strong>
            <Chip>{info.version}</Chip>
            <Chip>API {info.apiVersion}</Chip>
            {info.buildKit && <Chip>BuildKit</Chip>}
          </p>
          <dl className={styles['facts']}>
            <dt>Address</dt>
            <dd>
              <code>{info.address}</code>
              <CopyButton text={info.address} label="Copy the address" />
            </dd>
            <dt>Found by</dt>
            <dd>{info.source}</dd>
            <dt>Runs on</dt>
            <dd>
              {machine
                ? `${machine.system}, ${machine.architecture}, ${plural(machine.cpus, 'CPU')}, ${formatBytes(machine.memory)} of memory`
                : info.operatingSystem}
              {!info.local && ' (another machine: published ports and mounts are its own)'}
            </dd>
          </dl>
        </>
      )}
    </div>
  );
}
