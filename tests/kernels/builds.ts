// Every build of the kernels that this JavaScript engine takes; the plain one last.

import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { CompiledKernels } from '../../src-engine/kernels/wasm.ts';
import { kernelBuilds } from '../../src-engine/protocol/choices.ts';

export const builds: readonly CompiledKernels[] = kernelBuilds.flatMap((build) => compileKernels(build) ?? []);
