/* Facts as text: units everywhere, one form for each. Pure. */

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `512 B`, `1.4 MB`, `12 GB`: at most three digits, steps of 1,000. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${bytes < 0 ? '-' : ''}${value.toFixed(digits)} ${byteUnits[unit]}`;
}

/** `1.4 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `0.4 %`, `12 %`. */
export function formatPercent(percent: number): string {
  if (!Number.isFinite(percent)) return '–';
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `3 services`, `1 service`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return twoParts(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 86_400) return twoParts(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  return twoParts(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h');
}

function twoParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `just now`, `12 s ago`, `3 min ago`, `5 h ago`, `yesterday`, `4 days ago`, then the date. */
export function formatAgo(time: number, now: number): string {
  const seconds = Math.round((now - time) / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  if (days === 1) return 'yesterday';
  if (days < 30) return `${days} days ago`;
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Begins with a capital letter: `up shop` is `Up shop`. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Made once: making one costs more than a thousand uses. */
const exactTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The exact time, in the place of the reader: `24 Nov 2026, 10:41:53`. */
export function formatTime(time: number): string {
  return exactTime.format(time);
}

/** A text of unknown origin for titles and attributes: control characters, escapes and marks that turn the direction go. */
export function plainText(text: string, length = 200): string {
  const plain = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}

const keyNames: Record<string, string> = {
  escape: 'Esc',
  enter: 'Enter',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  delete: 'Del',
  backspace: '⌫',
  space: 'Space',
};

/** The keys of a shortcut in tinykeys' form as they are printed: `$mod+Shift+k` is `Ctrl`, `Shift`, `K`. */
export function keysToText(keys: string, mac = isMac()): string[] {
  return keys.split(/[ +]/).map((key) => {
    const name = key.toLowerCase();
    if (name === '$mod') return mac ? '⌘' : 'Ctrl';
    if (name === 'control') return mac ? '⌃' : 'Ctrl';
    if (name === 'alt') return mac ? '⌥' : 'Alt';
    if (name === 'shift') return mac ? '⇧' : 'Shift';
    if (name === 'meta') return mac ? '⌘' : 'Meta';
    return keyNames[name] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
}
