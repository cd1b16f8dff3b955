// The addon with native kernels (`native/`): built by the set-up where a compiler is there, loaded where the processor
// has 512 bits.
// It takes the place of some of a WebAssembly module's exports, over the same memory and with the same bits: of the
// relaxed build's where a model is trained, of the plain build's where it reads.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { engineFile } from '../engine-files.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { cellSteps } from '../cells/cell.ts';
import { tapeKernels, wordsPerCall } from './layouts.ts';
import type { KernelExports } from './tape.ts';

type Kernel = KernelExports[string];

interface Addon {
  /** Whether this processor has what the kernels need, and the system keeps it. */
  readonly isSupported: boolean;
  /**
   * The kernels that it has for training, to be called like the module's; of cells one for each step (`lstmForward`).
   * @throws Error where they cannot run
   */
  openFused(memory: Float32Array): KernelExports;
  /** The same for reading. */
  openPlain(memory: Float32Array): KernelExports;
  /** What its `play` takes the numbers on a tape for. */
  readonly tapeKernels: readonly string[];
  readonly tapeSteps: readonly string[];
  /** Of a tape. */
  readonly wordsPerCall: number;
}

/** The addon; or why there is none, and whether that is a fault: something is there, but cannot be used. */
export type Native =
  { readonly addon: Addon } | { readonly addon: null; readonly reason: Sentence; readonly isFault: boolean };

let loaded: Native | null = null;

/** Loaded once a thread, where it is asked for. */
export function nativeKernels(): Native {
  return (loaded ??= loadNative(engineFile('kernels-native')));
}

/**
 * The relaxed or wide module's exports, those that are native in the place of others.
 * @throws Error without an addon
 */
export function withFused(module: KernelExports, memory: Float32Array): KernelExports {
  return inPlaceOf(module, loadedAddon().openFused(memory));
}

/**
 * The same of the plain module's. What a helper takes part in, only WebAssembly can play; and so it is with all tapes
 * where the addon takes their numbers for other kernels, for a cell that it does not have.
 * @throws Error without an addon
 */
export function withPlain(module: KernelExports, memory: Float32Array, addon: Addon = loadedAddon()): KernelExports {
  const native = addon.openPlain(memory);
  if (!readsTapes(addon)) return { ...inPlaceOf(module, native), play: module.play };
  const play: Kernel = (from, to, mailbox) => (mailbox === 0 ? native.play(from, to) : module.play(from, to, mailbox));
  return { ...inPlaceOf(module, native), play };
}

function readsTapes(addon: Addon): boolean {
  return (
    addon.wordsPerCall === wordsPerCall &&
    isDeepStrictEqual(addon.tapeKernels, tapeKernels) &&
    isDeepStrictEqual(addon.tapeSteps, cellSteps)
  );
}

function loadedAddon(): Addon {
  const { addon } = nativeKernels();
  if (addon === null) throw new Error('There are no native kernels.');
  return addon;
}

/** Of a cell that is not native, the module's step stays. */
function inPlaceOf(module: KernelExports, native: KernelExports): KernelExports {
  const step = (way: 'Forward' | 'Backward'): Kernel => {
    const all = cellSteps.map((cell, number): Kernel => {
      const own = native[`${cell}${way}`] as Kernel | undefined;
      return own ?? ((...values) => module[`step${way}`](number, ...values));
    });
    return (number, ...values) => all[Number(number)](...values);
  };
  return { ...module, ...native, stepForward: step('Forward'), stepBackward: step('Backward') };
}

/** @param file where the addon lies, if it has been built */
export function loadNative(file: string): Native {
  if (!existsSync(file))
    return without(sentence`The set-up has not built the native kernels, for which it needs a C compiler.`);
  try {
    if (!isWhole(readFileSync(file))) return faulty(sentence`it is not as it was built`);
    const addon = createRequire(import.meta.url)(file) as Partial<Addon>;
    if (typeof addon.openPlain !== 'function') return faulty(sentence`it holds something else`);
    if (addon.isSupported !== true) return without(sentence`The native kernels need a processor with AVX-512.`);
    return { addon: addon as Addon };
  } catch (error) {
    return faulty(shortened(error instanceof Error ? error.message : String(error)));
  }
}

/** Its last 32 bytes are the hash of all others: loading half a file would end the process. */
function isWhole(content: Buffer): boolean {
  const end = content.length - 32;
  return end > 0 && createHash('sha256').update(content.subarray(0, end)).digest().equals(content.subarray(end));
}

function without(reason: Sentence): Native {
  return { addon: null, reason, isFault: false };
}

function faulty(problem: string | Sentence): Native {
  return {
    addon: null,
    reason: sentence`The native kernels are not used, because their file is broken (${problem}).`,
    isFault: true,
  };
}
