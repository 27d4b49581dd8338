export const levels = ['error', 'warn', 'info', 'debug', 'none'] as const;
export type Level = (typeof levels)[number];

/** A level is said near the beginning. */
const headLength = 240;

const words: Record<string, Level> = {
  fatal: 'error',
  panic: 'error',
  emerg: 'error',
  alert: 'error',
  crit: 'error',
  critical: 'error',
  severe: 'error',
  error: 'error',
  err: 'error',
  eror: 'error',
  warn: 'warn',
  warning: 'warn',
  wrn: 'warn',
  info: 'info',
  inf: 'info',
  information: 'info',
  notice: 'info',
  log: 'info',
  statement: 'info',
  debug: 'debug',
  dbug: 'debug',
  dbg: 'debug',
  trace: 'debug',
  verbose: 'debug',
  silly: 'debug',
  fine: 'debug',
  detail: 'debug',
  hint: 'debug',
};

/** `"level":"warn"`, `"severity": "ERROR"`, pino's `"level":50`. */
const inJson = /"(?:level|severity|lvl|loglevel|log\.level|@l)"\s*:\s*"?([A-Za-z]+|\d\d)/i;
/** logfmt: `level=warn`. */
const inPairs = /\b(?:level|lvl|severity)=["']?([A-Za-z]+)/i;
/** `ERROR`, `[warn]`, `npm ERR!`, `LOG:`; in lower case only with a bracket or colon, since prose has such words. */
const inText =
  /(?:^|[^\w/.-])(FATAL|PANIC|EMERG|ALERT|CRIT|CRITICAL|SEVERE|ERROR|ERR|WARN|WARNING|INFO|NOTICE|DEBUG|TRACE|VERBOSE|LOG|DETAIL|HINT|STATEMENT)(?=[\s:\]!|)]|$)|[[<(](fatal|panic|emerg|alert|crit|critical|error|err|warn|warning|info|notice|debug|trace)[\]>):|]|(?:^|\s)(fatal|panic|error|err|warn|warning|info|debug|trace):/;
/** Also `TypeError: …` and the like, which no level is said of. */
const thrown = /^(?:Uncaught |Unhandled |Exception |Traceback |panic: |[\w.$]*(?:Error|Exception)(?::| in ))/;
/** The rest of what was said before: a stack trace, say. */
const goesOn = /^(?:\s+\S|Caused by: |\.\.\. \d+ more|\}$)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours are made of
const colour = /\x1b\[[0-9;:]*m/g;

/** Finds out how grave lines are. What only goes on (a stack trace) is as grave as the line before it. */
export class LevelFinder {
  readonly #last = new Map<number, Level>();

  levelOf(source: number, text: string, start: number, end: number): Level {
    let head = text.slice(start, Math.min(end, start + headLength));
    if (head.includes('\x1b')) head = head.replace(colour, '');
    const found = find(head);
    const level = found ?? (goesOn.test(head) ? (this.#last.get(source) ?? 'none') : 'none');
    this.#last.set(source, level);
    return level;
  }
}

function find(head: string): Level | undefined {
  if (head.startsWith('{')) {
    const [, value = ''] = inJson.exec(head) ?? [];
    if (value) return levelOfWord(value);
  }
  const text = inText.exec(head);
  if (text) return words[(text[1] ?? text[2] ?? text[3] ?? '').toLowerCase()];
  const pairs = inPairs.exec(head);
  if (pairs) return levelOfWord(pairs[1] ?? '');
  return thrown.test(head) ? 'error' : undefined;
}

function levelOfWord(value: string): Level | undefined {
  const number = Number(value);
  if (Number.isNaN(number)) return words[value.toLowerCase()];
  if (number >= 50) return 'error';
  if (number >= 40) return 'warn';
  return number >= 30 ? 'info' : 'debug';
}
