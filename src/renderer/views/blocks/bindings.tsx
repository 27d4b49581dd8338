import type { InstanceView } from '../../../shared/contract/index.ts';
import { type Column, CopyButton, DataTable } from '../../components/index.ts';
import styles from './blocks.module.css';
import { CopySecret } from './copy-secret.tsx';
import type { Form } from './form.ts';

type Binding = InstanceView['bindings'][number];

interface BindingsProps {
  project: string;
  instance: string;
  of: readonly Binding[];
  form: Form;
}

/** The variables that consumers get. What is secret is not in the page; it goes to the clipboard at a click. */
export function Bindings({ project, instance, of, form }: BindingsProps) {
  const columns: Column<Binding>[] = [
    {
      title: 'Variable',
      width: '34%',
      cell: ({ name, description }) => (
        <div className={styles['variable']}>
          <code>{name}</code>
          {description && <p>{description}</p>}
        </div>
      ),
    },
    {
      title: 'Value',
      cell: ({ secret, ...binding }) =>
        secret ? (
          <span className={styles['masked']} title="Secret: it is copied without being shown">
            {binding[form]}
          </span>
        ) : (
          <code className={styles['value']} title={binding[form]}>
            {binding[form]}
          </code>
        ),
    },
    {
      title: '',
      width: '56px',
      cell: ({ name, secret, ...binding }) =>
        secret ? (
          <CopySecret project={project} instance={instance} binding={name} form={form} />
        ) : (
          <CopyButton text={binding[form]} label={`Copy the value of ${name}`} />
        ),
    },
  ];
  return (
    <div className={styles['table']}>
      <DataTable label={`Bindings of ${instance}`} columns={columns} rows={of} keyOf={({ name }) => name} />
    </div>
  );
}
