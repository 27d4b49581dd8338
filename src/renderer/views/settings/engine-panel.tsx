import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { FoundEngine } from '../../../shared/contract/index.ts';
import { Button, Chip, FailedState, Panel, Skeleton, StateDot } from '../../components/index.ts';
import { query, toErrorData, useAction, useCore } from '../../core/index.ts';
import styles from './engine-panel.module.css';

const first = '';

/** Which engine is used, of those that can be found. */
export function EnginePanel() {
  const core = useCore();
  const client = useQueryClient();
  const options = query.engines.list.queryOptions({ input: {} });
  const found = useQuery(options);
  const settings = useQuery(query.settings.list.queryOptions({ input: {} }));
  const choose = useAction((id: string) => core.engines.choose(id === first ? {} : { id }), {
    failure: 'Could not change to this engine',
    onDone: () => {
      void client.invalidateQueries({ queryKey: options.queryKey });
      void client.invalidateQueries({ queryKey: query.settings.key() });
    },
  });
  return (
    <Panel
      title="Engine"
      aside={
        <Button size="small" icon={RotateCw} pending={found.isFetching} onClick={() => void found.refetch()}>
          Look again
        </Button>
      }
      flush
    >
      {found.isError && <FailedState error={toErrorData(found.error)} onRetry={() => void found.refetch()} />}
      {found.isPending && (
        <div className={styles['skeleton']}>
          <Skeleton height="24px" lines={3} />
        </div>
      )}
      {found.data && (
        <RadioGroup
          aria-label="Engine"
          value={settings.data?.find(({ name }) => name === 'engine')?.value ?? first}
          onValueChange={(id) => void choose.run(id as string)}
          disabled={choose.pending}
        >
          <Choice value={first} title="The one that docker uses, else the first that is found" />
          {found.data.map((engine) => (
            <Choice key={engine.id} value={engine.id} title={engine.title} engine={engine} />
          ))}
        </RadioGroup>
      )}
    </Panel>
  );
}

function Choice({ value, title, engine }: { value: string; title: string; engine?: FoundEngine }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is its control
    <label className={styles['choice']}>
      <Radio.Root value={value} className={styles['radio']}>
        <Radio.Indicator className={styles['indicator']} />
      </Radio.Root>
      <span>{title}</span>
      {engine && (
        <>
          <code>{engine.address}</code>
          <span className={styles['state']}>
            <StateDot tone={engine.answers ? 'ok' : 'idle'} />
            {engine.answers ? 'answers' : (engine.problem ?? 'does not answer')}
          </span>
          {engine.chosen && <Chip tone="ok">in use</Chip>}
          {engine.version && <Chip>{`${engine.product ?? ''} ${engine.version}`.trim()}</Chip>}
        </>
      )}
    </label>
  );
}
