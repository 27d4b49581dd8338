import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/index.ts';
import { Endings } from './endings.ts';

function event(action: string, attributes: Record<string, string> = {}): EngineEvent {
  return { type: 'container', action, id: 'app', attributes, timeNano: 0n };
}

function having(...events: EngineEvent[]): Endings {
  const endings = new Endings();
  for (const one of events) endings.note(one);
  return endings;
}

describe('how a container ended', () => {
  test('one that ends by itself, or is killed without being asked, died', () => {
    const died = { how: 'died', outOfMemory: false };
    expect(having(event('die')).all.get('app')).toEqual(died);
    expect(having(event('kill', { signal: '9' }), event('die')).all.get('app')).toEqual(died);
    expect(having(event('kill', { signal: 'SIGHUP' }), event('die')).all.get('app')).toEqual(died);
  });

  test('one that was asked to end, or whose stop the engine tells, was stopped', () => {
    const stopped = { how: 'stopped', outOfMemory: false };
    expect(having(event('kill', { signal: '15' }), event('die')).all.get('app')).toEqual(stopped);
    expect(having(event('die'), event('stop')).all.get('app')).toEqual(stopped);
  });

  test('the order in which the engine tells of one moment does not matter', () => {
    const stopped = { how: 'stopped', outOfMemory: false };
    expect(having(event('stop'), event('die')).all.get('app')).toEqual(stopped);
    expect(having(event('die'), event('kill', { signal: '15' })).all.get('app')).toEqual(stopped);
  });

  test('one that starts again has no ending', () => {
    expect(having(event('die'), event('start')).all.size).toBe(0);
  });

  test('one that died just before its engine went away went with it; one that ran out of memory did not', () => {
    const endings = having(event('die'));
    endings.engineLeft();
    expect(endings.all.get('app')).toEqual({ how: 'stopped', outOfMemory: false });
    const short = having(event('oom'), event('die'));
    short.engineLeft();
    expect(short.all.get('app')).toEqual({ how: 'died', outOfMemory: true });
  });
});
