// How single symbols of a corpus are shown and named, and how generated text is made safe to look at.

import { say } from './say.ts';

interface Invisible {
  readonly glyph: string;
  readonly name: () => string;
}

const invisible = new Map<string, Invisible>([
  [' ', { glyph: '␣', name: () => say`space` }],
  ['\n', { glyph: '⏎', name: () => say`new line` }],
  ['\t', { glyph: '⇥', name: () => say`tab` }],
  ['\r', { glyph: '␍', name: () => say`carriage return` }],
  ['\u00a0', { glyph: '⍽', name: () => say`no-break space` }],
  ['\u00ad', { glyph: 'SHY', name: () => say`soft hyphen` }],
  ['\u2007', { glyph: 'FSP', name: () => say`figure space` }],
  ['\u2009', { glyph: 'THSP', name: () => say`thin space` }],
  ['\u200b', { glyph: 'ZWSP', name: () => say`zero-width space` }],
  ['\u200c', { glyph: 'ZWNJ', name: () => say`zero-width non-joiner` }],
  ['\u200d', { glyph: 'ZWJ', name: () => say`zero-width joiner` }],
  ['\u200e', { glyph: 'LRM', name: () => say`left-to-right mark` }],
  ['\u200f', { glyph: 'RLM', name: () => say`right-to-left mark` }],
  ['\u2028', { glyph: 'LSEP', name: () => say`line separator` }],
  ['\u2029', { glyph: 'PSEP', name: () => say`paragraph separator` }],
  ['\u202f', { glyph: 'NNBSP', name: () => say`narrow no-break space` }],
  ['\u3000', { glyph: 'IDSP', name: () => say`ideographic space` }],
  ['\ufeff', { glyph: 'BOM', name: () => say`byte order mark` }],
]);

const combining = /^\p{M}/u;
const unshowable = /^[\p{C}\p{Z}]/u;

/** A visible stand-in: '␣' for a space, '◌́' for a combining accent, 'U+E000' for what has no picture. */
export function glyph(symbol: string): string {
  const known = invisible.get(symbol);
  if (known) return known.glyph;
  const code = symbol.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (combining.test(symbol)) return `◌${symbol}`;
  return unshowable.test(symbol) ? codePoint(code) : symbol;
}

/** A name that can be read out: 'space', 'e', 'U+0301'. */
export function symbolName(symbol: string): string {
  const known = invisible.get(symbol);
  if (known) return known.name();
  const code = symbol.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return say`control character ${codePoint(code)}`;
  return combining.test(symbol) || unshowable.test(symbol) ? codePoint(code) : symbol;
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

// C0 controls but tab and newline, DEL and C1; and the controls that would turn the direction of what follows.
// eslint-disable-next-line no-control-regex
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text as drawn: controls become pictures, one for one, so that no text can disturb the window around it. */
export function showControls(text: string): string {
  return text.replace(hidden, (control) => {
    const code = control.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : '⍰';
  });
}

/** How many characters a text has: some take two UTF-16 units. Not by an array: it may have millions. */
export function charactersIn(text: string): number {
  let second = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) second += 1;
  return text.length - second;
}

/** The first of two UTF-16 units. */
export function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

/** The first words of a text, for a list. */
export function excerpt(text: string, limit: number): string {
  const line = showControls(text.slice(0, limit * 4))
    .replace(/\s+/g, ' ')
    .trim();
  const symbols = [...line];
  return symbols.length <= limit ? line : `${symbols.slice(0, limit).join('').trimEnd()}…`;
}

/** A name in a sentence: of a long one its beginning. */
export function nameInSentence(name: string): string {
  return excerpt(name, 60);
}
