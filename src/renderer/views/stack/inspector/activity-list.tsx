import { plainText, RelativeTime } from '../../../components/index.ts';
import { useActivity } from '../../../core/index.ts';
import styles from './inspector.module.css';
import { Section } from './section.tsx';

interface ActivityListProps {
  project: string;
  /** Only of this service. */
  service?: string;
  limit: number;
}

/** What happened lately, newest first. */
export function ActivityList({ project, service, limit }: ActivityListProps) {
  const { entries = [] } = useActivity(project);
  const shown = entries.filter((entry) => service === undefined || entry.service === service).slice(0, limit);
  if (shown.length === 0) return null;
  return (
    <Section title="Lately">
      <ol className={styles['activity']}>
        {shown.map(({ id, time, level, text }) => (
          <li key={id} data-level={level}>
            <span title={plainText(text, 2_000)}>{text}</span>
            <small>
              <RelativeTime time={time} />
            </small>
          </li>
        ))}
      </ol>
    </Section>
  );
}
