// What the module of an exported page exports: only what reading calls. It is built without threads, for browsers give
// a page that was opened from a file no memory to share; the arithmetic is that of the plain build.

export { product, packTransposed } from './product';
export { stepForward } from './cells';
export { gatherRows, fillRows } from './rows';
export { addScaled, fill, copy } from './blocks';
export { normalizeRows } from './norm';
export { play } from './tape';
