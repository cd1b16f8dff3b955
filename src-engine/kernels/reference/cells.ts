// The time steps of the cells in float64, out of the equations of their records (`cells/`). A step forward computes one
// after the other. A step backward goes from the last to the first by the chain rule: the gradient of a result, times
// its derivative by an operand, is added to the operand's gradient.

import { activationOf } from '../../cells/cell.ts';
import type { Cell, CellStep } from '../../cells/cell.ts';
import { cellWithStep } from '../../cells/index.ts';
import type { Operator } from '../../protocol/choices.ts';
import type { CellKernels, Offset, StepOffsets } from '../kernels.ts';
import { sigmoid } from './sigmoid.ts';

interface Operation {
  readonly result: (a: number, b: number) => number;
  /** The derivatives of the result y by a and b. */
  readonly byA: (y: number, a: number, b: number) => number;
  readonly byB: (y: number, a: number, b: number) => number;
}

const none = (): number => 0;

const operations: Readonly<Record<Operator, Operation>> = {
  add: { result: (a, b) => a + b, byA: () => 1, byB: () => 1 },
  subtract: { result: (a, b) => a - b, byA: () => 1, byB: () => -1 },
  multiply: { result: (a, b) => a * b, byA: (_y, _a, b) => b, byB: (_y, a) => a },
  sigmoid: { result: sigmoid, byA: (y) => y * (1 - y), byB: none },
  tanh: { result: Math.tanh, byA: (y) => 1 - y * y, byB: none },
  relu: { result: (a) => Math.max(0, a), byA: (y) => (y > 0 ? 1 : 0), byB: none },
};

export function referenceCells(x: Float64Array): CellKernels {
  const steps = new Map<CellStep, ReferenceStep>();
  const stepOf = (name: CellStep): ReferenceStep => {
    const step = steps.get(name) ?? new ReferenceStep(x, cellWithStep[name]);
    steps.set(name, step);
    return step;
  };
  return {
    stepForward: (step, at) => {
      stepOf(step).forward(at);
    },
    stepBackward: (step, at) => {
      stepOf(step).backward(at);
    },
  };
}

/**
 * A value of the equations that lies in the memory: in which block, and in which gate's segment where that has G of
 * them.
 */
interface Place {
  readonly value: string;
  readonly block: Exclude<keyof StepOffsets, 'rows' | 'units'>;
  readonly gate?: number;
}

/** What the layer hands over, and what a step leaves there, as `StepOffsets` has it. */
interface Places<At> {
  readonly states: readonly At[];
  readonly inputs: readonly At[];
  readonly recurrent: readonly At[];
  readonly biases: readonly At[];
  /**
   * Computed forward and read backward. A gate that is h itself is not kept twice; of the recurrent product only
   * factors are.
   */
  readonly kept: readonly At[];
  readonly nextC: readonly At[];
  /** Gradients: of what came after the step, and of what came before it. */
  readonly dNext: readonly At[];
  readonly dC: readonly At[];
  readonly dH: readonly At[];
}

function placesOf(cell: Cell): Places<Place> {
  const { gates, equations, separate, hasCell } = cell;
  const ofGates = (block: Place['block'], nameOf: (gate: string) => string): Place[] =>
    gates.map((gate, index) => ({ value: nameOf(gate), block, gate: index }));
  const recurrentName = (gate: string): string => `${gate}_hh`;
  const recurrent = separate ? ofGates('recurrent', recurrentName) : [];
  const ofC = (...places: readonly Place[]): readonly Place[] => (hasCell ? places : []);
  return {
    states: [{ value: 'h', block: 'hBefore' }, ...ofC({ value: 'c', block: 'cBefore' })],
    inputs: ofGates('gates', (gate) => (separate ? `${gate}_ih` : gate)),
    recurrent,
    biases: separate ? ofGates('bias', recurrentName) : [],
    kept: [
      { value: 'next_h', block: 'h' },
      ...ofC({ value: 'tanh_c', block: 'cTanh' }),
      ...ofGates('gates', (gate) => activationOf(cell, gate)?.[0] ?? gate).filter(({ value }) => value !== 'next_h'),
      ...recurrent.filter(({ value }) =>
        equations.some(([, operator, ...operands]) => operator === 'multiply' && operands.includes(value)),
      ),
    ],
    nextC: ofC({ value: 'next_c', block: 'c' }),
    dNext: [{ value: 'next_h', block: 'dh' }, ...ofC({ value: 'next_c', block: 'dc' })],
    dC: ofC({ value: 'c', block: 'dc' }),
    dH: equations.some(([, , ...operands]) => operands.includes('h')) ? [{ value: 'h', block: 'dhBefore' }] : [],
  };
}

