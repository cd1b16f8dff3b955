// The engine's blocks pad widths with zeros that must stay zero, and know no NaN. Blocks from outside are held to that.

import { CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { rowStart } from '../../nn/parameters.ts';
import type { ParameterLayout } from '../../nn/parameters.ts';
import type { ModelShape } from '../../nn/shape.ts';

/** 1 at every place of the block that holds a number of the model. */
export function realNumbers(layout: ParameterLayout): Uint8Array {
  const real = new Uint8Array(layout.size);
  for (const parameter of layout.parameters) {
    const [rows, columns = 1] = parameter.shape;
    for (let row = 0; row < rows; row++) {
      const start = rowStart(parameter, row);
      const { columnStride } = parameter;
      if (columnStride === 1) real.fill(1, start, start + columns);
      else for (let column = 0; column < columns; column++) real[start + column * columnStride] = 1;
    }
  }
  return real;
}

/** @param block one after another, all of the layout whose places are given @throws CharloomError 'model-invalid' */
export function checkPadded(name: string, block: Float32Array, real: Uint8Array): void {
  for (let start = 0; start < block.length; start += real.length) {
    for (let index = 0; index < real.length; index++) {
      const value = block[start + index];
      // Nothing minus itself is 0 but a finite number; a hundred million of them are looked at.
      if (real[index] === 1 ? value - value !== 0 : value !== 0) throw wrongNumber(name, value);
    }
  }
}

/** The carried state (layers, parts, N, H) of padded H. @throws CharloomError 'model-invalid' */
export function checkCarried(name: string, carried: Float32Array, { units, paddedUnits }: ModelShape): void {
  for (const [index, value] of carried.entries()) {
    const isReal = index % paddedUnits < units;
    if (isReal ? !Number.isFinite(value) : value !== 0) throw wrongNumber(name, value);
  }
}

function wrongNumber(name: string, value: number): CharloomError {
  return new CharloomError(
    'model-invalid',
    Number.isFinite(value)
      ? sentence`The model's block "${name}" holds numbers where there must be none. Get it again.`
      : sentence`The model's block "${name}" holds ${value}. Get it again.`,
  );
}
