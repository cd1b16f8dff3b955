// The WebAssembly kernels behind the Kernels interface: float32, offsets turned into byte addresses.
// A module is compiled once a process (`choice.ts` says which) and handed to worker threads.

import { readFileSync } from 'node:fs';
import { engineFile } from '../engine-files.ts';
import type { KernelBuild } from '../protocol/choices.ts';
import { compileFused } from './fusing.ts';
import type { CellKernels, Kernels, Offset, Product, RowKernels } from './kernels.ts';
import { cellSteps } from '../cells/cell.ts';
import type { CellStep } from '../cells/cell.ts';
import { nativeKernels } from './native.ts';
import { recordingExports } from './tape.ts';
import type { KernelExports } from './tape.ts';

export interface CompiledKernels {
  readonly build: KernelBuild;
  readonly module: WebAssembly.Module;
  /** Whether it works on a memory that threads share: all but the module of an exported page do. */
  readonly isShared: boolean;
}

/** Kernels that read, on this thread: what `replace` is cannot be sent to another. */
export interface ReadingKernels extends CompiledKernels {
  /** Left out: the module's exports are used as they are. */
  readonly replace?: Replace;
}

/** A memory can hold 4 GiB; its pages are 64 KiB. The first page is left alone, so that no block has the address 0. */
const pageBytes = 65536;
const maxPages = 65536;
export const firstOffset = pageBytes / 4;
/** Bytes that a model can have in it. */
export const maxModelBytes = (maxPages - 1) * pageBytes;
/** Widths are padded to multiples of this: the columns of a packed panel. */
export const panelWidth = 8;

/** @returns null where this JavaScript engine does not know the instructions: 'plain' runs everywhere */
export function compileKernels(build: 'plain'): CompiledKernels;
export function compileKernels(build: KernelBuild): CompiledKernels | null;
export function compileKernels(build: KernelBuild): CompiledKernels | null {
  if (build === 'native') {
    const others = nativeKernels().addon === null ? null : compileKernels('relaxed');
    return others && { ...others, build };
  }
  const file = engineFile(`kernels-${build}`);
  const bytes = readFileSync(file);
  if (!WebAssembly.validate(bytes)) return null;
  const module = build === 'wide' ? compileFused(file, bytes) : new WebAssembly.Module(bytes);
  return { build, module, isShared: true };
}

/** A memory with room for `floats` numbers behind firstOffset. @throws RangeError beyond 4 GiB. */
export function createMemory(floats: number, isShared = true): WebAssembly.Memory {
  const pages = Math.ceil(((firstOffset + floats) * 4) / pageBytes);
  if (pages > maxPages) {
    const [needed, largest] = [floats * 4, maxModelBytes].map((bytes) => (bytes / 1e9).toFixed(1));
    throw new RangeError(
      `This model needs ${needed} GB while training; at most ${largest} GB are possible. Take fewer units or layers, a smaller batch or a shorter sequence.`,
    );
  }
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: isShared });
}

export interface WasmKernels extends Kernels {
  /**
   * Makes all calls of a tape (`recordCalls`) that lies there; its products with a helper where there is a mailbox
   * (`mailbox.ts`).
   * @returns false where the helper was lost in the middle of one: what the tape computes is then not to be used
   */
  play(tape: Offset, words: number, mailbox: Offset | null): boolean;
  /** Takes part in the products in a mailbox until there has been none for so many looks. */
  help(mailbox: Offset, looks: number): void;
}

/** Others in place of a module's exports, over the same memory. */
type Replace = (exports: KernelExports, floats: Float32Array) => KernelExports;

/**
 * The kernels over one memory; any number of threads may hold their own over the same one. For a build that may be
 * native there is `instantiateKernels`: the page that models are exported as takes this file along, and no addon.
 */
