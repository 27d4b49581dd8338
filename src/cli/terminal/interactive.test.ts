import { describe, expect, it } from 'vitest';
import { DetachScanner, parseDetachKeys } from './interactive.ts';

const scan = (keys: string, ...chunks: string[]) => {
  const scanner = new DetachScanner(parseDetachKeys(keys));
  let sent = '';
  for (const chunk of chunks) {
    const { forward, detached } = scanner.scan(Buffer.from(chunk, 'latin1'));
    sent += forward.toString('latin1');
    if (detached) return `${sent}<detached>`;
  }
  return sent;
};

describe('detach keys', () => {
  it('are read as Docker writes them', () => {
    expect([...parseDetachKeys('ctrl-p,ctrl-q')]).toEqual([16, 17]);
    expect([...parseDetachKeys('ctrl-@,a,ctrl-]')]).toEqual([0, 97, 29]);
    expect(() => parseDetachKeys('alt-x')).toThrow("does not know 'alt-x'");
  });

  it('detach wherever they come, also in two pieces', () => {
    expect(scan('ctrl-p,ctrl-q', 'ls\r\x10\x11more')).toBe('ls\r<detached>');
    expect(scan('ctrl-p,ctrl-q', 'ls\r\x10', '\x11')).toBe('ls\r<detached>');
  });

  it('let through what only begins like them', () => {
    expect(scan('ctrl-p,ctrl-q', '\x10', 'x')).toBe('\x10x');
    expect(scan('ctrl-p,ctrl-q', '\x10\x10\x11')).toBe('\x10<detached>');
  });

  it('may be none', () => expect(scan('', '\x10\x11')).toBe('\x10\x11'));
});
