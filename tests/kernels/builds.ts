// Every build of the kernels that this JavaScript engine takes; the plain one last, and what reads here, which has its
// bits.

import { readingKernels } from '../../src-engine/kernels/choice.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { ReadingKernels } from '../../src-engine/kernels/wasm.ts';
import { kernelBuilds } from '../../src-engine/protocol/choices.ts';

export const builds: readonly ReadingKernels[] = [
  ...kernelBuilds.flatMap((build) => compileKernels(build) ?? []),
  readingKernels(),
];
