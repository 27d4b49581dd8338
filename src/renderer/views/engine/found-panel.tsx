import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { FoundEngine } from '../../../shared/contract/index.ts';
import {
  Button,
  Chip,
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
  return (
    <Panel
      title="Engines found"
      flush
      aside={
        <>
          {found.data?.some(({ chosen }) => chosen) && (
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
          columns={columnsWith(address, choose.pending, (id) => void choose.run(id))}
          rows={found.data}
          keyOf={({ id }) => id}
        />
      )}
    </Panel>
  );
}

function columnsWith(
  address: string | undefined,
  pending: boolean,
  use: (id: string) => void,
): Column<FoundEngine>[] {
  return [
    {
      title: 'Engine',
      cell: ({ title, answers, chosen }) => (
        <span className={styles['row']}>
          <StateDot tone={answers ? 'ok' : 'idle'} label={answers ? 'answers' : 'does not answer'} />
          {title}
          {chosen && <Chip>chosen</Chip>}
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
      cell: ({ id, address: its, answers, title }) =>
        its === address ? (
          <span className={styles['used']}>in use</span>
        ) : (
          <Button
            size="small"
            disabled={!answers || pending}
            aria-label={`Use ${title}`}
            onClick={() => use(id)}
          >
            Use
          </Button>
        ),
    },
  ];
}
