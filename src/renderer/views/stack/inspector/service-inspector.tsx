import { ChartLine, FolderOpen, RotateCcw, ScrollText, Square, SquareTerminal, X } from 'lucide-react';
import { useState } from 'react';
import type { ServiceView } from '../../../../shared/contract/index.ts';
import { formatWhere } from '../../../../shared/index.ts';
import { Button, IconButton, StateDot, toneOfService } from '../../../components/index.ts';
import { hrefTo } from '../../../core/index.ts';
import { views } from '../../index.ts';
import { ServiceMenu } from '../actions/service-menu.tsx';
import { Changes } from '../dialogs/changes.tsx';
import { GuardrailsSection } from '../guardrails/guardrails-section.tsx';
import { changesFor } from '../model/plan.ts';
import { whatCanBeDone } from '../model/verbs.ts';
import { portsOf, sourceOf, stateWords, withinProject } from '../model/words.ts';
import { useStack } from '../stack-context.ts';
import { ActivityList } from './activity-list.tsx';
import { ContainerDetails, useInspection } from './container-details.tsx';
import { Containers } from './containers.tsx';
import styles from './inspector.module.css';
import { Relations } from './relations.tsx';
import { Section } from './section.tsx';
import { UrlLink } from './url-link.tsx';
import { WhyBox } from './why-box.tsx';

/** All there is to know of one service, what matters now first. */
export function ServiceInspector({ service }: { service: ServiceView }) {
  const { project, plan } = useStack();
  const [chosen, setChosen] = useState<string>();
  const container = service.containers.find(({ id }) => id === chosen) ?? service.containers[0];
  const inspection = useInspection(project, container);
  const changes = plan ? changesFor(plan, service.name) : [];
  const ports = portsOf(service.containers);
  const isProbed = service.state === 'unhealthy' || service.state === 'starting';
  const lastProbe = isProbed ? inspection.data?.health?.lastOutput.trim() : undefined;
  return (
    <>
      <Head service={service} />
      <WhyBox service={service} lastProbe={lastProbe} />
      <Buttons service={service} />
      {(service.urls.length > 0 || ports.length > 0) && (
        <Section title="Addresses">
          {service.urls.map((url) => (
            <UrlLink key={url} url={url} />
          ))}
          {service.urls.length === 0 && <code className={styles['ports']}>{ports.join(', ')}</code>}
        </Section>
      )}
      {changes.length > 0 && (
        <Section title="Would change on Up" aside={changes.length}>
          <Changes of={changes} />
        </Section>
      )}
      {service.containers.length > 0 && (
        <Section title="Containers" aside={`${service.containers.length} of ${service.scale}`}>
          <Containers
            of={service.containers}
            chosen={container?.id}
            onChoose={setChosen}
            inspection={inspection.data}
          />
        </Section>
      )}
      <GuardrailsSection service={service.name} />
      <Relations of={service.name} />
      {container && <ContainerDetails inspection={inspection} />}
      <ActivityList project={project} service={service.name} limit={8} />
    </>
  );
}

function Head({ service }: { service: ServiceView }) {
  const { view, select } = useStack();
  const { folder } = view.project;
  const { name, state, where, text } = service;
  return (
    <header className={styles['head']}>
      <h2 title={name}>
        <StateDot tone={toneOfService(state)} busy={state === 'starting'} />
        <span>{name}</span>
      </h2>
      <IconButton size="small" icon={X} label="Close, and show the stack" onClick={() => select(undefined)} />
      <p>
        {state === 'ready' || state === 'done' ? text || stateWords[state] : stateWords[state]}
        {sourceOf(service) && ` · ${sourceOf(service)}`}
      </p>
      {where && (
        <code title={`Where the files say it: ${formatWhere(where)}`}>
          {formatWhere({ ...where, file: withinProject(where.file, folder) })}
        </code>
      )}
    </header>
  );
}

function Buttons({ service }: { service: ServiceView }) {
  const { project, view, actions } = useStack();
  const can = whatCanBeDone(view, [service]);
  const services = [service.name];
  const isRunning = service.containers.some(({ state }) => state === 'running');
  const links = [
    { place: 'logs', icon: ScrollText, text: 'Logs', enabled: true },
    { place: 'terminal', icon: SquareTerminal, text: 'Terminal', enabled: isRunning },
    { place: 'files', icon: FolderOpen, text: 'Files', enabled: service.containers.length > 0 },
    { place: 'metrics', icon: ChartLine, text: 'Metrics', enabled: true },
  ] as const;
  return (
    <div className={styles['buttons']}>
      <nav aria-label={`Views of ${service.name}`}>
        {links.map(
          ({ place, icon: Icon, text, enabled }) =>
            enabled &&
            views.some(({ id }) => id === place) && (
              <a key={place} href={hrefTo({ project, view: place, filters: { service: service.name } })}>
                <Icon size={14} aria-hidden />
                {text}
              </a>
            ),
        )}
      </nav>
      <div>
        {can.stop || can.restart ? (
          <>
            <Button
              size="small"
              icon={RotateCcw}
              disabled={!can.restart}
              onClick={() => actions.plain('restart', services)}
            >
              Restart
            </Button>
            <Button
              size="small"
              icon={Square}
              disabled={!can.stop}
              onClick={() => actions.plain('stop', services)}
            >
              Stop
            </Button>
          </>
        ) : (
          <Button size="small" disabled={!can.up} onClick={() => actions.up({ services })}>
            Up, with what it needs
          </Button>
        )}
        <ServiceMenu service={service} />
      </div>
    </div>
  );
}
