import type { LucideIcon } from 'lucide-react';
import type { ComponentType, LazyExoticComponent } from 'react';

/**
 * A view as the shell knows it: one folder below `views/` exports one from its `index.ts`. Nothing else of the folder is
 * loaded before it is opened.
 */
export type View = ProjectView | MachineView;

/** Of one project: a tab below its head. */
export interface ProjectView extends ViewFacts {
  scope: 'project';
  component: LazyExoticComponent<ComponentType<ProjectViewProps>>;
}

/** Of this machine: in the side bar. */
export interface MachineView extends ViewFacts {
  scope: 'machine';
  component: LazyExoticComponent<ComponentType>;
}

interface ViewFacts {
  /** Its segment in the address: `#/project/<id>/<id of the view>`, or `#/<id of the view>`. */
  id: string;
  title: string;
  icon: LucideIcon;
  /** What it is for, in one sentence: the palette and docs/workbench.md say it. */
  about: string;
  /** Where it stands among its kind; ascending. */
  order: number;
  /** Keys that open it, in tinykeys' form: `g l`. */
  keys?: string;
}

export interface ProjectViewProps {
  /** The project's id. */
  project: string;
}
