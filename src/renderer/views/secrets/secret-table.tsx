import { Pencil, Trash2 } from 'lucide-react';
import type { SecretView } from '../../../shared/contract/index.ts';
import { Chip, type Column, DataTable, IconButton, Prose, RelativeTime } from '../../components/index.ts';
import type { Asked } from './dialogs.tsx';
import styles from './secrets.module.css';

interface SecretTableProps {
  secrets: readonly SecretView[];
  onAsk: (asked: Asked) => void;
  /** Then they differ in who needs them, and whose they are. */
  ofProject?: boolean;
}

/** Names and where they come from; what is behind a name is nowhere. */
export function SecretTable({ secrets, onAsk, ofProject = false }: SecretTableProps) {
  const columns: Column<SecretView>[] = [
    {
      title: 'Secret',
      cell: ({ name, description, problem }) => (
        <div className={styles['name']}>
          <code>{name}</code>
          {description && <p>{description}</p>}
          {problem && (
            <p className={styles['problem']}>
              <Prose text={problem} />
            </p>
          )}
        </div>
      ),
    },
    { title: 'From', cell: (secret) => <Origin secret={secret} ofProject={ofProject} /> },
    ...(ofProject ? [{ title: 'For', cell: forWhom }] : []),
    {
      title: 'Changed',
      width: '120px',
      cell: ({ changedAt }) => (changedAt === undefined ? '' : <RelativeTime time={changedAt} />),
    },
    {
      title: 'Actions',
      width: '88px',
      cell: (secret) => <Actions secret={secret} onAsk={onAsk} ofProject={ofProject} />,
    },
  ];
  return (
    <div className={styles['table']}>
      <DataTable label="Secrets" columns={columns} rows={secrets} keyOf={({ name }) => name} />
    </div>
  );
}

function forWhom({ neededBy }: SecretView) {
  if (neededBy.length === 0) return <span className={styles['dim']}>nothing in the files</span>;
  return (
    <span className={styles['chips']}>
      {neededBy.map((service) => (
        <Chip key={service}>{service}</Chip>
      ))}
    </span>
  );
}

function Origin({ secret: { origin, scope, source }, ofProject }: Omit<ActionsProps, 'onAsk'>) {
  switch (origin) {
    case 'generated':
      return 'generated here';
    case 'fetched':
      return (
        <span className={styles['source']} title={source}>
          {source ? <code>{source}</code> : 'its source'}
        </span>
      );
    default:
      return ofProject && scope === 'user' ? 'you, for all projects' : 'you';
  }
}

/** One of the user's is changed in the settings: other projects have it too. */
function Actions({ secret, onAsk, ofProject }: ActionsProps) {
  const { name, scope } = secret;
  const isElsewhere = ofProject && scope === 'user';
  return (
    <span className={styles['actions']}>
      <IconButton
        icon={Pencil}
        size="small"
        label={isElsewhere ? `Set ${name} for this project alone` : `Replace ${name}`}
        onClick={() => onAsk({ kind: 'set', secret })}
      />
      {!isElsewhere && (
        <IconButton
          icon={Trash2}
          size="small"
          label={`Delete ${name}`}
          onClick={() => onAsk({ kind: 'delete', secret })}
        />
      )}
    </span>
  );
}

interface ActionsProps {
  secret: SecretView;
  onAsk: (asked: Asked) => void;
  ofProject: boolean;
}
