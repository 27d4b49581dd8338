import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SettingView } from '../../../shared/contract/index.ts';
import {
  Button,
  ErrorDetails,
  FailedState,
  Panel,
  Skeleton,
  Switch,
  TextField,
} from '../../components/index.ts';
import { query, toErrorData, useAction, useCore } from '../../core/index.ts';
import styles from './machine-panel.module.css';
import { SettingRow } from './setting-row.tsx';

/** Every setting that the core has, as it tells them. The engine has a list of its own above. */
export function MachinePanel() {
  const settings = useQuery(query.settings.list.queryOptions({ input: {} }));
  return (
    <Panel title="Stacks" flush>
      {settings.isError && (
        <FailedState error={toErrorData(settings.error)} onRetry={() => void settings.refetch()} />
      )}
      {settings.isPending && (
        <div className={styles['skeleton']}>
          <Skeleton height="44px" lines={4} />
        </div>
      )}
      {settings.data
        ?.filter(({ name }) => name !== 'engine')
        .map((setting) => (
          // Another value is another draft.
          <SettingEditor key={`${setting.name} ${setting.value}`} setting={setting} />
        ))}
    </Panel>
  );
}

function SettingEditor({ setting }: { setting: SettingView }) {
  const { name, about, unset, value } = setting;
  const change = useChange(name);
  const isSwitch = unset === 'no' || unset === 'yes';
  return (
    <SettingRow name={titleOf(name)} about={`${about}${isSwitch ? '' : `; when not set: ${unset}`}`}>
      {isSwitch ? (
        <Switch
          checked={(value ?? unset) === 'yes'}
          disabled={change.pending}
          onChange={(on) => void change.run(on ? 'yes' : 'no')}
        >
          <span className="visually-hidden">{titleOf(name)}</span>
        </Switch>
      ) : (
        <ValueForm setting={setting} pending={change.pending} onSave={(next) => void change.run(next)} />
      )}
      {change.error && <ErrorDetails error={change.error} />}
    </SettingRow>
  );
}

interface ValueFormProps {
  setting: SettingView;
  pending: boolean;
  /** Undefined: not set. */
  onSave: (value: string | undefined) => void;
}

function ValueForm({ setting: { name, value = '', unset }, pending, onSave }: ValueFormProps) {
  const [typed, setTyped] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(typed.trim() === '' ? undefined : typed.trim());
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <TextField
        label={titleOf(name)}
        className={styles['field'] ?? ''}
        value={typed}
        onChange={setTyped}
        placeholder={unset}
        mono
      />
      <Button type="submit" disabled={typed.trim() === value} pending={pending}>
        Save
      </Button>
      {value !== '' && (
        <Button kind="quiet" pending={pending} onClick={() => onSave(undefined)}>
          Reset
        </Button>
      )}
    </form>
  );
}

function useChange(name: string) {
  const core = useCore();
  const client = useQueryClient();
  return useAction(
    (value: string | undefined) =>
      value === undefined ? core.settings.reset({ name }) : core.settings.set({ name, value }),
    {
      inline: true,
      onDone: () => void client.invalidateQueries({ queryKey: query.settings.key() }),
    },
  );
}

/** `log-bytes` as people say it. */
function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
