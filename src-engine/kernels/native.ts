// The addon with native kernels (`native/`): built by the set-up where a compiler is there, loaded where the processor has 512 bits.
// It takes the place of some of a WebAssembly module's exports, over the same memory and with the same bits.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { engineFile } from '../engine-files.ts';
import { shortened } from '../quoting.ts';
import { cellSteps } from './layouts.ts';
import type { KernelExports } from './tape.ts';

type Kernel = KernelExports[string];

interface Addon {
  /** Whether this processor has what the kernels need, and the system keeps it. */
  readonly isSupported: boolean;
  /** The kernels that it has, to be called like the module's; of cells one for each step (`lstmForward`). @throws Error where they cannot run */
  open(memory: Float32Array): KernelExports;
}

/** The addon; or why there is none, one sentence, and whether that is a fault: something is there, but cannot be used. */
export type Native =
  { readonly addon: Addon } | { readonly addon: null; readonly reason: string; readonly isFault: boolean };

let loaded: Native | null = null;

/** Loaded once a thread, where it is asked for. */
export function nativeKernels(): Native {
  return (loaded ??= loadNative(engineFile('kernels-native')));
}

/** A module's exports, those that are native in the place of others. Of a cell that is not, the module's step stays. @throws Error without an addon */
export function withNative(module: KernelExports, memory: Float32Array): KernelExports {
  const { addon } = nativeKernels();
  if (addon === null) throw new Error('There are no native kernels.');
  const { product, transposedProduct, normalizeRows, normalizeRowsBackward, ...steps } = addon.open(memory);
  const step = (way: 'Forward' | 'Backward'): Kernel => {
    const all = cellSteps.map((cell, number): Kernel => {
      const own = steps[`${cell}${way}`] as Kernel | undefined;
      return own ?? ((...values) => module[`step${way}`](number, ...values));
    });
    return (number, ...values) => all[Number(number)](...values);
  };
  return {
    ...module,
    ...{ product, transposedProduct, normalizeRows, normalizeRowsBackward },
    ...{ stepForward: step('Forward'), stepBackward: step('Backward') },
  };
}

/** @param file where the addon lies, if it has been built */
export function loadNative(file: string): Native {
  if (!existsSync(file))
    return without('The set-up has not built the native kernels, for which it needs a C compiler.');
  try {
    if (!isWhole(readFileSync(file))) return faulty('it is not as it was built');
    const addon = createRequire(import.meta.url)(file) as Partial<Addon>;
    if (typeof addon.open !== 'function') return faulty('it holds something else');
    if (addon.isSupported !== true) return without('The native kernels need a processor with AVX-512.');
    return { addon: addon as Addon };
  } catch (error) {
    return faulty(error instanceof Error ? error.message : String(error));
  }
}

/** Its last 32 bytes are the hash of all others: loading half a file would end the process. */
function isWhole(content: Buffer): boolean {
  const end = content.length - 32;
  return end > 0 && createHash('sha256').update(content.subarray(0, end)).digest().equals(content.subarray(end));
}

function without(reason: string): Native {
  return { addon: null, reason, isFault: false };
}

function faulty(problem: string): Native {
  return {
    addon: null,
    reason: `The native kernels are not used, because their file is broken (${shortened(problem)}).`,
    isFault: true,
  };
}
