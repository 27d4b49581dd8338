import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { ProjectSummary } from '../shared/contract/index.ts';
import { icon } from './places.ts';
import { printable } from './printable.ts';

export interface TrayOptions {
  /** Shows the window, at that path of the page if there is one. */
  show: (path?: string) => void;
  quit: () => void;
}

const mostListed = 20;

/** What runs, beside the clock. It leads to a stack's view; what changes a stack is done there. */
export class TrayIcon {
  readonly #options: TrayOptions;
  readonly #tray: Tray;
  #shown = '';

  /** Throws where a desktop has no place for it. */
  constructor(options: TrayOptions) {
    this.#options = options;
    // macOS paints its menu bar's icons itself, from their shape.
    const image = nativeImage.createFromPath(
      icon(process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
    );
    this.#tray = new Tray(image);
    this.#tray.on('click', () => {
      // On macOS a click opens the menu.
      if (process.platform !== 'darwin') options.show();
    });
    this.show(undefined);
  }

  /** @param projects undefined while the core does not answer */
  show(projects: readonly ProjectSummary[] | undefined): void {
    const template = this.#template(projects);
    // Linux builds the menu anew on each setting, and closes one that is open: only what differs is worth that.
    const labels = JSON.stringify(template.map(({ label }) => label));
    if (labels === this.#shown) return;
    this.#shown = labels;
    this.#tray.setToolTip(summary(projects));
    this.#tray.setContextMenu(Menu.buildFromTemplate(template));
  }

  #template(projects: readonly ProjectSummary[] | undefined): MenuItemConstructorOptions[] {
    const stacks = (projects ?? []).slice(0, mostListed).map((project) => ({
      // A single & would underline what follows.
      label: `${marks[look(project)]} ${printable(project.name, 40).replaceAll('&', '&&')} · ${state(project)}`,
      click: () => this.#options.show(`/project/${encodeURIComponent(project.id)}/stack`),
    }));
    return [
      { label: summary(projects), enabled: false },
      { type: 'separator' },
      ...stacks,
      ...(stacks.length > 0 ? [{ type: 'separator' as const }] : []),
      { label: 'Open Blockyard', click: () => this.#options.show() },
      { label: 'Quit Blockyard', click: () => this.#options.quit() },
    ];
  }
}

type Look = 'ready' | 'waiting' | 'failed' | 'idle';

/** As the page's dots: also told apart without colour. */
const marks: Record<Look, string> = { ready: '●', waiting: '○', failed: '◆', idle: '·' };

function look({ state, services, problem }: ProjectSummary): Look {
  if (problem || services.failed > 0) return 'failed';
  if (state === 'running') return services.waiting > 0 ? 'waiting' : 'ready';
  return state === 'partial' ? 'waiting' : 'idle';
}

function state(project: ProjectSummary): string {
  const { services, problem } = project;
  if (problem) return 'its files do not load';
  if (services.failed > 0) return `${services.failed} failed`;
  switch (project.state) {
    case 'running':
    case 'partial':
      return `${services.ready} of ${services.total} ready`;
    case 'stopped':
      return 'stopped';
    case 'absent':
      return 'not up';
    case 'unknown':
      return 'engine away';
  }
}

function summary(projects: readonly ProjectSummary[] | undefined): string {
  if (!projects) return 'Blockyard: starting';
  const looks = projects.map(look);
  const count = (one: Look, word: string) => {
    const number = looks.filter((other) => other === one).length;
    return number > 0 ? [`${number} ${word}`] : [];
  };
  const parts = [...count('failed', 'failed'), ...count('waiting', 'waiting'), ...count('ready', 'up')];
  return `Blockyard: ${parts.join(', ') || 'nothing runs'}`;
}
