// The equations of a cell, as they are computed, in the signs of mathematics.

import type { Operator } from '../../src-engine/protocol/choices.ts';
import type { CellEquations } from '../../src-engine/protocol/index.ts';

const written: Readonly<Record<Operator, (a: string, b: string) => string>> = {
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} − ${b}`,
  multiply: (a, b) => `${a} ∘ ${b}`,
  sigmoid: (a) => `σ(${a})`,
  tanh: (a) => `tanh(${a})`,
  relu: (a) => `max(0, ${a})`,
};

/** Such as 'c = f ∘ c′': as in the book's mathematics of the cells, a stroke marks the state before the step. */
export function equationLines({ equations }: CellEquations): string[] {
  return equations.map(
    ([result, operator, a = '', b = '']) =>
      `${nameInEquation(result)} = ${written[operator](nameInEquation(a), nameInEquation(b))}`,
  );
}

/** 'c' before the step is c′, 'next_c' is c. */
export function nameInEquation(name: string): string {
  if (name === 'h' || name === 'c') return `${name}′`;
  return name.startsWith('next_') ? name.slice('next_'.length) : name;
}
