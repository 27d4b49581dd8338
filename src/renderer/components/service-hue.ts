const hues = 8;

/**
 * Which of the tokens `--hue-1` to `--hue-8` tells a service apart among all services of its project: the same one in
 * logs and charts, as long as both are given the services that the files name. The first eight have one of their own.
 */
export function serviceHue(service: string, services: readonly string[]): number {
  const sorted = [...new Set(services)].sort();
  const place = sorted.indexOf(service);
  return place >= 0 ? (place % hues) + 1 : (hash(service) % hues) + 1;
}

/** For one that the files do not name any more. */
function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
