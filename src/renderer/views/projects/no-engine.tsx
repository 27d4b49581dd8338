import { useQuery } from '@tanstack/react-query';
import { CloudOff, RotateCw } from 'lucide-react';
import type { EngineStatus } from '../../../shared/contract/index.ts';
import { Button, CopyButton, ErrorDetails, Panel, RelativeTime, StateDot } from '../../components/index.ts';
import { query, useHello } from '../../core/index.ts';
import styles from './no-engine.module.css';
import { waysToAnEngine } from './ways-to-an-engine.ts';

/** There is no engine: what was looked for, how to get one here. It is looked for again by itself. */
export function NoEngine({ status }: { status: Extract<EngineStatus, { state: 'away' }> }) {
  const platform = useHello()?.platform ?? 'linux';
  const found = useQuery({ ...query.engines.list.queryOptions({ input: {} }), refetchInterval: 5_000 });
  return (
    <Panel
      title="No container engine answers"
      aside={
        <Button size="small" icon={RotateCw} pending={found.isFetching} onClick={() => void found.refetch()}>
          Look again
        </Button>
      }
    >
      <div className={styles['guide']}>
        <p className={styles['lead']}>
          <CloudOff size={16} aria-hidden />
          <span>
            Stacks run on a container engine, and none could be reached since{' '}
            <RelativeTime time={status.since} />. It is looked for again by itself, also when you start or
            install one now.
          </span>
        </p>
        <ErrorDetails error={status.error} />
        <section>
          <h3>Get one</h3>
          <ul className={styles['ways']}>
            {waysToAnEngine(platform).map(({ title, text, command }) => (
              <li key={title}>
                <b>{title}</b>
                <span>{text}</span>
                {command && (
                  <code className={styles['command']}>
                    {command}
                    <CopyButton text={command} label="Copy the command" />
                  </code>
                )}
              </li>
            ))}
          </ul>
        </section>
        {found.data && found.data.length > 0 && (
          <section>
            <h3>Where was looked</h3>
            <ul className={styles['looked']}>
              {found.data.map(({ id, title, address, answers, problem }) => (
                <li key={id}>
                  <StateDot tone={answers ? 'ok' : 'idle'} />
                  <span>{title}</span>
                  <code>{address}</code>
                  <span className={styles['problem']}>
                    {answers ? 'answers' : (problem ?? 'does not answer')}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Panel>
  );
}
