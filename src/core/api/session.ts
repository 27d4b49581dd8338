import { homedir } from 'node:os';
import { compatibility } from '../../shared/contract/index.ts';
import { BlockyardError } from '../../shared/index.ts';
import { os } from './implement.ts';

export const session = {
  hello: os.session.hello.handler(({ context: { core }, input }) => {
    if (input.compatibility !== compatibility) throw new Incompatible(input, core.version);
    return {
      compatibility,
      version: core.version,
      core: { id: core.id, pid: process.pid, startedAt: core.startedAt },
      host: core.host.kind,
      platform: process.platform,
      home: core.environment['HOME'] ?? homedir(),
    };
  }),
};

class Incompatible extends BlockyardError {
  constructor(page: { compatibility: number; client: string }, coreVersion: string) {
    const pageIsOlder = page.compatibility < compatibility;
    super(
      'incompatible',
      `This page (${page.client}) is ${pageIsOlder ? 'older' : 'newer'} than the Blockyard that runs (${coreVersion}): they do not understand each other.`,
      {
        remedy: pageIsOlder
          ? 'Reload the page.'
          : 'End Blockyard and start it again: it was updated while it ran.',
      },
    );
  }
}
