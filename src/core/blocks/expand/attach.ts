import type { OverlayFile } from '../../compose/index.ts';
import { StackFileInvalid } from '../errors.ts';
import {
  hostFromInside,
  onlyPlaceholder,
  parseUrl,
  placeholder,
  portOf,
  type UrlPart,
} from '../placeholder.ts';
import type { Member } from './member.ts';
import { type Attached, labelOf } from './parameters.ts';

/** What runs already, as its URL says. Any text may be a placeholder. */
export interface Attachment {
  scheme: string;
  host: string;
  /** As a container reaches it: what is on the developer's machine is elsewhere for it. */
  insideHost: string;
  /** Given the block's own, which holds where the URL has none. */
  port(usual: number): string;
  /** Whole, as it is written. */
  url: string;
  parameters: Attached;
  /** Whether containers need a way to the developer's machine. */
  onThisMachine: boolean;
}

/** Reads `at:`; undefined without it, or when it does not fit, which is reported. */
export function attachmentOf(member: Member, file: OverlayFile): Attachment | undefined {
  const { at, production } = member.use;
  const { attach } = member.block.definition;
  const wrong = (message: string, key: string, remedy?: string): undefined => {
    const where = file.where([...member.path, key]);
    file.report(new StackFileInvalid(`${labelOf(member)}: ${message}`, { where, remedy }));
    return undefined;
  };
  if (at === undefined) {
    if (production === true)
      wrong(
        '`production` is about one that runs already.',
        'production',
        'Add `at:` with its URL, or take it out.',
      );
    return undefined;
  }
  if (!attach) return wrong('it cannot be attached to one that runs already.', 'at', 'Take `at:` out.');
  if (production === true && !attach.readOnly)
    return wrong(
      'it does not say how its clients only read, so it cannot stand for production.',
      'production',
      'Give it a login that may only read, and take `production` out.',
    );
  const keys = { user: attach.user, password: attach.password, path: attach.path, query: attach.query };
  const parameters = (textOf: (part: 'user' | 'password' | 'path' | 'query') => string): Attached =>
    Object.fromEntries(
      Object.entries(keys).flatMap(([part, parameter]) =>
        parameter === undefined ? [] : [[parameter, textOf(part as 'user')]],
      ),
    );
  const secret = onlyPlaceholder(at);
  if (secret && secret.treatments.length === 0) {
    const part = (which: UrlPart) => placeholder(secret.name, which);
    return {
      scheme: part('scheme'),
      host: part('host'),
      insideHost: part('inside-host'),
      port: (usual) => part(`port:${usual}`),
      url: at,
      parameters: parameters(part),
      onThisMachine: true,
    };
  }
  const parts = parseUrl(at);
  const example = `${attach.schemes[0] ?? 'scheme'}://USER:PASSWORD@HOST:PORT/NAME`;
  if (!parts || parts.host === '')
    return wrong(
      '`at` is not a URL.',
      'at',
      `Write \`${example}\`, or \`\${secret:NAME}\` for one that is a secret.`,
    );
  if (!attach.schemes.includes(parts.scheme))
    return wrong(
      `\`at\` begins with ${parts.scheme}://, which it does not understand.`,
      'at',
      `Write \`${example}\`.`,
    );
  const insideHost = hostFromInside(parts.host);
  return {
    scheme: parts.scheme,
    host: parts.host,
    insideHost,
    port: (usual) => portOf(parts, String(usual)),
    url: at,
    parameters: parameters((part) => parts[part]),
    onThisMachine: insideHost !== parts.host,
  };
}