export function instantiateWasm(
  compiled: CompiledKernels,
  memory: WebAssembly.Memory,
  replace: Replace = (exports) => exports,
): WasmKernels {
  const instance = new WebAssembly.Instance(compiled.module, { env: { memory, abort: failed } });
  const views = { floats: new Float32Array(memory.buffer), integers: new Uint32Array(memory.buffer) };
  const exports = replace(instance.exports as KernelExports, views.floats);
  return {
    ...wrap(compiled.build, exports, views),
    play: (tape, words, mailbox) => exports.play(tape * 4, (tape + words) * 4, (mailbox ?? 0) * 4) !== 0,
    help: (mailbox, looks) => void exports.help(mailbox * 4, looks),
  };
}

/** The tape of all calls that `make` makes, to be put into memory as integers. Nothing is computed. */
export function recordCalls(build: CompiledKernels['build'], make: (kernels: Kernels) => void): Uint32Array {
  const tape: number[] = [];
  make(wrap(build, recordingExports(tape), { floats: new Float32Array(0), integers: new Uint32Array(0) }));
  return Uint32Array.from(tape);
}

function failed(): never {
  throw new Error('A WebAssembly kernel gave up.');
}

function wrap(build: CompiledKernels['build'], x: KernelExports, views: Pick<Kernels, 'floats' | 'integers'>): Kernels {
  return {
    build,
    panelWidth,
    ...views,
    ...wrapProducts(x),
    ...wrapCells(x),
    ...wrapRows(x),
    ...wrapBlocks(x),
    ...wrapOptimizers(x),
  };
}

const stepNumbers = Object.fromEntries(cellSteps.map((step, number) => [step, number])) as Readonly<
  Record<CellStep, number>
>;

type Part<Name extends keyof Kernels> = Pick<Kernels, Name>;

/** Columns that are walked at a time where they are walked from the end: whole tiles of every build. */
const strip = 64;

function wrapProducts(x: KernelExports): Part<'product' | 'transposedProduct' | 'pack' | 'packTransposed'> {
  const product = (p: Product): void => {
    x.product(p.a * 4, p.aStride * 4, p.b * 4, p.c * 4, p.cStride * 4, p.rows, p.depth, p.columns, p.accumulate);
  };
  return {
    product: (p) => {
      if (!p.fromEnd) return product(p);
      for (let end = p.columns; end > 0; end -= strip) {
        const first = Math.max(0, end - strip);
        product({ ...p, b: p.b + first * p.depth, c: p.c + first, columns: end - first });
      }
    },
    transposedProduct: (p) => {
      const { a, aStride, b, bStride, c, cStride, rows, depth, columns, scratch } = p;
      x.transposedProduct(
        a * 4,
        aStride * 4,
        b * 4,
        bStride * 4,
        c * 4,
        cStride * 4,
        rows,
        depth,
        columns,
        scratch * 4,
      );
    },
    pack: (b, stride, depth, columns, to) => {
      x.packPanels(b * 4, stride * 4, depth, columns, to * 4);
    },
    packTransposed: (b, stride, depth, columns, to) => {
      x.packTransposed(b * 4, stride * 4, depth, columns, to * 4);
    },
  };
}

function wrapCells(x: KernelExports): CellKernels {
  return {
    stepForward: (step, p) => {
      const { gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units } = p;
      x.stepForward(
        stepNumbers[step],
        gates * 4,
        recurrent * 4,
        bias * 4,
        hBefore * 4,
        h * 4,
        cBefore * 4,
        c * 4,
        cTanh * 4,
        rows,
        units,
      );
    },
    stepBackward: (step, p) => {
      const { gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units } = p;
      x.stepBackward(
        stepNumbers[step],
        gates * 4,
        recurrent * 4,
        hBefore * 4,
        h * 4,
        cBefore * 4,
        cTanh * 4,
        dhBefore * 4,
        dh * 4,
        dc * 4,
        rows,
        units,
      );
    },
  };
}

