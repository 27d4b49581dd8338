import { views } from '../views/index.ts';
import type { MachineView, ProjectView, View } from '../views/view.ts';

export const projectViews: readonly ProjectView[] = views.filter(isOfProject).sort(byOrder);
export const machineViews: readonly MachineView[] = views.filter(isOfMachine).sort(byOrder);

/** Where a project opens. */
export const firstProjectView = projectViews[0]?.id ?? 'stack';

export function findProjectView(id: string): ProjectView | undefined {
  return projectViews.find((view) => view.id === id);
}

export function findMachineView(id: string): MachineView | undefined {
  return machineViews.find((view) => view.id === id);
}

function isOfProject(view: View): view is ProjectView {
  return view.scope === 'project';
}

function isOfMachine(view: View): view is MachineView {
  return view.scope === 'machine';
}

function byOrder(one: View, other: View): number {
  return one.order - other.order;
}
