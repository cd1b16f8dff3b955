// Sentences about what a model remembers.

import type { Connection, LayerMemory, Memory } from '../../src-engine/protocol/index.ts';
import { memoryTextWords } from '../../src-engine/protocol/words/memory.ts';
import { count, counted, decimals, finePercent, superscript } from './format.ts';
import { glyph, symbolName } from './symbols.ts';

/** '8.0 characters'; where nothing falls, '–'. */
export function halfLife(value: number | null): string {
  if (value === null) return '–';
  return `${value < 99.95 ? decimals(value, 1) : count(value)} characters`;
}

/** A share of the gradient: '4.5 %', '0.002 %', and below that a power of ten. */
export function shareLeft(norm: number): string {
  if (!Number.isFinite(norm)) return '–';
  if (norm >= 1e-5) return finePercent(norm);
  return `10${superscript(Math.floor(Math.log10(norm)))}`;
}

/** Where on the curve the sentence looks: far enough that cells differ. */
export const farBack = 50;

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
  return `Averaged over ${count(places)} places of ${memoryTextWords[text]}, at step ${count(step)}.`;
}

/** Places that matter most, named in the sentence. */
const named = 3;

/** What is seen in the colours, in words. */
export function connectionSentence(connection: Connection, symbols: readonly string[]): string {
  const { norms, at, next, probability } = connection;
  const most = Array.from(norms, (norm, place) => ({ norm, place }))
    .filter(({ norm }) => norm > 0)
    .sort((one, other) => other.norm - one.norm)
    .slice(0, named)
    .map(({ place }) => `${shown(symbols[place])} ${backWords(at - place)}`);
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
