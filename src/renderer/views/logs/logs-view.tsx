import type { ProjectViewProps } from '../view.ts';
import { useAddressFilters } from './filters.ts';
import { Logs } from './logs.tsx';

/** The view of a project; its filters stand in the address. */
export default function LogsView({ project }: ProjectViewProps) {
  return <Logs project={project} filters={useAddressFilters()} isView />;
}
