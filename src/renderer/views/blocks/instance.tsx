import { ArrowUpRight } from 'lucide-react';
import type { InstanceView } from '../../../shared/contract/index.ts';
import { formatWhere } from '../../../shared/index.ts';
import { BlockIcon, Chip, CopyButton, Panel } from '../../components/index.ts';
import { hrefTo } from '../../core/index.ts';
import { Bindings } from './bindings.tsx';
import styles from './blocks.module.css';
import type { Form } from './form.ts';

interface InstanceProps {
  project: string;
  instance: InstanceView;
  form: Form;
}

export function Instance({ project, instance, form }: InstanceProps) {
  const { bindings, endpoints, name } = instance;
  return (
    <Panel flush className={styles['instance'] ?? ''}>
      <Head project={project} instance={instance} />
      {endpoints.length > 0 && <Endpoints of={endpoints} />}
      {bindings.length > 0 && <Bindings project={project} instance={name} of={bindings} form={form} />}
      <Consumers project={project} of={instance} />
    </Panel>
  );
}

function Head({ project, instance }: { project: string; instance: InstanceView }) {
  const { attached, block, name, newer, services, usedBy, where } = instance;
  return (
    <header className={styles['head']}>
      <BlockIcon block={block} size={32} />
      <div className={styles['title']}>
        <h2>{name}</h2>
        <p>
          {block.title} · <code>{block.reference}</code> · {block.version}
        </p>
      </div>
      <div className={styles['marks']}>
        {attached && (
          <Chip tone={attached.production ? 'bad' : 'wait'}>
            {attached.production ? 'production, read only' : 'runs elsewhere'}
          </Chip>
        )}
        {usedBy !== undefined && <Chip title={`The block of ${usedBy} needs it`}>for {usedBy}</Chip>}
        {newer !== undefined && (
          <Chip tone="wait" title={`The catalogue has version ${newer}`}>
            {newer} is there
          </Chip>
        )}
        {services[0] !== undefined && (
          <a href={hrefTo({ project, view: 'stack', filters: { service: services[0] } })}>In the stack</a>
        )}
        {where && (
          <code className={styles['where']} title={formatWhere(where)}>
            {formatWhere({ ...where, file: where.file.split(/[\\/]/).at(-1) ?? where.file })}
          </code>
        )}
      </div>
    </header>
  );
}

function Endpoints({ of }: { of: InstanceView['endpoints'] }) {
  return (
    <ul className={styles['endpoints']} aria-label="Endpoints">
      {of.map(({ address, name, open, title, url }) => (
        <li key={name}>
          <span>{title}</span>
          {open && url ? (
            <a href={url} target="_blank" rel="noopener noreferrer" title={`Open ${url}`}>
              {address}
              <ArrowUpRight size={12} aria-hidden />
            </a>
          ) : (
            <code>{address}</code>
          )}
          <CopyButton text={url && open ? url : address} label={`Copy the address of ${title}`} />
        </li>
      ))}
    </ul>
  );
}

function Consumers({ project, of: { consumers, bindings, name } }: { project: string; of: InstanceView }) {
  if (bindings.length === 0) return null;
  return (
    <footer className={styles['consumers']}>
      {consumers.length === 0 ? (
        <p>
          Nobody is bound to it. <code>bind: [{name}]</code> in a service gives it these variables.
        </p>
      ) : (
        <>
          <span>Bound to it</span>
          {consumers.map((service) => (
            <a key={service} href={hrefTo({ project, view: 'stack', filters: { service } })}>
              {service}
            </a>
          ))}
        </>
      )}
    </footer>
  );
}
