import { useId, useState } from 'react';
import type { ParameterView } from '../../../shared/contract/index.ts';
import { Prose, Select, Switch, TextField } from '../../components/index.ts';
import styles from './catalogue.module.css';
import { Choices } from './choices.tsx';
import { problemOf, type Value } from './values.ts';

interface ParameterFieldProps {
  parameter: ParameterView;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
}

/** One parameter, as its type and its choices want it. */
export function ParameterField({ parameter, value, onChange }: ParameterFieldProps) {
  const { title, type, choices, description, secret } = parameter;
  const id = useId();
  const hint = description && <Prose text={description} />;
  if (type === 'boolean')
    return (
      <div className={styles['field']}>
        <Switch checked={value === true} onChange={onChange}>
          {title}
        </Switch>
        {hint && <p className={styles['hint']}>{hint}</p>}
      </div>
    );
  if (type === 'array' && choices)
    return (
      <Choices
        legend={title}
        hint={hint}
        options={choices.map(String)}
        chosen={(Array.isArray(value) ? value : []).map(String)}
        onChange={(chosen) => onChange(choices.filter((choice) => chosen.includes(String(choice))))}
      />
    );
  if (type === 'array') return <ListField parameter={parameter} value={value} onChange={onChange} />;
  if (choices && !secret)
    return (
      <div className={styles['field']}>
        <span id={id} className={styles['label']}>
          {title}
        </span>
        <Select
          label={title}
          value={String(value ?? '')}
          options={choices.map((choice) => ({ value: String(choice), title: String(choice) }))}
          onChange={(next) => onChange(choices.find((choice) => String(choice) === next))}
        />
        {hint && <p className={styles['hint']}>{hint}</p>}
      </div>
    );
  if (type === 'string') return <TextParameter parameter={parameter} value={value} onChange={onChange} />;
  return <NumberField parameter={parameter} value={value} onChange={onChange} />;
}

function TextParameter({ parameter, value, onChange }: ParameterFieldProps) {
  const { title, description, secret, generated } = parameter;
  return (
    <TextField
      label={title}
      value={typeof value === 'string' ? value : ''}
      onChange={onChange}
      hint={secret ? secretHint(generated) : description && <Prose text={description} />}
      problem={problemOf(parameter, value)}
      mono
      {...(secret && {
        type: 'password',
        autoComplete: 'new-password',
        placeholder: generated ? 'made for this project' : 'needed',
      })}
    />
  );
}

function secretHint(generated: boolean): string {
  return generated
    ? 'Leave it empty, and one is made and kept in the secrets store. It never gets into the file.'
    : 'It goes into the secrets store; the file only names it.';
}

function NumberField({ parameter, value, onChange }: ParameterFieldProps) {
  const { title, description, type } = parameter;
  // What is typed stays as it is typed, while it is no number too.
  const [draft, setDraft] = useState(value === undefined ? '' : String(value));
  const isNumber = /^-?\d+(\.\d+)?$/.test(draft.trim());
  return (
    <TextField
      label={title}
      value={draft}
      inputMode={type === 'integer' ? 'numeric' : 'decimal'}
      onChange={(text) => {
        setDraft(text);
        if (text.trim() === '') onChange(undefined);
        else if (/^-?\d+(\.\d+)?$/.test(text.trim())) onChange(Number(text));
      }}
      hint={description && <Prose text={description} />}
      problem={problemOf(parameter, draft.trim() === '' ? undefined : isNumber ? Number(draft) : Number.NaN)}
      mono
    />
  );
}

/** Entries with commas between them. */
function ListField({ parameter, value, onChange }: ParameterFieldProps) {
  const { title, description, itemType } = parameter;
  const [draft, setDraft] = useState(Array.isArray(value) ? value.join(', ') : '');
  return (
    <TextField
      label={title}
      value={draft}
      onChange={(text) => {
        setDraft(text);
        const entries = text
          .split(',')
          .map((entry) => entry.trim())
          .filter((entry) => entry !== '');
        const isText = itemType === undefined || itemType === 'string';
        onChange(isText ? entries : entries.map(Number).filter((number) => !Number.isNaN(number)));
      }}
      placeholder="none"
      hint={<>{description && <Prose text={`${description} `} />}Several with commas between them.</>}
      mono
    />
  );
}
