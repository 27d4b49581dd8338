import { BlockyardError } from '../shared/index.ts';

/** The page's files are not where they should be. */
export class PageNotBuilt extends BlockyardError {
  constructor(folder: string) {
    super('file-not-found', `The workbench's page is not built: there is no index.html in ${folder}.`, {
      remedy: process.env['BLOCKYARD_PAGE']
        ? 'BLOCKYARD_PAGE names this folder: correct or unset it.'
        : 'In a clone, `./dev start` builds it. Elsewhere, install Blockyard again.',
    });
  }
}

/** No machine has such a port. */
export class NoSuchPort extends BlockyardError {
  constructor(port: number) {
    super('usage', `There is no port ${port}.`, { remedy: 'Name one between 1 and 65535.' });
  }
}

/** Nothing can listen there. */
export class CannotListen extends BlockyardError {
  constructor(port: number, cause: NodeJS.ErrnoException) {
    const taken = cause.code === 'EADDRINUSE';
    super(
      taken ? 'port-taken' : cause.code === 'EACCES' ? 'permission-denied' : 'internal',
      taken ? `Port ${port} is in use by another program.` : `Port ${port} cannot be listened on.`,
      // That it is taken says it all.
      {
        cause: taken ? undefined : cause,
        remedy: 'Name another one with `--port`, or leave it out: then a free one is taken.',
      },
    );
  }
}
