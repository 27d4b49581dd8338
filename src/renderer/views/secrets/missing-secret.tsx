import { Terminal, Wrench } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { SecretView } from '../../../shared/contract/index.ts';
import { formatWhere } from '../../../shared/index.ts';
import { Button, Chip, ErrorDetails, Prose, TextField } from '../../components/index.ts';
import { useAction, useCore } from '../../core/index.ts';
import styles from './secrets.module.css';

interface MissingSecretProps {
  project: string;
  secret: SecretView;
}

/** What it is for, why it is missing, what to do, and the field to give it. */
export function MissingSecret({ project, secret }: MissingSecretProps) {
  const { name, neededBy, description, problem, help, source, where } = secret;
  const core = useCore();
  const [value, setValue] = useState('');
  const set = useAction(() => core.secrets.set({ project, name, value }), {
    inline: true,
    onDone: () => setValue(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value !== '') void set.run();
  };
  return (
    <li className={styles['one']}>
      <div className={styles['about']}>
        <h3>
          <code>{name}</code>
          {neededBy.map((service) => (
            <Chip key={service}>{service}</Chip>
          ))}
        </h3>
        {description && <p>{description}</p>}
        {problem && (
          <p className={styles['problem']}>
            <Prose text={problem} />
          </p>
        )}
        {help && (
          <p className={styles['remedy']}>
            <Wrench size={12} aria-hidden />
            <span>
              <Prose text={help} />
            </span>
          </p>
        )}
        {source && (
          <p className={styles['remedy']}>
            <Terminal size={12} aria-hidden />
            <span>
              Its source is <code>{source}</code>, which the next Up asks.
            </span>
          </p>
        )}
        {where && (
          <p className={styles['where']} title={formatWhere(where)}>
            {formatWhere({ ...where, file: where.file.split(/[\\/]/).at(-1) ?? where.file })}
          </p>
        )}
      </div>
      <form className={styles['form']} onSubmit={submit}>
        <TextField
          label={`Value of ${name}`}
          className={styles['field'] ?? ''}
          type="password"
          autoComplete="new-password"
          placeholder="Type or paste it"
          value={value}
          onChange={setValue}
          mono
        />
        <Button type="submit" kind="primary" disabled={value === ''} pending={set.pending}>
          Save
        </Button>
        {set.error && <ErrorDetails error={set.error} />}
      </form>
    </li>
  );
}
