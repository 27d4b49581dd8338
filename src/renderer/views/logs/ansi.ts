import Anser from 'anser';
import type { CSSProperties } from 'react';
import { withColours } from './plain-text.ts';

/** A piece of a line in one look. */
export interface Span {
  text: string;
  /** One of the sixteen colours by name (`red`, `bright-red`), which follow the theme. */
  colour?: string;
  ground?: string;
  style?: CSSProperties;
}

/** The line in pieces of one look each; text only, never markup. */
export function spansOf(line: string): Span[] {
  const text = withColours(line);
  if (!text.includes('\x1b')) return [{ text }];
  return Anser.ansiToJson(text, { json: true, use_classes: true, remove_empty: true }).map(toSpan);
}

function toSpan(entry: Anser.AnserJsonEntry): Span {
  const span: Span = { text: entry.content };
  const style: CSSProperties = {};
  let { fg, bg } = entry;
  if (entry.decorations.includes('reverse')) [fg, bg] = [bg || 'ansi-black', fg || 'ansi-white'];
  const colour = colourOf(fg, entry.fg_truecolor);
  const ground = colourOf(bg, entry.bg_truecolor);
  if (colour?.name) span.colour = colour.name;
  if (colour?.rgb) style.color = readable(colour.rgb);
  if (ground?.name) span.ground = ground.name;
  if (ground?.rgb) style.backgroundColor = `color-mix(in oklab, rgb(${ground.rgb}) 28%, var(--panel))`;
  if (entry.decorations.includes('bold')) style.fontWeight = 650;
  if (entry.decorations.includes('italic')) style.fontStyle = 'italic';
  const lines = [
    entry.decorations.includes('underline') && 'underline',
    entry.decorations.includes('strikethrough') && 'line-through',
  ].filter(Boolean);
  if (lines.length > 0) style.textDecorationLine = lines.join(' ');
  if (entry.decorations.includes('dim')) span.colour ??= 'faint';
  if (Object.keys(style).length > 0) span.style = style;
  return span;
}

/** Light enough on dark, dark enough on light, whatever a program chose. */
function readable(rgb: string): string {
  const colour = `rgb(${rgb})`;
  return `light-dark(oklch(from ${colour} min(l, 0.5) c h), oklch(from ${colour} max(l, 0.72) c h))`;
}

function colourOf(
  name: string | null,
  truecolor: string | null,
): { name?: string; rgb?: string } | undefined {
  if (!name) return undefined;
  if (name === 'ansi-truecolor') return truecolor ? { rgb: truecolor.replaceAll(',', '') } : undefined;
  const palette = /^ansi-palette-(\d+)$/.exec(name);
  if (palette) return { rgb: paletteRgb(Number(palette[1])) };
  return { name: name.replace(/^ansi-/, '') };
}

/** The colours 16 to 255 of terminals: a cube of six levels, then greys. */
function paletteRgb(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `${grey} ${grey} ${grey}`;
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const cube = Math.max(0, index - 16);
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level).join(' ');
}
