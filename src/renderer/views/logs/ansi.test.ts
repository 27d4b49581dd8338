import { describe, expect, it, test } from 'vitest';
import { spansOf } from './ansi.ts';
import { jsonOf } from './json-line.ts';
import { withoutColours } from './plain-text.ts';

describe('a line of a hostile container', () => {
  test.each([
    ['markup stays text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['titles are not set', '\x1b]0;owned\x07after', 'after'],
    ['titles are not set, ended otherwise', '\x1b]2;owned\x1b\\after', 'after'],
    ['links are not made', '\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07', 'click'],
    ['a title without an end takes the rest', 'before\x1b]0;owned', 'before'],
    ['the cursor stays', '\x1b[2J\x1b[1;1Hcleared\x1b[?25l', 'cleared'],
    ['other escapes go', '\x1bcreset\x1b(Bplain\x1b7', 'resetplain'],
    ['of what it rewrote the last stays', 'progress 10%\rprogress 100%\r', 'progress 100%'],
    ['text is not turned', 'a\u202egpj.exe', 'a\\u202egpj.exe'],
    ['nothing is hidden', 'pay\u200bpal\u2066x', 'pay\\u200bpal\\u2066x'],
    ['control characters are seen', 'a\x00b\x08c\x9fd', 'a\ufffdb\ufffdc\ufffdd'],
    ['tabs stay', 'a\tb', 'a\tb'],
    ['half an escape is none', 'end\x1b', 'end\ufffd'],
  ])('%s', (_, line, shown) => {
    expect(withoutColours(line)).toBe(shown);
    expect(
      spansOf(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(shown);
  });
});

describe('colours', () => {
  it('are pieces in a look each', () => {
    expect(spansOf('\x1b[32mGET\x1b[0m / \x1b[1;41mFAIL\x1b[m')).toEqual([
      { text: 'GET', colour: 'green' },
      { text: ' / ' },
      { text: 'FAIL', ground: 'red', style: { fontWeight: 650 } },
    ]);
  });

  it('of programs are made readable on both themes', () => {
    const [palette, truecolour, grey] = spansOf('\x1b[38;5;208ma\x1b[38;2;1;2;3mb\x1b[38;5;240mc');
    expect(palette?.style?.color).toContain('rgb(255 135 0)');
    expect(truecolour?.style?.color).toContain('rgb(1 2 3)');
    expect(grey?.style?.color).toMatch(
      /^light-dark\(oklch\(from rgb\(88 88 88\) min\(l, 0.5\) c h\), oklch\(from .* max\(l, 0.72\) c h\)\)$/,
    );
  });
});

describe('a JSON line', () => {
  it('is unfolded', () => {
    expect(jsonOf('prefix {"a":"x\\ny","b":{"c":[1]},"d":null,"e":"\\u001b]0;t\\u0007z"}')).toEqual([
      { name: 'a', value: 'x\ny', isText: true },
      { name: 'b', value: '{\n  "c": [\n    1\n  ]\n}', isText: false },
      { name: 'd', value: 'null', isText: false },
      { name: 'e', value: 'z', isText: true },
    ]);
  });

  it.each(['', 'plain', '{broken}', '{', 'x {1}'])('is none: %j', (line) => {
    expect(jsonOf(line)).toBeUndefined();
  });
});
