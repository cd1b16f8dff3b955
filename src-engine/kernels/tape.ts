// Kernel calls written down instead of made: with all places planned, what reads a character is the same list of calls every
// time, and WebAssembly plays it by itself (`assembly/tape.ts`).

/** What a WebAssembly module of kernels exports. */
export type KernelExports = Record<string, (...values: (number | boolean)[]) => number>;

/** Their numbers on the tape are their places here; `assembly/tape.ts` has the same order. */
const onTape = [
  'product',
  'lstmForward',
  'gruForward',
  'tanhForward',
  'reluForward',
  'gatherRows',
  'fillRows',
  'copy',
  'fill',
  'normalizeRows',
  'addAffineRows',
];
const WORDS_PER_CALL = 12;

/** Stand-ins of the exports that write each call to `tape`. Throws Error for a kernel that no tape can hold. */
export function recordingExports(tape: number[]): KernelExports {
  return new Proxy<KernelExports>(
    {},
    {
      get:
        (_exports, name) =>
        (...values: (number | boolean)[]) => {
          const kernel = onTape.indexOf(String(name));
          const words = [kernel, ...values.map(Number)];
          if (kernel < 0 || !words.every(Number.isInteger) || words.length > WORDS_PER_CALL) {
            throw new Error(`The call ${String(name)}(${values.join(', ')}) cannot be put on a tape.`);
          }
          tape.push(...words, ...new Array<number>(WORDS_PER_CALL - words.length).fill(0));
          return 0;
        },
    },
  );
}
