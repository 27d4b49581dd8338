import { ChevronDown, ChevronRight, Plus } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { AddRequest, BlockDetails, InstanceView } from '../../../shared/contract/index.ts';
import {
  Button,
  ErrorDetails,
  Panel,
  Segmented,
  Switch,
  showNote,
  TextField,
} from '../../components/index.ts';
import { goTo, useAction, useCore, useFollowed } from '../../core/index.ts';
import styles from './catalogue.module.css';
import { Choices } from './choices.tsx';
import { ParameterField } from './parameter-field.tsx';
import { Preview } from './preview.tsx';
import { SharedUses } from './shared-uses.tsx';
import { usePreview } from './use-preview.ts';
import { problemOf, shownValue, type Values, withValue } from './values.ts';

interface AddFormProps {
  project: string;
  block: BlockDetails;
  values: Values;
  onChange: (values: Values) => void;
  /** What is told of the block, below what the form leads to. */
  children: ReactNode;
}

/** What is asked before a block is added: its parameters, who is bound to it; and beside them what that leads to. */
export function AddForm({ project, block, values, onChange, children }: AddFormProps) {
  const core = useCore();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'start' | 'attach'>('start');
  const [at, setAt] = useState('');
  const [production, setProduction] = useState(false);
  const [bindTo, setBindTo] = useState<string[]>([]);
  const [uses, setUses] = useState<Record<string, string>>({});
  const followed = useFollowed('blocks.follow', { project });
  const instances = ('value' in followed ? followed.value : undefined) ?? [];
  const isAttached = kind === 'attach';
  const request: AddRequest = {
    project,
    block: block.reference,
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(isAttached ? { at: at.trim(), ...(production && { production }) } : { with: values, uses }),
    ...(bindTo.length > 0 && { bindTo }),
  };
  const nameProblem = problemOfName(name.trim());
  const isReady =
    nameProblem === undefined &&
    (isAttached
      ? at.trim() !== ''
      : block.parameters.every((it) => problemOf(it, shownValue(it, values)) === undefined));
  const preview = usePreview(isReady ? request : undefined);
  const seen = preview.data;
  const add = useAction(() => core.blocks.add({ ...request, before: seen?.before ?? '' }), {
    inline: true,
    onDone: () => {
      showNote(`${block.title} was added to blockyard.yaml. Up starts it.`);
      goTo({ project, view: 'stack' });
    },
    onError: ({ code }) => {
      // Somebody else wrote the file: what is shown is what it was.
      if (code === 'confirmation-required') void preview.refetch();
      return false;
    },
  });
  const canAdd = isReady && seen !== undefined && !seen.problem && !preview.isStale;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canAdd) void add.run();
  };
  return (
    <form className={styles['form']} aria-label={`Add ${block.title}`} onSubmit={submit}>
      <Panel title="Add it to this project">
        <div className={styles['fields']}>
          <Segmented
            label="Which one"
            value={kind}
            options={[
              { value: 'start', title: 'A new one' },
              { value: 'attach', title: 'One that runs already' },
            ]}
            onChange={setKind}
          />
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            placeholder={block.name}
            problem={nameProblem}
            hint="What it is called in this stack."
            mono
          />
          {isAttached ? (
            <>
              <TextField
                label="Its address"
                value={at}
                onChange={setAt}
                placeholder={'${secret:WAREHOUSE_URL}'}
                hint="A URL; one with a password goes into the secrets store. Nothing is started."
                mono
              />
              <Switch checked={production} onChange={setProduction}>
                It is production: only read there
              </Switch>
            </>
          ) : (
            <>
              <Parameters block={block} values={values} onChange={onChange} />
              <SharedUses uses={block.uses} instances={instances} chosen={uses} onChange={setUses} />
            </>
          )}
          <BindTo project={project} instances={instances} chosen={bindTo} onChange={setBindTo} />
        </div>
      </Panel>
      <div className={styles['outcome']}>
        <Preview preview={preview} isReady={isReady} />
        {add.error && <ErrorDetails error={add.error} />}
        <Button
          kind="primary"
          size="large"
          type="submit"
          icon={Plus}
          disabled={!canAdd}
          pending={add.pending}
        >
          Add {block.title}
        </Button>
        {children}
      </div>
    </form>
  );
}

/** The common ones; the others are behind a button. */
function Parameters({ block, values, onChange }: Omit<AddFormProps, 'project' | 'children'>) {
  const [isOpen, setOpen] = useState(false);
  const field = (parameter: BlockDetails['parameters'][number]) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      value={shownValue(parameter, values)}
      onChange={(value) => onChange(withValue(values, parameter, value))}
    />
  );
  const advanced = block.parameters.filter((parameter) => parameter.advanced);
  return (
    <>
      {block.parameters.filter((parameter) => !parameter.advanced).map(field)}
      {advanced.length > 0 && (
        <>
          <Button
            kind="quiet"
            size="small"
            icon={isOpen ? ChevronDown : ChevronRight}
            aria-expanded={isOpen}
            className={styles['more']}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Less' : 'More'}
          </Button>
          {isOpen && advanced.map(field)}
        </>
      )}
    </>
  );
}

/** Services of the stack that get its variables. */
function BindTo({
  project,
  instances,
  chosen,
  onChange,
}: {
  project: string;
  instances: readonly InstanceView[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const stack = useFollowed('stacks.follow', { project });
  const ofBlocks = new Set(instances.flatMap(({ services, jobs }) => [...services, ...jobs]));
  const all = 'value' in stack ? (stack.value?.services ?? []) : [];
  const services = all.map((service) => service.name).filter((service) => !ofBlocks.has(service));
  if (services.length === 0) return null;
  return (
    <Choices
      legend="Bind to"
      hint="They get its variables, and start when it is ready."
      options={services}
      chosen={chosen}
      onChange={onChange}
    />
  );
}

function problemOfName(name: string): string | undefined {
  return name === '' || /^[a-z][a-z0-9-]{0,40}$/.test(name)
    ? undefined
    : 'Small letters, digits and -, beginning with a letter.';
}
