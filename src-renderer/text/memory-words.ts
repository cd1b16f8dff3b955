// Sentences about what a model remembers.

import type { CellKind } from '../../src-engine/protocol/choices.ts';
import type { Connection, LayerMemory, Memory } from '../../src-engine/protocol/index.ts';
import { cellWords } from '../../src-engine/protocol/words/cells.ts';
import { memoryTextWords } from '../../src-engine/protocol/words/memory.ts';
import { compact, count, counted, decimals, finePercent, nats, superscript } from './format.ts';
import { glyph, symbolName } from './symbols.ts';

/** '8.0 characters'; where nothing falls, '–'. */
export function halfLife(value: number | null): string {
  if (value === null) return '–';
  return `${value < 99.95 ? decimals(value, 1) : count(value)} characters`;
}

/** Of several layers, the lowest first: '4.5 · 1.8 characters'. */
export function halfLives(values: readonly (number | null)[]): string {
  const short = values.map((value) => (value === null ? '–' : decimals(value, 1)));
  return `${short.join(' · ')} characters`;
}

/** A share of the gradient: '4.5 %', '0.002 %', and below that a power of ten. */
export function shareLeft(norm: number): string {
  if (!Number.isFinite(norm)) return '–';
  if (norm >= 1e-5) return finePercent(norm);
  return `10${superscript(Math.floor(Math.log10(norm)))}`;
}

/** Where on the curve the sentence looks: far enough that cells differ. */
const farBack = 50;

export function memorySentence({ layers }: Memory): string {
  return layers.map((layer) => layerSentence(layer, layers.length)).join(' ');
}

function layerSentence({ layer, halfLife: half, norms }: LayerMemory, layers: number): string {
  const where = layers === 1 ? 'The' : `Layer ${layer}: the`;
  const far = Math.min(farBack, norms.length - 1);
  const left = `${counted(far, 'character')} back ${shareLeft(norms[far] ?? NaN)} of it is left`;
  return half === null
    ? `${where} gradient does not fall; ${left}.`
    : `${where} gradient halves every ${halfLife(half)}; ${left}.`;
}

export function measuredOn({ places, text, step }: Memory): string {
  return `Averaged over ${counted(places, 'place')} of ${memoryTextWords[text]}, at step ${count(step)}.`;
}

/** What of a comparison of cells is put into words. */
export interface Compared {
  readonly cell: CellKind;
  readonly memory: Memory;
  /** Best validation loss, nats. */
  readonly best: number | null;
}

/** What is seen in the small charts, in one sentence; null as long as there are not two. */
export function comparisonSentence(compared: readonly Compared[], parameters: number): string | null {
  const all = compared
    .map((one) => ({ ...one, half: longest(one.memory) }))
    .sort((one, other) => (other.half ?? Infinity) - (one.half ?? Infinity));
  const [first] = all;
  if (!first || all.length < 2) return null;
  const halves = all.map(({ cell, half }, index) => {
    const value = half === null ? 'does not fall' : decimals(half, 1);
    return `${value}${index === 0 && half !== null ? ' characters' : ''} in the ${inSentence(cellWords[cell].label)}`;
  });
  const losses = all.filter(({ best }) => best !== null);
  const learned =
    losses.length < all.length
      ? ''
      : `; the best validation losses are ${listed(losses.map(({ best }) => nats(best ?? 0)))}`;
  return `With about ${compact(parameters)} parameters each, the gradient halves every ${listed(halves)}${learned}.`;
}

/** 'Vanilla RNN' within a sentence. */
function inSentence(label: string): string {
  return /^.[a-z]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** Of the layer that remembers longest; null: it does not fall. */
function longest({ layers }: Memory): number | null {
  const halves = layers.map(({ halfLife: half }) => half);
  return halves.includes(null) ? null : Math.max(...halves.map((half) => half ?? 0));
}

/** Places that matter most, named in the sentence. */
const named = 3;

/** What is seen in the colours, in words. */
export function connectionSentence(connection: Connection, symbols: readonly string[]): string {
  const { norms, at, next, probability } = connection;
  const most = Array.from(norms, (norm, position) => ({ norm, position }))
    .filter(({ norm }) => norm > 0)
    .sort((one, other) => other.norm - one.norm)
    .slice(0, named)
    .map(({ position }) => `${shown(symbols[position])} ${backWords(at - position)}`);
  const rest = most.length === 0 ? '' : ` It rests most on ${listed(most)}.`;
  return `After ${shown(symbols[at])} the model gives ${shown(next)} ${finePercent(probability)}.${rest}`;
}

/** Short, for a voice that reads out each move. */
export function spokenConnection({ at, next, probability }: Connection, symbols: readonly string[]): string {
  const before = symbols.slice(Math.max(0, at - 8), at + 1).map(symbolName);
  return `${before.join(' ')}; next ${symbolName(next)}, ${finePercent(probability)}`;
}

function backWords(distance: number): string {
  return distance === 0 ? 'itself' : `${distance} back`;
}

function shown(symbol: string | undefined): string {
  return `“${glyph(symbol ?? '')}”`;
}

function listed(parts: readonly string[]): string {
  return new Intl.ListFormat('en').format(parts);
}
