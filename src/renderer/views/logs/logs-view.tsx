import { usePlace } from '../../core/address.ts';
import type { ProjectViewProps } from '../view.ts';
import { useAddressFilters } from './filters.ts';
import { Logs } from './logs.tsx';
import LogsPanel from './logs-panel.tsx';

/** The view of a project; its filters stand in the address. Below another view (in the drawer) it is a panel. */
export default function LogsView({ project }: ProjectViewProps) {
  const { view } = usePlace();
  return view === 'logs' ? <LogsOfPlace project={project} /> : <LogsPanel project={project} />;
}

function LogsOfPlace({ project }: ProjectViewProps) {
  return <Logs project={project} filters={useAddressFilters()} isView />;
}
