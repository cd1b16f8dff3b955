// Kernel calls written down instead of made: with all offsets planned, what reads a character is the same list of calls
// every time, and WebAssembly plays it by itself (`assembly/tape.ts`).

import { tapeKernels, wordsPerCall } from './layouts.ts';

const numbers: ReadonlyMap<string, number> = new Map(tapeKernels.map((kernel, number) => [kernel, number]));

/** What a WebAssembly module of kernels exports. */
export type KernelExports = Record<string, (...values: (number | boolean)[]) => number>;

/** Stand-ins of the exports that write each call to `tape`. @throws Error for a kernel that no tape can hold. */
export function recordingExports(tape: number[]): KernelExports {
  return new Proxy<KernelExports>(
    {},
    {
      get:
        (_exports, name) =>
        (...values: (number | boolean)[]) => {
          const words = [numbers.get(String(name)) ?? Number.NaN, ...values.map(Number)];
          if (!words.every(Number.isInteger) || words.length > wordsPerCall) {
            throw new Error(`The call ${String(name)}(${values.join(', ')}) cannot be put on a tape.`);
          }
          tape.push(...words, ...new Array<number>(wordsPerCall - words.length).fill(0));
          return 0;
        },
    },
  );
}
