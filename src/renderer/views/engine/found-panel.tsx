import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { FoundEngine } from '../../../shared/contract/index.ts';
import {
  Button,
  type Column,
  DataTable,
  FailedState,
  IconButton,
  Panel,
  Skeleton,
  StateDot,
} from '../../components/index.ts';
import { query, toErrorData, useAction, useCore } from '../../core/index.ts';
import styles from './engine-view.module.css';

/** All engines that can be found on this machine, and by its contexts; one of them can be chosen. */
export function FoundPanel({ address }: { address: string | undefined }) {
  const core = useCore();
  const client = useQueryClient();
  const options = query.engines.list.queryOptions({ input: {} });
  const found = useQuery({ ...options, queryKey: ['engines.list', address], staleTime: 10_000 });
  const choose = useAction((id: string | undefined) => core.engines.choose(id === undefined ? {} : { id }), {
    failure: 'Could not use that engine',
    onDone: () => void client.invalidateQueries({ queryKey: ['engines.list'] }),
  });
  const byEnvironment = found.data?.find(({ chosen, kind }) => chosen && kind === 'environment');
  return (
    <Panel
      title="Engines found"
      flush
      aside={
        <>
          {byEnvironment ? (
            <span>{byEnvironment.title} says which one is used</span>
          ) : (
            <Button size="small" pending={choose.pending} onClick={() => choose.run(undefined)}>
              Use the first that answers
            </Button>
          )}
          <IconButton icon={RotateCw} label="Look again" onClick={() => void found.refetch()} />
        </>
      }
    >
      {found.isError ? (
        <FailedState error={toErrorData(found.error)} onRetry={() => void found.refetch()} />
      ) : found.isPending ? (
        <div className={styles['place']}>
          <Skeleton height="20px" lines={3} />
        </div>
      ) : (
        <DataTable
          label="Engines that were found"
          columns={columnsWith(byEnvironment ? undefined : (id) => void choose.run(id), choose.pending)}
          rows={found.data}
          keyOf={({ id }) => id}
        />
      )}
    </Panel>
  );
}

/** Without `use`, none can be chosen. */
function columnsWith(use: ((id: string) => void) | undefined, pending: boolean): Column<FoundEngine>[] {
  return [
    {
      title: 'Engine',
      cell: ({ title, answers }) => (
        <span className={styles['row']}>
          <StateDot tone={answers ? 'ok' : 'idle'} label={answers ? 'answers' : 'does not answer'} />
          {title}
        </span>
      ),
    },
    { title: 'Address', cell: (engine) => <code>{engine.address}</code> },
    {
      title: 'Version',
      cell: ({ product, version, problem }) =>
        version ? (
          `${product ?? ''} ${version}`
        ) : (
          <span className={styles['problem']}>{problem ?? 'does not answer'}</span>
        ),
    },
    {
      title: 'Use',
      width: '96px',
      cell: ({ id, chosen, answers, title }) => {
        if (chosen) return <span className={styles['used']}>in use</span>;
        return (
          use && (
            <Button
              size="small"
              disabled={!answers || pending}
              aria-label={`Use ${title}`}
              onClick={() => use(id)}
            >
              Use
            </Button>
          )
        );
      },
    },
  ];
}
