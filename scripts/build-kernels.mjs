// Compiles the WebAssembly kernels: one build with relaxed SIMD (fused multiply-add), one with plain SIMD for engines
// that lack it and for generation that must round alike everywhere, and of the latter what an exported page needs,
// without threads.

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assemblyConstants } from '../src-engine/kernels/layouts.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'src-engine/kernels/assembly');
const target = join(root, 'src-engine/kernels/build');

const builds = [
  { name: 'plain', entry: 'index.ts', features: ['simd', 'threads'] },
  { name: 'relaxed', entry: 'index.ts', features: ['simd', 'relaxed-simd', 'threads'] },
  { name: 'wide', entry: 'index.ts', features: ['simd', 'relaxed-simd', 'threads'], isWide: true },
  { name: 'page', entry: 'page.ts', features: ['simd'] },
];

/** Writes kernels-plain.wasm, kernels-relaxed.wasm and kernels-page.wasm; rejects with the compiler's message. */
export async function buildKernels() {
  await mkdir(target, { recursive: true });
  await Promise.all(builds.map(build));
}

async function build({ name, entry, features, isWide = false }) {
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const enable = features.flatMap((feature) => ['--enable', feature]);
  const memory = ['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  if (features.includes('threads')) memory.push('--sharedMemory');
  const speed = ['-O3', '--noAssert', '--runtime', 'stub'];
  const numbers = [...assemblyConstants(), ['WIDE', isWide ? 1 : 0]];
  const constants = numbers.flatMap(([constant, value]) => ['--use', `${constant}=${value}`]);
  const out = ['-o', join(target, `kernels-${name}.wasm`)];
  await promisify(execFile)(process.execPath, [
    compiler,
    join(sources, entry),
    ...[out, enable, speed, memory, constants].flat(),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
