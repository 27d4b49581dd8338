import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SettingView } from '../../../shared/contract/index.ts';
import {
  Button,
  ErrorDetails,
  FailedState,
  Panel,
  Prose,
  Skeleton,
  Switch,
  sentence,
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
  const { name, unset, value } = setting;
  const change = useChange(name);
  const isSwitch = isYesOrNo(unset);
  return (
    <SettingRow name={titleOf(name)} about={<Prose text={aboutOf(setting)} />}>
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

const titles: Readonly<Record<string, string>> = {
  'log-bytes': 'Logs that are kept',
  'metrics-hours': 'Measurements that are kept',
  'free-ports': 'Free ports for taken ones',
};

/** The setting as people say it. */
function titleOf(name: string): string {
  return titles[name] ?? sentence(name.replaceAll('-', ' '));
}

/** What it means; a switch needs no `yes:`, and shows what it is when it is not set. */
function aboutOf({ about, unset }: SettingView): string {
  const meaning = sentence(about.replace(/^yes: /, ''));
  return isYesOrNo(unset) ? `${meaning}.` : `${meaning}. When not set: ${unset}.`;
}

function isYesOrNo(text: string): boolean {
  return text === 'yes' || text === 'no';
}
