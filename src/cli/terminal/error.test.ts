import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockyardError, ManyErrors } from '../../shared/index.ts';
import { renderError } from './error.ts';
import { palette } from './palette.ts';

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytest-error-'));
  file = join(folder, 'compose.yaml');
  writeFileSync(file, 'services:\n\tweb: {}\n  api:\n    imge: x\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const render = (error: BlockyardError) => renderError(error, palette(false)).replaceAll(folder, '<folder>');

describe('an error', () => {
  it('shows what, where with the line and a caret, and what to do', () => {
    const error = new BlockyardError('compose-invalid', 'imge is no key.', {
      where: { file, line: 4, column: 5 },
      remedy: 'Did you mean image?',
    });
    expect(render(error)).toBe(
      [
        'error: imge is no key.',
        '  at <folder>/compose.yaml:4:5',
        '  4 |     imge: x',
        '    |     ^',
        '  → Did you mean image?',
        '',
      ].join('\n'),
    );
  });

  it('keeps tabs, so that the caret stands under its character', () => {
    const error = new BlockyardError('yaml-invalid', 'A tab.', { where: { file, line: 2, column: 2 } });
    expect(render(error)).toContain('  2 | \tweb: {}\n    | \t^\n');
  });

  it('shows the place alone when the line is not to be had', () => {
    const error = new BlockyardError('compose-invalid', 'Gone.', {
      where: { file: '/nowhere/x.yaml', line: 3 },
    });
    expect(render(error)).toBe('error: Gone.\n  at /nowhere/x.yaml:3\n');
  });

  it('tells what lies behind it, once', () => {
    const cause = new Error('connect ECONNREFUSED', { cause: new Error('refused') });
    expect(render(new BlockyardError('engine-unreachable', 'No answer.', { cause }))).toBe(
      'error: No answer.\n  because connect ECONNREFUSED\n  because refused\n',
    );
    expect(render(new BlockyardError('internal', 'It says: boom.', { cause: new Error('boom') }))).toBe(
      'error: It says: boom.\n',
    );
  });

  it('is each of many', () => {
    const many = new ManyErrors([
      new BlockyardError('compose-invalid', 'One.'),
      new BlockyardError('compose-invalid', 'Two.', { remedy: 'Do this.\nThen that.' }),
    ]);
    expect(render(many)).toBe('error: One.\n\nerror: Two.\n  → Do this.\n    Then that.\n');
  });
});
