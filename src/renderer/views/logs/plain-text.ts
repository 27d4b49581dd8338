/* What of a line is never shown: all that a terminal would act upon. */

/** OSC, DCS and the like up to their end; CSI other than colours; other escapes. */
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
  /\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b\[[0-?]*[ -/]*[@-ln-~]|\x1b\[[0-?]*[ -/]*$|\x1b[ -/]*[0-Z\\^-~]|\x9b[0-?]*[ -/]*[@-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
const colours = /\x1b\[[0-9;:]*m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
const controls = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
const suspects = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
/** Turn or hide what comes after them, so they are named instead. */
const deceivers = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The line with its colours, and nothing else that is not text. Of what a line rewrote (`\r`), the last stays. */
export function withColours(line: string): string {
  if (!suspects.test(line)) return line;
  const clean = line
    .replace(escapes, '')
    .replace(/\r+$/, '')
    .replace(/^.*\r/s, '')
    .replace(deceivers, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(controls, '\ufffd');
  // An escape that is no colour's.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
  return clean.replace(/\x1b(?!\[[0-9;:]*m)/g, '\ufffd');
}

export function withoutColours(line: string): string {
  return withColours(line).replace(colours, '');
}