/** The same by number: a value stands at its number in the arrays of values and gradients. */
interface NumberedPlace extends Omit<Place, 'value'> {
  readonly value: number;
}

interface NumberedEquation extends Operation {
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly isKept: boolean;
}

class ReferenceStep {
  readonly #x: Float64Array;
  readonly #gates: number;
  readonly #places: Places<NumberedPlace>;
  readonly #equations: readonly NumberedEquation[];
  readonly #backwards: readonly NumberedEquation[];
  /** Of the unit at hand. */
  readonly #values: Float64Array;
  readonly #gradients: Float64Array;

  /** @param x the memory */
  constructor(x: Float64Array, cell: Cell) {
    this.#x = x;
    this.#gates = cell.gates.length;
    const names = ['1'];
    const numberOf = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
    const places = placesOf(cell);
    const numbered = (all: readonly Place[]): readonly NumberedPlace[] =>
      all.map((at) => ({ ...at, value: numberOf(at.value) }));
    this.#places = {
      states: numbered(places.states),
      inputs: numbered(places.inputs),
      recurrent: numbered(places.recurrent),
      biases: numbered(places.biases),
      kept: numbered(places.kept),
      nextC: numbered(places.nextC),
      dNext: numbered(places.dNext),
      dC: numbered(places.dC),
      dH: numbered(places.dH),
    };
    this.#equations = cell.equations.map(([result, operator, a, b = a]) => ({
      ...operations[operator],
      y: numberOf(result),
      a: numberOf(a),
      b: numberOf(b),
      isKept: places.kept.some(({ value }) => value === result),
    }));
    this.#backwards = this.#equations.toReversed();
    this.#values = new Float64Array(names.length);
    this.#gradients = new Float64Array(names.length);
    this.#values[numberOf('1')] = 1;
  }

  forward(at: StepOffsets): void {
    const { states, inputs, recurrent, biases, kept, nextC } = this.#places;
    const values = this.#values;
    this.#forEachUnit(at, (offsetOf) => {
      for (const part of [states, inputs, recurrent]) this.#read(values, part, offsetOf);
      for (const place of biases) values[place.value] += this.#x[offsetOf(place)];
      for (const { y, a, b, result } of this.#equations) values[y] = result(values[a], values[b]);
      for (const part of [kept, nextC]) this.#write(values, part, offsetOf);
    });
  }

  backward(at: StepOffsets): void {
    const { states, inputs, recurrent, kept, dNext, dC, dH } = this.#places;
    const [values, gradients] = [this.#values, this.#gradients];
    this.#forEachUnit(at, (offsetOf) => {
      for (const part of [states, kept]) this.#read(values, part, offsetOf);
      // What was summed into a gate is not there any more, and no derivative depends on it.
      for (const { y, a, b, result, isKept } of this.#equations) if (!isKept) values[y] = result(values[a], values[b]);
      gradients.fill(0);
      this.#read(gradients, dNext, offsetOf);
      for (const { y, a, b, byA, byB } of this.#backwards) {
        gradients[a] += gradients[y] * byA(values[y], values[a], values[b]);
        gradients[b] += gradients[y] * byB(values[y], values[a], values[b]);
      }
      for (const part of [inputs, recurrent, dC]) this.#write(gradients, part, offsetOf);
      for (const place of dH) this.#x[offsetOf(place)] += gradients[place.value];
    });
  }

  #read(values: Float64Array, places: readonly NumberedPlace[], offsetOf: OffsetOf): void {
    for (const place of places) values[place.value] = this.#x[offsetOf(place)];
  }

  #write(values: Float64Array, places: readonly NumberedPlace[], offsetOf: OffsetOf): void {
    for (const place of places) this.#x[offsetOf(place)] = values[place.value];
  }

  #forEachUnit(at: StepOffsets, take: (offsetOf: OffsetOf) => void): void {
    const { rows, units } = at;
    for (let row = 0; row < rows; row++) {
      for (let unit = 0; unit < units; unit++) {
        take(({ block, gate }) => {
          if (gate === undefined) return at[block] + row * units + unit;
          // The bias is one row for all.
          return at[block] + ((block === 'bias' ? 0 : row * this.#gates) + gate) * units + unit;
        });
      }
    }
  }
}

type OffsetOf = (place: NumberedPlace) => Offset;
