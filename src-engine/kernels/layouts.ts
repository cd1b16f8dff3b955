// What TypeScript and AssemblyScript both must know, written once: what a recorded call looks like, the words that two
// threads share while one helps the other with products, and how deep products are cut. `scripts/build-kernels.mjs`
// hands every number to the compiler of `assembly/` as a constant.

import { cellSteps } from '../cells/cell.ts';

/** The kernels that a tape can hold. A kernel's number on the tape is its place in this list. */
export const tapeKernels = [
  'product',
  'stepForward',
  'gatherRows',
  'fillRows',
  'copy',
  'fill',
  'normalizeRows',
  'addAffineRows',
] as const;

/** Words of a recorded call: the kernel's number, then its arguments, then zeros. */
export const wordsPerCall = 12;

export interface Span {
  /** The first word. */
  readonly at: number;
  readonly words: number;
}

/** Words of 64 bytes: what two threads write at the same time lies in different lines of the processors' caches. */
export const cacheLine = 16;

/** The product at hand, word by word. */
export const jobWords = [
  'a',
  'aStride',
  'b',
  'c',
  'cStride',
  'rows',
  'depth',
  'columns',
  'width',
  'accumulate',
] as const;

/** What leader and helper share, a cache line each. */
export const mailbox = {
  ticket: { at: 0, words: 1 },
  /** Portions that the helper has finished. */
  finished: { at: cacheLine, words: 1 },
  asleep: { at: 2 * cacheLine, words: 1 },
  job: { at: 3 * cacheLine, words: jobWords.length },
  /** Read by the helper's TypeScript alone. */
  dismissed: { at: 4 * cacheLine, words: 1 },
  /** The helper has gone for good, and not because it was dismissed. */
  lost: { at: 5 * cacheLine, words: 1 },
  /** How often the leader waits long for one that does not say that it has gone. */
  patience: { at: 6 * cacheLine, words: 1 },
} as const satisfies Readonly<Record<string, Span>>;

/** Words of the whole mailbox. */
export const mailboxWords = 7 * cacheLine;

/** Rows of the left and right matrix that `transposedProduct` packs at a time: its scratch is as deep. */
export const productDepth = 256;

/** All of it as constants of AssemblyScript; offsets are in bytes there. */
export function assemblyConstants(): ReadonlyMap<string, number> {
  return new Map([
    ...tapeKernels.map((kernel, number) => [`TAPE_${inCapitals(kernel)}`, number] as const),
    ...cellSteps.map((step, number) => [`STEP_${inCapitals(step)}`, number] as const),
    ['CALL_BYTES', wordsPerCall * 4],
    ['PRODUCT_DEPTH', productDepth],
    ...Object.entries(mailbox).map(([name, { at }]) => [`MAILBOX_${inCapitals(name)}`, at * 4] as const),
    ...jobWords.map((name, word) => [`JOB_${inCapitals(name)}`, word * 4] as const),
  ]);
}

/** 'gatherRows' → 'GATHER_ROWS'. */
function inCapitals(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase();
}
