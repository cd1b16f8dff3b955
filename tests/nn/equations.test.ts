// The equations in a cell's record are what its kernels compute.

import { describe, expect, it } from 'vitest';
import type { StepOffsets } from '../../src-engine/kernels/kernels.ts';
import { statesOf } from '../../src-engine/cells/cell.ts';
import type { Operator } from '../../src-engine/protocol/choices.ts';
import { cellOf } from '../../src-engine/cells/index.ts';
import { referenceKernels, smallSettings, testNumbers } from './build.ts';
import { everyCell } from './every-cell.ts';

const operators: Record<Operator, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanh: (a) => Math.tanh(a),
  relu: (a) => Math.max(0, a),
};

const [rows, units] = [2, 3];

describe('the equations of a cell', () => {
  it.each(Object.keys(everyCell))('are what its step computes: %s', (name) => {
    const cell = cellOf({ ...smallSettings, ...everyCell[name] });
    const wide = cell.gates.length * units;
    const kernels = referenceKernels().create(1000);
    const x = kernels.floats;
    const next = testNumbers(3);
    for (let j = 0; j < 1000; j++) x[j] = 2 * next();
    const before = Array.from(x);
    const [gates, recurrent, bias] = [100, cell.separate ? 200 : 100, 300];
    const states = { hBefore: 400, h: 450, cBefore: 500, c: 550, cTanh: 600 };
    const places: StepOffsets = { gates, recurrent, bias, ...states, dhBefore: 650, dh: 700, dc: 750, rows, units };
    kernels.stepForward(cell.step, places);

    for (let row = 0; row < rows; row++) {
      for (let unit = 0; unit < units; unit++) {
        const values = new Map([['1', 1]]);
        cell.gates.forEach((gate, index) => {
          const at = row * wide + index * units + unit;
          if (cell.separate) {
            values.set(`${gate}_ih`, before[gates + at]);
            values.set(`${gate}_hh`, before[recurrent + at] + before[bias + index * units + unit]);
          } else {
            values.set(gate, before[gates + at]);
          }
        });
        const place = row * units + unit;
        values.set('h', before[states.hBefore + place]);
        if (cell.hasCell) values.set('c', before[states.cBefore + place]);
        const read = (operand: string): number => {
          const value = values.get(operand);
          if (value === undefined) throw new Error(`"${operand}" is read before there is one.`);
          return value;
        };
        for (const [result, operator, ...operands] of cell.equations) {
          const [a, b = 0] = operands.map(read);
          values.set(result, operators[operator](a, b));
        }
        for (const state of statesOf(cell)) {
          const at = (state === 'h' ? states.h : states.c) + place;
          expect(read(`next_${state}`)).toBeCloseTo(x[at], 12);
        }
      }
    }
  });
});
