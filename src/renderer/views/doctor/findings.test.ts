import { expect, test } from 'vitest';
import { asText, groupFindings } from './findings.ts';

const findings = [
  { level: 'ok', topic: 'git', what: 'git version 2.39.5.' },
  { level: 'ok', topic: 'disk', what: '79 GB are free.' },
  { level: 'error', topic: 'disk', what: 'No room for images.', remedy: 'Clean up the engine.' },
  { level: 'warning', topic: 'clock', what: 'The clocks differ by 40 s.' },
] as const;

test('what is worst comes first, topics as well as findings', () => {
  expect(
    groupFindings(findings).map(({ topic, findings: all }) => [topic, all.map(({ level }) => level)]),
  ).toEqual([
    ['disk', ['error', 'ok']],
    ['clock', ['warning']],
    ['git', ['ok']],
  ]);
});

test('as text for who helps', () => {
  expect(asText(findings)).toBe(
    [
      'disk',
      '  error   No room for images.',
      '          Clean up the engine.',
      '  ok      79 GB are free.',
      '',
      'clock',
      '  warning The clocks differ by 40 s.',
      '',
      'git',
      '  ok      git version 2.39.5.',
    ].join('\n'),
  );
});
