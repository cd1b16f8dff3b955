// V8 can fuse pairs of 128-bit operations into 256-bit ones, but only with experimental flags, which are those of the
// whole process:
// they are set for the compilation of one module and taken back at once. Whether the result is any good is for
// `choice.ts` to find out; this file sees to it that no flag ends the process or makes it print.

import { spawnSync } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';

/** A flag as it is set, and as it is taken back. */
type Flag = readonly [on: string, off: string];

const revectorize: Flag = ['experimental-wasm-revectorize', 'no-experimental-wasm-revectorize'];
const atOnce: Flag = ['no-wasm-lazy-compilation', 'wasm-lazy-compilation'];

/**
 * Nothing is fused in what V8's quick compiler makes. This leaves it out for the module's first 32 functions, of which
 * the compiler of `assembly/` puts first what is called most.
 */
const optimized: Flag = ['wasm-tier-mask-for-testing=-1', 'wasm-tier-mask-for-testing=0'];

/** What fuses from V8 14 on. */
const modern: readonly Flag[] = [revectorize, atOnce, optimized];

/**
 * What fuses in V8 13: it leaves the quick compiler out altogether, by a flag that V8 14 does not survive at run time.
 */
const early: readonly Flag[] = [
  revectorize,
  atOnce,
  ['no-liftoff', 'liftoff'],
  ['no-wasm-dynamic-tiering', 'wasm-dynamic-tiering'],
];

const staged: Flag = [
  'turboshaft-wasm-instruction-selection-staged',
  'no-turboshaft-wasm-instruction-selection-staged',
];

/** Versions in which the flags have been seen to work. V8 12.4 has them, too, but fuses nothing. */
const known: Readonly<Record<string, readonly Flag[]>> = {
  '12.4': [],
  '13.0': [staged, ...early],
  '13.6': early,
  '14.1': modern,
  '14.6': modern,
};

/** The module, with operations fused where this V8 can do it. */
export function compileFused(file: string, bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const flags = flagsOf(process.versions.v8, file);
  for (const [on] of flags) setFlagsFromString(`--${on}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const [, off] of flags) setFlagsFromString(`--${off}`);
  }
}

/**
 * The flags to compile the module in `file` with. A newer V8 than those that are known is asked in a process of its
 * own.
 */
export function flagsOf(version: string, file: string, survives = survivesFusing): readonly Flag[] {
  const [name, major] = /^([0-9]+)[.][0-9]+/.exec(version) ?? ['', '0'];
  if (name in known) return known[name];
  return Number(major) >= 14 && survives(file) ? modern : [];
}

/** Milliseconds; the trial takes a hundred. */
const patience = 5000;

/** What the process of its own does: the same, and a compilation after it as usual. */
const trial = `
  const [file, on, off] = process.argv.slice(1);
  const { setFlagsFromString } = require('node:v8');
  const compile = () => new WebAssembly.Module(require('node:fs').readFileSync(file));
  for (const flag of on.split(' ')) setFlagsFromString('--' + flag);
  compile();
  for (const flag of off.split(' ')) setFlagsFromString('--' + flag);
  compile();
`;

/** Whether a process like this one compiles the module with these flags and neither ends nor complains. */
export function survivesFusing(file: string, flags = modern): boolean {
  const [on, off] = [0, 1].map((side) => flags.map((flag) => flag[side]).join(' '));
  const env = { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' };
  const options = { env, timeout: patience, windowsHide: true };
  const { status, stderr } = spawnSync(process.execPath, ['-e', trial, file, on, off], options);
  return status === 0 && stderr.length === 0;
}
