import type { LucideIcon } from 'lucide-react';
import type { ComponentType, LazyExoticComponent } from 'react';

/**
 * A view as the shell knows it: one folder below `views/` exports one from its `index.ts`. Nothing else of the folder is
 * loaded before it is opened.
 */
export interface View {
  /** Its segment in the address: `#/project/<id>/<id of the view>`, or `#/<id of the view>`. */
  id: string;
  title: string;
  /** Of one project (a tab), or of this machine (in the side bar). */
  scope: 'project' | 'machine';
  icon: LucideIcon;
  /** What it is for, in one sentence: the palette and docs/workbench.md say it. */
  about: string;
  /** Where it stands among its kind; ascending. */
  order: number;
  /** Keys that open it, in tinykeys' form: `g l`. */
  keys?: string;
  component: LazyExoticComponent<ComponentType<ProjectViewProps>> | LazyExoticComponent<ComponentType>;
}

export interface ProjectViewProps {
  /** The project's id. */
  project: string;
}
