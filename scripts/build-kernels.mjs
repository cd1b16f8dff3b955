// Compiles the WebAssembly kernels: one build with relaxed SIMD (fused multiply-add), one with plain SIMD for engines that
// lack it and for generation that must round alike everywhere.

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src-engine/kernels/assembly/index.ts');
const target = join(root, 'src-engine/kernels/build');

const builds = [
  { name: 'plain', features: ['simd', 'threads'] },
  { name: 'relaxed', features: ['simd', 'relaxed-simd', 'threads'] },
];

/** Writes kernels-plain.wasm and kernels-relaxed.wasm; rejects with the compiler's message. */
export async function buildKernels() {
  await mkdir(target, { recursive: true });
  await Promise.all(builds.map(build));
}

async function build({ name, features }) {
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const enable = features.flatMap((feature) => ['--enable', feature]);
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const speed = ['-O3', '--noAssert', '--runtime', 'stub'];
  const out = ['-o', join(target, `kernels-${name}.wasm`)];
  await promisify(execFile)(process.execPath, [compiler, source, ...out, ...enable, ...speed, ...memory]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
