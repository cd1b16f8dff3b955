// A model in which one unit is known to follow a rule, among many of which nothing is known; and texts with something
// to follow.

import { compileKernels } from '../../../src-engine/kernels/wasm.ts';
import { layOutParameters, parameterNamed, readParameter, writeParameter } from '../../../src-engine/nn/parameters.ts';
import { shapeOf } from '../../../src-engine/nn/shape.ts';
import { createRandom } from '../../../src-engine/random/xoshiro.ts';
import { openSession } from '../../../src-engine/sampling/session.ts';
import type { TrainedModel } from '../../../src-engine/sampling/types.ts';
import { initialize } from '../../../src-engine/nn/initialize.ts';
import { chunkLength, readStates } from '../../../src-engine/insight/units/states.ts';
import type { States } from '../../../src-engine/insight/units/states.ts';
import { smallSettings } from '../../nn/build.ts';

export const symbols = [...'\nabcdefgh (“”)XYZ.'];
const vocabulary = symbols.length;

export const planted = { layer: 1, part: 'h', unit: 7 } as const;

/**
 * A vanilla network of 128 units with random weights, of which unit 7 of layer 1 is a switch: on after one symbol, off
 * after another, and the same after every other symbol.
 */
export function plantedModel(on: string, off: string): TrainedModel {
  const model = { ...smallSettings, cell: 'rnn', hidden: 128 } as const;
  const shape = shapeOf(model, vocabulary, 8);
  const layout = layOutParameters(shape);
  const parameters = new Float32Array(layout.size);
  initialize(parameters, 0, shape, layout, createRandom(1));
  const setRow = (name: string, columns: number, valueAt: (column: number) => number): void => {
    const parameter = parameterNamed(layout, name);
    const values = readParameter(parameters, 0, parameter);
    for (let column = 0; column < columns; column++) values[planted.unit * columns + column] = valueAt(column);
    writeParameter(parameters, 0, parameter, values);
  };
  setRow('rnn.weight_ih_l0', vocabulary, (id) => (symbols[id] === on ? 8 : symbols[id] === off ? -8 : 0));
  setRow('rnn.weight_hh_l0', 128, (unit) => (unit === planted.unit ? 3 : 0));
  setRow('rnn.bias_ih_l0', 1, () => -0.1);
  setRow('rnn.bias_hh_l0', 1, () => 0);
  return { model, vocabulary, parameters };
}

/** Lines of made-up words, some of them in brackets and some in quotation marks. */
export function plantedText(characters: number, seed = 1): string[] {
  const random = createRandom(seed);
  const text: string[] = [];
  let closing: string | null = null;
  while (text.length < characters) {
    const length = 1 + Math.floor(random.uniform() * 7);
    for (let at = 0; at < length; at++) text.push('abcdefghXYZ'[Math.floor(random.uniform() * 11)]);
    if (closing !== null && random.uniform() < 0.3) {
      text.push(closing);
      closing = null;
    }
    text.push(random.uniform() < 0.1 ? '\n' : ' ');
    const chance = random.uniform();
    if (closing !== null || chance > 0.3) continue;
    closing = chance < 0.15 ? ')' : '”';
    text.push(closing === ')' ? '(' : '“');
  }
  return text.slice(0, characters);
}

export function idsOf(text: readonly string[]): Uint32Array {
  return Uint32Array.from(text, (symbol) => symbols.indexOf(symbol));
}

export function finish<Result>(pieces: Generator<unknown, Result>): Result {
  for (;;) {
    const { value, done } = pieces.next();
    if (done) return value;
  }
}

export function statesAlong(trained: TrainedModel, ids: ArrayLike<number>): States {
  const session = openSession(compileKernels('plain'), trained, { streams: 1, steps: chunkLength });
  return finish(readStates(session, ids, null));
}

export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = createRandom(seed);
  const places = items.map((item) => ({ item, place: random.uniform() }));
  return places.sort((one, other) => one.place - other.place).map(({ item }) => item);
}
