/** `NAME=value` words as they are; a bare `NAME` takes the shell's value, or is left out when there is none. */
export function withShellValues(
  words: string[],
  shell: Record<string, string | undefined> = process.env,
): string[] {
  return words.flatMap((word) => {
    if (word.includes('=')) return [word];
    const value = shell[word];
    return value === undefined ? [] : [`${word}=${value}`];
  });
}
