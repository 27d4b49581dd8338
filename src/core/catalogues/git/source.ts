import { type RepositoryAddress, repositoryAddress } from '../../git/index.ts';
import { AddressHoldsSecret, RefRefused } from '../errors.ts';

/** A place that blocks come from. */
export interface CatalogueSource {
  /** As git takes it. */
  url: string;
  /** Branch or tag; default: what the repository's own HEAD is. */
  ref?: string;
  /** The folder in the repository whose folders are blocks; default `blocks` if there is one, else all of it. */
  folder?: string;
}

/** The same, at one commit with one content. */
export interface LockedSource extends CatalogueSource {
  commit: string;
  hash: string;
}

/** `URL` or `URL#REF`: what it says is written to files that others see. @throws AddressRefused, AddressHoldsSecret, RefRefused */
export function parseSource(text: string): CatalogueSource & { address: RepositoryAddress } {
  const at = text.indexOf('#');
  const address = repositoryAddress(at < 0 ? text : text.slice(0, at));
  if (address.holdsSecret) throw new AddressHoldsSecret(address.shown);
  const ref = at < 0 ? undefined : requireRef(text.slice(at + 1));
  return { url: address.url, ...(ref !== undefined && { ref }), address };
}

/** Names that git takes for a ref, and for nothing else: no option, no refspec, no range. */
export const refForm = /^(?!.*(?:\.\.|\/\/|\.lock(?:\/|$)|[./]$))[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}$/;

function requireRef(ref: string): string {
  const fits = /^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}$/.test(ref) && !/\.\.|\/\/|\.lock(\/|$)|[./]$/.test(ref);
  if (!fits) throw new RefRefused(ref);
  return ref;
}

/** For people: without secrets, with the ref. */
export function shownSource({ url, ref }: CatalogueSource): string {
  return `${repositoryAddress(url).shown}${ref === undefined ? '' : `#${ref}`}`;
}
