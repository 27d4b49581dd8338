import { expect, test } from 'vitest';
import type { GuardrailFinding } from '../../../../shared/contract/index.ts';
import { countText, inDays, marksOf, markText } from './findings.ts';

const finding = (parts: Partial<GuardrailFinding>): GuardrailFinding => ({
  id: 'a',
  code: 'a',
  severity: 'warn',
  message: '',
  explanation: '',
  remedy: '',
  source: 'built-in',
  ...parts,
});
const exception = { reason: 'the demo', until: '2027-01-01', ended: false };

test('a service is marked with what is open, by the most severe', () => {
  const findings = [
    finding({ severity: 'deny', service: 'lab' }),
    finding({ service: 'lab' }),
    finding({ service: 'db', exception }),
    finding({ service: 'web', exception: { ...exception, ended: true } }),
    finding({ severity: 'note', service: 'api' }),
    finding({}),
  ];
  const marks = marksOf({ findings });
  expect([...marks]).toEqual([
    ['lab', { count: 2, severity: 'deny' }],
    ['web', { count: 1, severity: 'warn' }],
  ]);
  expect([...marks.values()].map(markText)).toEqual([
    'breaks 2 guardrails, and Up stops on it',
    'breaks 1 guardrail',
  ]);
  expect(countText(findings)).toBe('1 deny, 3 warn, 1 note');
  expect(countText([finding({ exception })])).toBe('');
});

test('days are those of the calendar', () => {
  expect(inDays(30, new Date(2027, 0, 31, 23, 59))).toBe('2027-03-02');
  expect(inDays(0, new Date(2027, 0, 1, 0, 0))).toBe('2027-01-01');
});
