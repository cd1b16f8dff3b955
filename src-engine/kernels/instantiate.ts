// The kernels of any build over one memory: the native ones replace some of the WebAssembly module's.

import { withFused } from './native.ts';
import { instantiateWasm } from './wasm.ts';
import type { ReadingKernels, WasmKernels } from './wasm.ts';

/** As `instantiateWasm`. */
export function instantiateKernels(compiled: ReadingKernels, memory: WebAssembly.Memory): WasmKernels {
  return instantiateWasm(compiled, memory, compiled.build === 'native' ? withFused : compiled.replace);
}
