import { useLocalFilters } from './filters.ts';
import { Logs } from './logs.tsx';

export interface LogsPanelProps {
  project: string;
  /** Default: all of the stack. */
  services?: readonly string[];
}

/** The same in a drawer or beside something else; its filters are the panel's. */
export default function LogsPanel({ project, services }: LogsPanelProps) {
  return <Logs project={project} services={services} filters={useLocalFilters(project)} isView={false} />;
}
