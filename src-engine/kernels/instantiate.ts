// The kernels of any build over one memory: the native ones replace some of the WebAssembly module's.

import { withNative } from './native.ts';
import { instantiateWasm } from './wasm.ts';
import type { CompiledKernels, WasmKernels } from './wasm.ts';

/** As `instantiateWasm`. */
export function instantiateKernels(compiled: CompiledKernels, memory: WebAssembly.Memory): WasmKernels {
  return instantiateWasm(compiled, memory, compiled.build === 'native' ? withNative : undefined);
}