function wrapRows(x: KernelExports): RowKernels {
  return {
    gatherRows: (table, bias, ids, out, rows, width) => {
      x.gatherRows(table * 4, (bias ?? 0) * 4, ids * 4, out * 4, rows, width);
    },
    scatterAddRows: (table, ids, from, rows, width) => {
      x.scatterAddRows(table * 4, ids * 4, from * 4, rows, width);
    },
    fillRows: (bias, out, rows, width) => void x.fillRows(bias * 4, out * 4, rows, width),
    sumRows: (from, sum, rows, width) => void x.sumRows(from * 4, sum * 4, rows, width),
    softmaxCrossEntropy: (logits, targets, rows, classes, stride, factor) =>
      x.softmaxCrossEntropy(logits * 4, targets * 4, rows, classes, stride, factor),
    binaryCrossEntropy: (logits, targets, weights, count, factor) =>
      x.binaryCrossEntropy(logits * 4, targets * 4, weights * 4, count, factor),
    sigmoidForward: (from, to, count) => void x.sigmoidForward(from * 4, to * 4, count),
    addAffineRows: (from, gain, shift, y, rows, width) => {
      x.addAffineRows(from * 4, gain * 4, shift * 4, y * 4, rows, width);
    },
    normalizeRows: (p) => {
      const { inverse, gain, shift, y, rows, parts, units, padded } = p;
      x.normalizeRows(p.x * 4, inverse * 4, gain * 4, shift * 4, y * 4, rows, parts, units, padded);
    },
    normalizeRowsBackward: (p) => {
      const { inverse, gain, dy, dGain, rows, parts, units, padded } = p;
      x.normalizeRowsBackward(p.x * 4, inverse * 4, gain * 4, dy * 4, dGain * 4, rows, parts, units, padded);
    },
  };
}

function wrapBlocks(
  x: KernelExports,
): Part<
  | 'addScaled'
  | 'scale'
  | 'clamp'
  | 'multiply'
  | 'multiplyAdd'
  | 'fill'
  | 'copy'
  | 'sumOfSquares'
  | 'largest'
  | 'dropout'
> {
  return {
    addScaled: (from, factor, y, count) => void x.addScaled(from * 4, factor, y * 4, count),
    scale: (block, factor, count) => void x.scale(block * 4, factor, count),
    clamp: (block, limit, count) => void x.clamp(block * 4, limit, count),
    multiply: (a, b, y, count) => void x.multiply(a * 4, b * 4, y * 4, count),
    multiplyAdd: (a, b, y, count) => void x.multiplyAdd(a * 4, b * 4, y * 4, count),
    fill: (block, value, count) => void x.fill(block * 4, value, count),
    copy: (from, to, count) => void x.copy(from * 4, to * 4, count),
    sumOfSquares: (block, count) => x.sumOfSquares(block * 4, count),
    largest: (block, count) => x.largest(block * 4, count),
    dropout: (from, to, count, key, first, rate) => {
      x.dropout(from * 4, to * 4, count, key, first, Math.floor(rate * 2 ** 32), 1 / (1 - rate));
    },
  };
}

function wrapOptimizers(x: KernelExports): Part<'adam' | 'momentum' | 'rmsprop' | 'average'> {
  return {
    adam: (p) => {
      const { w, g, m, v, count, rate, beta1, beta2, epsilon, rootCorrection, keep, l2 } = p;
      x.adam(w * 4, g * 4, m * 4, v * 4, count, rate, beta1, beta2, epsilon, rootCorrection, keep, l2);
    },
    momentum: (w, g, m, count, rate, mu, l2) => void x.momentum(w * 4, g * 4, m * 4, count, rate, mu, l2),
    rmsprop: (w, g, v, count, rate, alpha, epsilon, l2) => {
      x.rmsprop(w * 4, g * 4, v * 4, count, rate, alpha, epsilon, l2);
    },
    average: (w, averaged, count, share) => void x.average(w * 4, averaged * 4, count, share),
  };
}
