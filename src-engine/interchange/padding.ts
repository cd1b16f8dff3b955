// The engine's blocks pad widths with zeros that must stay zero, and know no NaN. Blocks from outside are held to that.

import { CharloomError } from '../errors.ts';
import { eachPlace, type ParameterLayout } from '../nn/parameters.ts';
import type { ModelShape } from '../nn/shape.ts';

/** 1 at every place of the block that holds a number of the model. */
export function realPlaces(layout: ParameterLayout): Uint8Array {
  const real = new Uint8Array(layout.size);
  for (const parameter of layout.parameters) {
    if (parameter.alias) continue;
    eachPlace(parameter, (place) => {
      real[place] = 1;
    });
  }
  return real;
}

/** @param block one after another, all of the layout whose places are given @throws CharloomError 'model-invalid' */
export function checkPadded(name: string, block: Float32Array, real: Uint8Array): void {
  for (let start = 0; start < block.length; start += real.length) {
    for (let place = 0; place < real.length; place++) checkNumber(name, block[start + place], real[place] === 1);
  }
}

/** The carried state (layers, parts, N, H) of padded H. @throws CharloomError 'model-invalid' */
export function checkCarried(name: string, carried: Float32Array, { units, paddedUnits }: ModelShape): void {
  for (const [place, value] of carried.entries()) checkNumber(name, value, place % paddedUnits < units);
}

function checkNumber(name: string, value: number, isReal: boolean): void {
  if (isReal ? Number.isFinite(value) : value === 0) return;
  const what = Number.isFinite(value) ? 'numbers where there must be none' : `${value}`;
  throw new CharloomError('model-invalid', `The model's block "${name}" holds ${what}. Get it again.`);
}
