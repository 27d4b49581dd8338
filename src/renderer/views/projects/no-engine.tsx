import { useQuery } from '@tanstack/react-query';
import { CloudOff, RotateCw } from 'lucide-react';
import type { EngineStatus, FoundEngine } from '../../../shared/contract/index.ts';
import { Button, CopyButton, Duration, ErrorDetails, Panel, StateDot } from '../../components/index.ts';
import { query, useAction, useCore, useHello } from '../../core/index.ts';
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
            Stacks run on a container engine, and none has answered for <Duration since={status.since} />. It
            is looked for again by itself: start one, or install one, and this page goes on.
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
        {found.data && found.data.length > 0 && <WhereLooked engines={found.data} />}
      </div>
    </Panel>
  );
}

function WhereLooked({ engines }: { engines: readonly FoundEngine[] }) {
  const core = useCore();
  const choose = useAction((id: string) => core.engines.choose({ id }), {
    failure: 'Could not change to this engine',
  });
  return (
    <section>
      <h3>Where was looked</h3>
      <ul className={styles['looked']}>
        {engines.map(({ id, title, address, answers, problem, chosen }) => (
          <li key={id}>
            <StateDot tone={answers ? 'ok' : 'idle'} />
            <span>{title}</span>
            <code>{address}</code>
            <span className={styles['problem']}>{answers ? 'answers' : (problem ?? 'does not answer')}</span>
            {answers && !chosen && (
              <Button size="small" pending={choose.pending} onClick={() => void choose.run(id)}>
                Use it
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
