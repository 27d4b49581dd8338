/** The media type of a picture that every page can show, by its first bytes. */
export function pictureType(bytes: Buffer): string | undefined {
  const beginsWith = (signature: string, at = 0) =>
    bytes.toString('latin1', at, at + signature.length) === signature;
  if (beginsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (beginsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (beginsWith('GIF87a') || beginsWith('GIF89a')) return 'image/gif';
  if (beginsWith('RIFF') && beginsWith('WEBP', 8)) return 'image/webp';
  if (beginsWith('ftypavif', 4)) return 'image/avif';
  if (beginsWith('\0\0\x01\0') && bytes.length > 22) return 'image/x-icon';
  return undefined;
}

/** More than a few of these, and nobody would want to read it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/g;

/** What it says, when it is text: UTF-8 or UTF-16, else Latin. `cut` says that it may end within a character. */
export function asText(bytes: Buffer, cut: boolean): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('utf-16le', bytes, cut);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('utf-16be', bytes, cut);
  if (bytes.includes(0)) return undefined;
  const text = decode('utf-8', bytes, cut) ?? decode('windows-1252', bytes, cut) ?? '';
  const strange = text.match(controls)?.length ?? 0;
  return strange * 20 > text.length ? undefined : text;
}

function decode(encoding: string, bytes: Buffer, cut: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}
