// What an exported page says about its model and about what it does.

import type { CorpusUnit, UnseenSymbol, WeightPrecision } from '../../../../protocol/index.ts';
import { cellWords } from '../../../../protocol/words/cells.ts';
import type { PageContents } from './contents.ts';

const thousands = new Intl.NumberFormat('en');

export function grouped(value: number): string {
  return thousands.format(value);
}

/** '400 characters', '1 character'. */
export function count(value: number, one: string): string {
  return `${grouped(value)} ${value === 1 ? one : `${one}s`}`;
}

/** '98.2 %' */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}\u202f%`;
}

/** One line: what the model is, how long it was trained, how good it is, and on what. */
export function about({ model, step, validation, text, labels }: PageContents): string {
  const layers = `${count(model.layers, 'layer')} of ${count(model.hidden, 'unit')}`;
  const does = labels ? 'tells labels apart' : 'writes character by character';
  const parts = [`${cellWords[model.cell].opening} with ${layers} that ${does}`];
  if (step > 0) parts.push(`${count(step, 'step')} of training`);
  if (validation !== null) {
    const loss = `${validation.toFixed(3)} nats`;
    const bits = `${(validation / Math.LN2).toFixed(2)} bits`;
    parts.push(labels ? `${loss} per answer on unseen lines` : `${loss} (${bits}) per character on unseen text`);
  }
  if (text !== null) parts.push(`trained on \u2068${text}\u2069`);
  return parts.join(' · ');
}

const symbolNames = { codepoint: 'character', grapheme: 'grapheme' } as const satisfies Record<CorpusUnit, string>;

const weightWords: Readonly<Record<WeightPrecision, string>> = {
  float32: 'weights as trained (float32)',
  float16: 'weights rounded to float16',
  int8: 'weights rounded to 8 bits',
};

/** What stands at the very end. */
export function facts({ symbols, unit, precision }: PageContents): string {
  return `${count(symbols.length, symbolNames[unit])} · ${weightWords[precision]}`;
}

const maxNamed = 8;

/** A sentence about what the prompt has and the model lacks; empty where there is nothing. */
export function unseenWords(unseen: readonly UnseenSymbol[]): string {
  if (unseen.length === 0) return '';
  const named = unseen.slice(0, maxNamed).map(({ symbol, suggestion }) => {
    return suggestion === null ? quoted(symbol) : `${quoted(symbol)} (it knows ${quoted(suggestion)})`;
  });
  const rest = unseen.length > maxNamed ? ` and ${unseen.length - maxNamed} more` : '';
  return `Never seen by this model, so left out: ${named.join(', ')}${rest}`;
}

/** Between marks, and what has no shape by its number; isolated, so that no writing direction leaks out. */
function quoted(symbol: string): string {
  const isShapeless = /^[\p{C}\p{Z}]+$/u.test(symbol);
  if (!isShapeless) return `“\u2068${symbol}\u2069”`;
  return Array.from(
    symbol,
    (point) => `U+${(point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ');
}
