import { isNotebook, notebookFolder } from '../images.ts';
import { isKept } from '../mounts.ts';
import { eachService, type Rule } from '../rule.ts';
import { freeName } from './data-outside-volume.ts';

export const notebookOutsideVolume: Rule = {
  code: 'notebook-outside-volume',
  severity: 'deny',
  explanation:
    'Notebooks that are not in a volume or a folder of yours are lost with the container, and it goes at the next change of its settings.',
  check: eachService(function* ({ name, service }, { project }) {
    if (!service.image || !isNotebook(service.image) || isKept(service, notebookFolder)) return;
    const volume = freeName(`${name}-notebooks`, project.config.volumes ?? {});
    yield {
      message: `The notebooks of ${name} are in no volume.`,
      remedy: `Mount a folder or a volume: \`volumes: ["${volume}:${notebookFolder}/work"]\`.`,
      path: ['services', name],
      fix: {
        text: `Keeps ${notebookFolder}/work of ${name} in the volume ${volume}.`,
        edits: [
          { kind: 'append', path: ['services', name, 'volumes'], value: `${volume}:${notebookFolder}/work` },
          { kind: 'set', path: ['volumes', volume], value: {} },
        ],
      },
    };
  }),
};
