// The states of all layers along a text, as bytes, unit by unit: what a unit's row holds is its value after each
// symbol.

import type { UnitName } from '../../protocol/index.ts';
import type { SoloSession, StateView } from '../../sampling/session.ts';
import { byteOf } from './quantized.ts';

/** Symbols that are read at once. */
export const chunkLength = 128;

/**
 * Bytes of a text's states that are held, and symbols that are read of it: enough for what stands in it now and then.
 */
const maxBytes = 96 * 2 ** 20;
const maxSymbols = 60_000;

export interface States {
  /** (U) */
  readonly names: readonly UnitName[];
  /** M. */
  readonly symbols: number;
  /** (U, M) */
  readonly bytes: Uint8Array;
  /** (M, outputs): of a model that tells labels apart, its logits after each symbol; of one that writes null. */
  readonly answers: Float32Array | null;
}

/** Symbols of a text from `from` to before `to`. */
export interface SymbolStretch {
  readonly from: number;
  readonly to: number;
}

/** How many symbols of a text are read with a model of so many numbers in its state. */
export function maxSymbolsOf(units: number): number {
  return Math.min(maxSymbols, Math.floor(maxBytes / units));
}

/** Every number of the state, by layer, part and unit. */
function unitNames(views: readonly StateView[]): UnitName[] {
  return views.flatMap(({ layer, part, units }) =>
    Array.from({ length: units }, (_, unit) => ({ layer: layer + 1, part, unit })),
  );
}

/** The values of one unit, (M). */
export function rowOf({ bytes, symbols }: Omit<States, 'answers'>, unit: number): Uint8Array {
  return bytes.subarray(unit * symbols, (unit + 1) * symbols);
}

/** After some of the symbols alone. */
export function statesAt({ names, bytes, symbols }: States, positions: Uint32Array): Omit<States, 'answers'> {
  const chosen = new Uint8Array(names.length * positions.length);
  for (let unit = 0; unit < names.length; unit++) {
    for (let at = 0; at < positions.length; at++)
      chosen[unit * positions.length + at] = bytes[unit * symbols + positions[at]];
  }
  return { names, symbols: positions.length, bytes: chosen };
}

/**
 * Reads a text from the beginning, and yields each piece of it when it has been read.
 * @param session of a single stream and `chunkLength` steps, which has read nothing
 * @param lineEnd the id of the line end, where each line is read for itself: from a zero state, behind a line end, as
 * in training; null: the state is carried on through the whole text
 */
export function* readPieces(
  session: SoloSession,
  ids: ArrayLike<number>,
  lineEnd: number | null,
): Generator<SymbolStretch> {
  for (let from = 0; from < ids.length;) {
    if (lineEnd !== null && (from === 0 || ids[from] === lineEnd)) {
      session.clear();
      // The line end before the first line is not of the text.
      if (ids[from] !== lineEnd) session.readChunk([lineEnd], 0, 1);
    }
    const to = endOfPiece(ids, from, lineEnd);
    session.readChunk(ids, from, to - from);
    yield { from, to };
    from = to;
  }
}

function endOfPiece(ids: ArrayLike<number>, from: number, lineEnd: number | null): number {
  const limit = Math.min(from + chunkLength, ids.length);
  let to = from + 1;
  while (to < limit && ids[to] !== lineEnd) to++;
  return to;
}

/** Yields the share that is done after every piece, and returns the states. The parameters are `readPieces`'s. */
export function* readStates(
  session: SoloSession,
  ids: ArrayLike<number>,
  lineEnd: number | null,
): Generator<number, States> {
  const names = unitNames(session.states);
  const symbols = ids.length;
  const bytes = new Uint8Array(names.length * symbols);
  const answers = lineEnd === null ? null : new Float32Array(symbols * session.classes);
  for (const { from, to } of readPieces(session, ids, lineEnd)) {
    let row = from;
    for (const view of session.states) {
      writeRows(view, to - from, bytes, row, symbols);
      row += view.units * symbols;
    }
    for (let at = from; answers !== null && at < to; at++)
      answers.set(session.answerAfter(at - from), at * session.classes);
    yield to / symbols;
  }
  return { names, symbols, bytes, answers };
}

function writeRows(view: StateView, count: number, bytes: Uint8Array, row: number, symbols: number): void {
  const { numbers, stride, units } = view;
  for (let unit = 0; unit < units; unit++) {
    const start = row + unit * symbols;
    for (let t = 0; t < count; t++) {
      bytes[start + t] = stateByte(view, numbers[t * stride + unit]);
    }
  }
}

export function stateByte({ isBounded }: StateView, value: number): number {
  return byteOf(isBounded ? value : Math.tanh(value));
}
