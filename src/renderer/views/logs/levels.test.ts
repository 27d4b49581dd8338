import { describe, expect, it, test } from 'vitest';
import { LevelFinder } from './levels.ts';

function levelOf(text: string): string {
  return new LevelFinder().levelOf(0, `before\n${text}\nafter`, 7, 7 + text.length);
}

describe('the level of a line', () => {
  test.each([
    ['{"level":"warn","msg":"x"}', 'warn'],
    ['{"time":1,"level":50,"msg":"pino"}', 'error'],
    ['{"level":20}', 'debug'],
    ['{"severity":"ERROR"}', 'error'],
    ['{"msg":"no level, though ERROR: is in it"}', 'error'],
    ['time=1 level=debug msg="x error"', 'debug'],
    ['2026-11-24 10:00:00 UTC [1] LOG:  checkpoint complete', 'info'],
    ['2026-11-24 10:00:00 UTC [33] FATAL:  password authentication failed', 'error'],
    ['2026/11/24 10:00:00 [warn] 29#29: nginx says', 'warn'],
    ['2026-11-24 10:00:00,123 WARNING root: python says', 'warn'],
    ['INFO:     uvicorn running', 'info'],
    ['npm ERR! code 1', 'error'],
    ['\x1b[33mWARN\x1b[0m coloured', 'warn'],
    ['[error] something', 'error'],
    ['error: something', 'error'],
    ['TypeError: x is not a function', 'error'],
    ['java.lang.IllegalStateException: no', 'error'],
    ['panic: runtime error', 'error'],
    ['listening on :3000', 'none'],
    ['there was no error at all', 'none'],
    ['GET /errors/ERROR.html 200', 'none'],
    ['an information desk', 'none'],
    ['', 'none'],
  ])('%s', (text, level) => {
    expect(levelOf(text)).toBe(level);
  });

  it('goes over to what goes on from it, of the same container', () => {
    const finder = new LevelFinder();
    const of = (source: number, text: string) => finder.levelOf(source, text, 0, text.length);
    expect(of(1, 'Error: no')).toBe('error');
    expect(of(2, 'fine')).toBe('none');
    expect(of(1, '    at run (a.js:1:1)')).toBe('error');
    expect(of(2, '    indented')).toBe('none');
    expect(of(1, 'Caused by: x')).toBe('error');
    expect(of(1, 'next')).toBe('none');
    expect(of(1, '    indented')).toBe('none');
  });
});
