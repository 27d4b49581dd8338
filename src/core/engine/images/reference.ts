import { ReferenceInvalidError } from './errors.ts';

/** An image's name in full, as a registry knows it. */
export interface Reference {
  /** `docker.io` unless the name says otherwise; with the port, if any. */
  registry: string;
  /** `library/postgres`. */
  repository: string;
  /** Undefined when neither was written, or when there is only a digest. */
  tag?: string;
  /** `sha256:…` */
  digest?: string;
}

const repositoryPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const registryPart = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Reads `[registry/]repository[:tag][@digest]`. Throws `ReferenceInvalidError`. */
export function parseReference(text: string): Reference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : undefined;
  const { registry, repository } = splitRegistry(tagged ? named.slice(0, colon) : named);

  if (digest !== undefined && !digestForm.test(digest))
    throw new ReferenceInvalidError(text, `\`${digest}\` is not a digest`);
  if (tag !== undefined && !tagForm.test(tag))
    throw new ReferenceInvalidError(text, `\`${tag}\` is not a tag`);
  if (!registryPart.test(registry))
    throw new ReferenceInvalidError(text, `\`${registry}\` is not a registry`);
  if (!repository.split('/').every((part) => repositoryPart.test(part)))
    throw new ReferenceInvalidError(
      text,
      /[A-Z]/.test(repository) ? 'it must be in lower case' : `\`${repository}\` is not a repository`,
    );
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** The full form, `docker.io/library/postgres:16`; without a tag and a digest it ends in `:latest`. */
export function printReference(reference: Reference): string {
  const { registry, repository, tag, digest } = reference;
  const name = `${registry}/${repository}`;
  if (digest !== undefined) return `${name}${tag === undefined ? '' : `:${tag}`}@${digest}`;
  return `${name}:${tag ?? 'latest'}`;
}

/** `sha256:…` or bare hexadecimal digits in full: an image that only this engine knows by that name. */
export function isImageId(text: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{64}$/.test(text);
}

/** Splits by the rule that the first part is a registry if it looks like a host. */
export function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  if (slash > 0 && (/[.:A-Z]/.test(first) || first === 'localhost')) {
    const registry = first === 'index.docker.io' ? 'docker.io' : first;
    return { registry, repository: withLibrary(registry, name.slice(slash + 1)) };
  }
  return { registry: 'docker.io', repository: withLibrary('docker.io', name) };
}

function withLibrary(registry: string, repository: string): string {
  return registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
}
