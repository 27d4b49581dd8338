import { BlockyardError, type ErrorDetails } from '../../shared/index.ts';

/** A Compose file says something that the specification does not allow. */
export class ComposeInvalid extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('compose-invalid', message, details);
  }
}

/** A Compose file says something that Blockyard cannot do. */
export class ComposeUnsupported extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('compose-unsupported', message, details);
  }
}

/** A file is not YAML, or more of it than we are willing to read. */
export class YamlInvalid extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('yaml-invalid', message, details);
  }
}

/** A `${…}` is malformed, or a variable that must be set is not. */
export class InterpolationFailed extends BlockyardError {
  /** How the variable is written, from its dollar sign on: to find it in the file. */
  readonly fragment: string;

  constructor(message: string, details: ErrorDetails & { fragment: string }) {
    super('interpolation-failed', message, details);
    this.fragment = details.fragment;
  }
}

/** A file that was named does not exist or cannot be read. */
export class FileNotFound extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('file-not-found', message, details);
  }
}

/** There is no Compose file here. */
export class ProjectNotFound extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('project-not-found', message, details);
  }
}

/** A service was named that the project does not have. */
export class ServiceNotFound extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('service-not-found', message, details);
  }
}
