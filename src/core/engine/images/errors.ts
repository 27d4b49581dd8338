import { BlockyardError, type ErrorDetails, type Where } from '../../../shared/index.ts';

/** A text that should name an image and does not. */
export class ReferenceInvalidError extends BlockyardError {
  constructor(text: string, reason: string) {
    super('usage', `\`${text}\` is not the name of an image: ${reason}.`, {
      remedy: 'Write it as [registry/]name[:tag][@digest], such as `postgres:16` or `ghcr.io/acme/api:1.2`.',
    });
  }
}

export class ImageMapInvalidError extends BlockyardError {
  constructor(reason: string, details: { where?: Where; cause?: unknown }) {
    super('usage', `The image map can't be read: ${reason}.`, {
      ...details,
      remedy:
        'BLOCKYARD_IMAGE_MAP (or the setting image-map) holds a JSON object, or the path of a JSON file, such as {"postgres:*": "mirror.local/postgres:16"}.',
    });
  }
}

export class ImageNotFoundError extends BlockyardError {
  constructor(name: string, reason: string, details: ErrorDetails = {}) {
    super('image-not-found', `There is no image ${name}: ${reason}.`, {
      ...details,
      remedy: `Check the name and the tag of ${name}. If it is to be built, give its service a \`build\` and run \`blockyard build\`.`,
    });
  }
}

export class PlatformMismatchError extends BlockyardError {
  constructor(name: string, platform: string | undefined, reason: string, details: ErrorDetails = {}) {
    const wanted = platform ?? "this engine's platform";
    super('image-not-found', `There is no image ${name} for ${wanted}: ${reason}.`, {
      ...details,
      remedy: 'Choose another `platform`, or a tag that is published for this one.',
    });
  }
}

export class RegistryDeniedError extends BlockyardError {
  constructor(name: string, host: string, reason: string, details: ErrorDetails = {}) {
    const login = host === 'docker.io' ? 'docker login' : `docker login ${host}`;
    super('registry-denied', `The registry ${host} refused ${name}: ${reason}.`, {
      ...details,
      remedy: `Sign in with \`${login}\`, and check the name: a registry says the same of a private image and of one that does not exist.`,
    });
  }
}

export class RegistryUnreachableError extends BlockyardError {
  constructor(name: string, host: string, reason: string, details: ErrorDetails = {}) {
    super('engine-refused', `The engine could not reach the registry of ${name}: ${reason}.`, {
      ...details,
      remedy: `Check that the engine's machine reaches ${host} (network, proxy, DNS, certificates), or map the image to a mirror with BLOCKYARD_IMAGE_MAP.`,
    });
  }
}

/** The user's credentials could not be had. What needs none goes on without. */
export class CredentialsError extends BlockyardError {
  constructor(reason: string, remedy: string, details: { where?: Where; cause?: unknown } = {}) {
    super('registry-denied', `The credentials for a registry can't be read: ${reason}.`, {
      ...details,
      remedy,
    });
  }
}

/** A step of a Dockerfile failed. `output` holds the last lines that it wrote. */
export class BuildFailedError extends BlockyardError {
  readonly output: readonly string[];

  constructor(
    message: string,
    details: { where?: Where | undefined; output?: readonly string[]; remedy?: string | undefined },
  ) {
    const output = details.output ?? [];
    super(
      'build-failed',
      output.length === 0 ? message : `${message}\n${output.map((line) => `  ${line}`).join('\n')}`,
      {
        where: details.where,
        remedy:
          details.remedy ??
          'Correct the Dockerfile or the files that the step uses, then build again: steps before it come from the cache.',
      },
    );
    this.output = output;
  }
}

/** Something that the request asks for and that this engine's API can't do. */
export class BuildUnsupportedError extends BlockyardError {
  constructor(what: string, remedy: string) {
    super('compose-unsupported', what, { remedy });
  }
}

export class DockerfileNotFoundError extends BlockyardError {
  constructor(file: string) {
    super('file-not-found', `There is no Dockerfile at ${file}.`, {
      where: { file },
      remedy: 'Create it, or name another one with `build.dockerfile`.',
    });
  }
}

export class BuildContextError extends BlockyardError {
  constructor(folder: string, reason: string, cause?: unknown) {
    super('file-not-found', `The build context ${folder} can't be used: ${reason}.`, {
      cause,
      remedy:
        'Check `build.context`: it is a folder, relative to the Compose file, or the address of a git repository.',
    });
  }
}

export class BuildSecretError extends BlockyardError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super('usage', message, { remedy, cause });
  }
}
