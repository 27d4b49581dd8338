import { useQuery } from '@tanstack/react-query';
import type { ContainerInspection, ContainerView } from '../../../../shared/contract/index.ts';
import { ErrorDetails, formatBytes, RelativeTime, Skeleton } from '../../../components/index.ts';
import { core, toErrorData } from '../../../core/index.ts';
import { Environment } from './environment.tsx';
import styles from './inspector.module.css';
import { type Fact, Facts, Section } from './section.tsx';

/** What the engine says of a container, asked anew when it changes; while it has a health check, every few seconds. */
export function useInspection(project: string, container: ContainerView | undefined) {
  return useQuery({
    queryKey: ['inspect', project, container?.id, container?.state, container?.health, container?.exitCode],
    queryFn: ({ signal }) => core.stacks.inspect({ project, container: container?.name ?? '' }, { signal }),
    enabled: container !== undefined,
    refetchInterval: container?.state === 'running' && container.health !== 'none' ? 5_000 : false,
  });
}

interface ContainerDetailsProps {
  inspection: ReturnType<typeof useInspection>;
}

export function ContainerDetails({ inspection: { data, error } }: ContainerDetailsProps) {
  if (error && !data) return <ErrorDetails error={toErrorData(error)} />;
  if (!data)
    return (
      <Section title="Container">
        <Skeleton lines={6} />
      </Section>
    );
  return (
    <>
      <Environment of={data.environment} />
      <Mounts of={data.mounts} />
      <Networks of={data.networks} />
      <Section title="Container">
        <Facts of={factsOf(data)} />
      </Section>
    </>
  );
}

function Mounts({ of }: { of: ContainerInspection['mounts'] }) {
  if (of.length === 0) return null;
  return (
    <Section title="Mounts" aside={of.length}>
      <ul className={styles['mounts']}>
        {of.map(({ kind, source, target, readOnly }) => (
          <li key={target}>
            <code title={target}>{target}</code>
            <span title={source}>
              {kind} {source}
              {readOnly && ', read-only'}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Networks({ of }: { of: ContainerInspection['networks'] }) {
  if (of.length === 0) return null;
  return (
    <Section title="Networks" aside={of.length}>
      <ul className={styles['networks']}>
        {of.map(({ name, address, aliases }) => (
          <li key={name}>
            <span title={name}>{name}</span>
            <code>{address || 'not attached now'}</code>
            {aliases.length > 0 && <small>as {aliases.join(', ')}</small>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function factsOf(data: ContainerInspection): Fact[] {
  const time = (at: number | undefined) => at !== undefined && <RelativeTime time={at} />;
  return [
    ['name', data.name],
    ['id', data.id.slice(0, 12)],
    ['image', data.image],
    ['image id', data.imageId.replace('sha256:', '').slice(0, 12)],
    ['command', data.command.join(' ') || undefined],
    ['user', data.user || 'root'],
    ['created', time(data.createdAt)],
    ['started', time(data.startedAt)],
    ['finished', data.exitCode !== undefined && time(data.finishedAt)],
    ['restarts', data.restarts > 0 ? String(data.restarts) : undefined],
    ['exit code', data.exitCode === undefined ? undefined : String(data.exitCode)],
    ['memory limit', data.memoryLimit ? formatBytes(data.memoryLimit) : undefined],
  ];
}
