import type { ITheme } from '@xterm/xterm';
import { colourOf } from '../../stores/theme.ts';

/** The terminal's colours from the tokens, in the theme of now. */
export function terminalTheme(): ITheme {
  const [text, dim, faint, panel] = [colourOf('text'), colourOf('dim'), colourOf('faint'), colourOf('panel')];
  const [red, green, yellow, blue] = [colourOf('bad'), colourOf('ok'), colourOf('wait'), colourOf('link')];
  const [magenta, cyan] = [colourOf('hue-3'), colourOf('hue-8')];
  return {
    background: panel,
    foreground: text,
    cursor: colourOf('accent'),
    cursorAccent: panel,
    selectionBackground: translucent(colourOf('link')),
    scrollbarSliderBackground: colourOf('line'),
    scrollbarSliderHoverBackground: colourOf('line-strong'),
    scrollbarSliderActiveBackground: faint,
    black: colourOf('idle'),
    brightBlack: faint,
    white: dim,
    brightWhite: text,
    ...{ red, green, yellow, blue, magenta, cyan },
    brightRed: colourOf('hue-1'),
    brightGreen: colourOf('hue-4'),
    brightYellow: colourOf('hue-5'),
    brightBlue: colourOf('hue-7'),
    brightMagenta: colourOf('hue-6'),
    brightCyan: cyan,
  };
}

function translucent(colour: string): string {
  return colour.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.3)');
}
