// Sentences about what a model remembers.

import type { CellKind } from '../../../../src-engine/protocol/choices.ts';
import type { Connection, LayerMemory, Memory } from '../../../../src-engine/protocol/index.ts';
import { inARow } from '../../../../src-engine/protocol/text/sentences.ts';
import { cellWords } from '../../../../src-engine/protocol/words/cells.ts';
import { memoryTextWords } from '../../../../src-engine/protocol/words/memory.ts';
import { compact, count, counted, decimals, finePercent, nats, superscript } from '../../../text/format.ts';
import { say, spoken } from '../../../text/say.ts';
import { glyph, symbolName } from '../../../text/symbols.ts';
import { withinLine } from '../../../text/within-line.ts';

/** '8.0 characters'; where nothing falls, '–'. */
export function halfLife(value: number | null): string {
  if (value === null) return '–';
  return say`${value < 99.95 ? decimals(value, 1) : count(value)} characters`;
}

/** Of several layers, the lowest first: '4.5 · 1.8 characters'. */
export function halfLives(values: readonly (number | null)[]): string {
  const short = values.map((value) => (value === null ? '–' : decimals(value, 1)));
  return say`${short.join(' · ')} characters`;
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
  const far = Math.min(farBack, norms.length - 1);
  const left = say`${counted(far, 'character')} back ${shareLeft(norms[far] ?? NaN)} of it is left`;
  if (layers === 1) {
    return half === null
      ? say`The gradient does not fall; ${left}.`
      : say`On average the gradient halves every ${halfLife(half)}; ${left}.`;
  }
  return half === null
    ? say`Layer ${count(layer)}: the gradient does not fall; ${left}.`
    : say`Layer ${count(layer)}: on average the gradient halves every ${halfLife(half)}; ${left}.`;
}

export function measuredOn({ positions, text, step, origin }: Memory): string {
  const places = origin === 'loss' ? counted(positions, 'place') : counted(positions, 'line');
  return say`Averaged over ${places} of ${spoken(memoryTextWords[text])}, at step ${count(step)}.`;
}

/** What of a comparison of cells is put into words. */
export interface Compared {
  readonly cell: CellKind;
  readonly memory: Memory;
  /** Best validation loss, nats. */
  readonly best: number | null;
}

/** What is seen in the small charts, in a few sentences; null as long as there are not two. */
export function comparisonSentence(compared: readonly Compared[], parameters: number): string | null {
  const all = compared
    .map((one) => ({ ...one, half: longest(one.memory) }))
    .sort((one, other) => (other.half ?? Infinity) - (one.half ?? Infinity));
  const [first] = all;
  if (!first || all.length < 2) return null;
  const size = compact(parameters);
  const constant = all.filter(({ half }) => half === null).map(({ cell }) => inSentence(cell));
  const halves = all
    .flatMap(({ cell, half }) => (half === null ? [] : [{ cell: inSentence(cell), value: decimals(half, 1) }]))
    .map(({ cell, value }, index) =>
      index === 0 ? say`${value} characters in the ${cell}` : say`${value} in the ${cell}`,
    );
  const sentences = [
    halves.length === 0
      ? say`With about ${size} parameters each, the gradient falls in none of them.`
      : say`With about ${size} parameters each, the gradient halves every ${spoken(inARow(halves))}.`,
  ];
  if (halves.length > 0 && constant.length > 0) {
    sentences.push(say`It does not fall in the ${spoken(inARow(constant))}.`);
  }
  const losses = all
    .flatMap(({ cell, best }) => (best === null ? [] : [{ cell: inSentence(cell), value: nats(best) }]))
    .map(({ cell, value }, index) => (index === 0 ? say`${value} nats in the ${cell}` : say`${value} in the ${cell}`));
  if (losses.length > 1) sentences.push(say`The best validation losses are ${spoken(inARow(losses))}.`);
  return sentences.join(' ');
}

function inSentence(cell: CellKind): string {
  return withinLine(spoken(cellWords[cell].label));
}

/** Of the layer that remembers longest; null: it does not fall. */
function longest({ layers }: Memory): number | null {
  const halves = layers.map(({ halfLife: half }) => half);
  return halves.includes(null) ? null : Math.max(...halves.map((half) => half ?? 0));
}

/** Places that matter most, named in the sentence. */
const named = 3;

/** What is seen in the colours, in words. @param tells whether the model tells labels apart */
export function connectionSentence(connection: Connection, symbols: readonly string[], tells: boolean): string {
  const { norms, next, probability } = connection;
  // Where the chosen symbol is unknown to the model, that is the one that it read before.
  const at = norms.findLastIndex((norm) => !Number.isNaN(norm));
  const largest = Array.from(norms, (norm, position) => ({ norm, position }))
    .filter(({ norm }) => norm > 0)
    .sort((one, other) => other.norm - one.norm)
    .slice(0, named)
    .map(({ position }) => placeWords(shown(symbols[position]), at - position));
  const after = shown(symbols[at]);
  const given = tells
    ? say`After ${after} the model says ${next}, ${finePercent(probability)}.`
    : say`After ${after} the model gives ${shown(next)} ${finePercent(probability)}.`;
  return largest.length === 0 ? given : `${given} ${say`It rests most on ${spoken(inARow(largest))}.`}`;
}

/** Short, for a voice that reads out each move. */
export function spokenConnection(
  { at, next, probability }: Connection,
  symbols: readonly string[],
  tells: boolean,
): string {
  const before = symbols.slice(Math.max(0, at - 8), at + 1).map(symbolName);
  return tells
    ? say`${before.join(' ')}; labelled ${next}, ${finePercent(probability)}`
    : say`${before.join(' ')}; next ${symbolName(next)}, ${finePercent(probability)}`;
}

function placeWords(symbol: string, distance: number): string {
  return distance === 0 ? say`${symbol} itself` : say`${symbol} ${count(distance)} back`;
}

function shown(symbol: string | undefined): string {
  return say`“${glyph(symbol ?? '')}”`;
}
