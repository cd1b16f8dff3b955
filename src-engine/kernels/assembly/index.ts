// Everything the module exports. Addresses and strides are in bytes here; wasm.ts turns the engine's float offsets into
// them.

export { product, transposedProduct, packPanels, packTransposed } from './product';
export { stepForward, stepBackward } from './cells';
export { gatherRows, scatterAddRows, fillRows, sumRows } from './rows';
export { addScaled, scale, clamp, multiply, multiplyAdd, sumOfSquares, largest, fill, copy } from './blocks';
export { softmaxCrossEntropy, binaryCrossEntropy, sigmoidForward } from './loss';
export { adam, momentum, rmsprop, average } from './optimizers';
export { dropout } from './dropout';
export { normalizeRows, addAffineRows, normalizeRowsBackward } from './norm';
export { play } from './tape';
export { help } from './team';
