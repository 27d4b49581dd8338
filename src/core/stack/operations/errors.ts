import { BlockyardError } from '../../../shared/index.ts';

/** The service exists, the container asked for does not run. */
export class ServiceNotRunning extends BlockyardError {
  constructor(service: string, index: number | undefined) {
    const which = index === undefined ? service : `${service} (number ${index})`;
    super('not-ready', `No container of ${which} is running.`, {
      remedy: `Bring it up with \`blockyard up ${service}\`; \`blockyard ps\` shows what there is.`,
    });
  }
}

export class FileTransferFailed extends BlockyardError {
  constructor(message: string, remedy?: string, cause?: unknown) {
    super('file-transfer-failed', message, { remedy, cause });
  }
}

export class PortNotPublished extends BlockyardError {
  constructor(service: string, wanted: string, published: string[]) {
    super('not-ready', `${service} does not publish ${wanted}.`, {
      remedy:
        published.length > 0
          ? `It publishes ${published.join(', ')}.`
          : `It publishes no port: add \`ports:\` to the service and run \`blockyard up ${service}\`.`,
    });
  }
}
