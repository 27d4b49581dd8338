import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleX, Info, type LucideIcon, RotateCw, Wrench } from 'lucide-react';
import type { FindingView } from '../../../shared/contract/index.ts';
import { useCommands } from '../../commands/index.ts';
import {
  Button,
  Chip,
  CopyButton,
  classNames,
  FailedState,
  Page,
  Panel,
  Prose,
  plural,
  RelativeTime,
  Skeleton,
} from '../../components/index.ts';
import { query, toErrorData } from '../../core/index.ts';
import styles from './doctor-view.module.css';
import { asText, groupFindings } from './findings.ts';

export default function DoctorView() {
  const examination = useQuery(query.doctor.examine.queryOptions({ input: {}, staleTime: 60_000 }));
  const again = () => void examination.refetch();
  useCommands([
    { id: 'doctor.again', title: 'Examine again', group: 'Doctor', icon: RotateCw, keys: 'r', run: again },
  ]);
  const findings = examination.data?.findings;
  return (
    <Page
      title="Doctor"
      about="What is wrong with this machine, and what helps."
      actions={
        <>
          {findings && <CopyButton text={asText(findings)} label="Copy all as text" size="normal" />}
          <Button icon={RotateCw} pending={examination.isFetching} onClick={again}>
            Examine again
          </Button>
        </>
      }
    >
      {examination.isError && <FailedState error={toErrorData(examination.error)} onRetry={again} />}
      {findings ? (
        <Findings findings={findings} at={examination.dataUpdatedAt} />
      ) : (
        examination.isPending && <Skeleton height="52px" lines={6} />
      )}
    </Page>
  );
}

function Findings({ findings, at }: { findings: readonly FindingView[]; at: number }) {
  return (
    <>
      <div className={styles['sum']}>
        <Counts findings={findings} />
        <span>
          Examined <RelativeTime time={at} />
        </span>
      </div>
      <Panel flush>
        {groupFindings(findings).map(({ topic, findings: ofTopic }) => (
          <section key={topic} className={styles['topic']} aria-label={topic}>
            <h2>{topic}</h2>
            <ul>
              {ofTopic.map((finding) => (
                <Finding key={finding.what} finding={finding} />
              ))}
            </ul>
          </section>
        ))}
      </Panel>
    </>
  );
}

function Counts({ findings }: { findings: readonly FindingView[] }) {
  const count = (level: FindingView['level']) => findings.filter((one) => one.level === level).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return <Chip tone="ok">all is well</Chip>;
  return (
    <>
      {errors > 0 && <Chip tone="bad">{plural(errors, 'error')}</Chip>}
      {warnings > 0 && <Chip tone="wait">{plural(warnings, 'warning')}</Chip>}
    </>
  );
}

const looks: Record<FindingView['level'], { icon: LucideIcon; name: string }> = {
  ok: { icon: CircleCheck, name: 'Well' },
  note: { icon: Info, name: 'Note' },
  warning: { icon: CircleAlert, name: 'Warning' },
  error: { icon: CircleX, name: 'Error' },
};

function Finding({ finding: { level, what, remedy } }: { finding: FindingView }) {
  const { icon: Icon, name } = looks[level];
  return (
    <li className={styles['finding']}>
      <Icon size={15} role="img" aria-label={name} className={classNames(styles['icon'], styles[level])} />
      <div>
        <p>
          <Prose text={what} />
        </p>
        {remedy && (
          <p className={styles['remedy']}>
            <Wrench size={12} aria-hidden />
            <span>
              <Prose text={remedy} />
            </span>
          </p>
        )}
      </div>
    </li>
  );
}
