// The native kernels: an addon in C, built where a compiler already is, and left out without a word where none is.
// Node-API makes one binary serve Node and Electron; the cache keeps it for all checkouts with the same sources.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, modules, root, toolsEnvironment, toolsNode } from './paths.mjs';
import { say, step } from './report.mjs';
import { attempt, lastLines } from './run.mjs';
import { hashInputs, readStamp, writeStamp } from './stamps.mjs';
import { onPath } from './system-packages.mjs';

const sources = join(root, 'src-engine', 'kernels', 'native');
const build = join(root, 'src-engine', 'kernels', 'build');
const target = join(build, 'kernels-native.node');
const stampFile = join(build, '.native.json');
/** The headers come with the tools' Node. */
const headers = dirname(dirname(toolsNode()));

/** There, or tried in vain, or nothing to build it with. What was made of other sources has to go. */
export function nativeIsReady() {
  const stamp = readStamp(stampFile);
  if (stamp?.inputs === hashOfSources()) return stamp.problem !== null || existsSync(target);
  return !existsSync(target) && !existsSync(cached()) && !canBuild();
}

/** Never fails: without the addon WebAssembly trains. */
export async function ensureNative() {
  if (nativeIsReady()) return;
  rmSync(target, { force: true });
  if (existsSync(cached())) copyWhole(cached(), target);
  const problem = existsSync(target) || !canBuild() ? null : await step('Building the native kernels', compile);
  if (problem !== null) say(`  The native kernels could not be built, so the WebAssembly kernels train:\n${problem}`);
  if (problem !== null || existsSync(target)) writeStamp(stampFile, { inputs: hashOfSources(), problem });
}

function hashOfSources() {
  return hashInputs([sources, fileURLToPath(import.meta.url)]);
}

function cached() {
  return join(cacheFolder(), `kernels-native-${process.platform}-${process.arch}-${hashOfSources().slice(0, 12)}.node`);
}

/** What node-gyp needs is here: nothing is installed or downloaded for it. */
function canBuild() {
  const isFitting = process.arch === 'x64' && process.platform !== 'win32';
  return (
    isFitting && ['cc', 'make', 'python3'].every(onPath) && existsSync(join(headers, 'include', 'node', 'node_api.h'))
  );
}

/** In a folder of its own. @returns the compiler's first complaint where it fails, else null */
async function compile() {
  mkdirSync(build, { recursive: true });
  const workshop = mkdtempSync(join(build, 'building-native-'));
  try {
    cpSync(sources, workshop, { recursive: true });
    const tool = join(modules, 'node-gyp', 'bin', 'node-gyp.js');
    // The C compiler links, too: there is no C++ in it.
    const env = toolsEnvironment({ CC: 'cc', CXX: 'cc' });
    const args = [tool, 'rebuild', '--release', `--nodedir=${headers}`];
    const { code, output } = await attempt(toolsNode(), args, { cwd: workshop, env });
    if (code !== 0) return /^.*\berror: .*$/m.exec(output)?.[0] ?? lastLines(output, 5);
    writeFileSync(join(workshop, 'whole'), withHash(readFileSync(join(workshop, 'build/Release/kernels_native.node'))));
    copyWhole(join(workshop, 'whole'), target);
    keepInCache();
    return null;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Loading half a file would end the process, so the hash of all that comes before it stands at its end. */
function withHash(binary) {
  return Buffer.concat([binary, createHash('sha256').update(binary).digest()]);
}

/** Only for the next checkout: a home that cannot be written to does without. */
function keepInCache() {
  try {
    copyWhole(target, cached());
  } catch {
    // The checkout has its own.
  }
}

/** Appears whole or not at all; who has the old one loaded keeps it. */
function copyWhole(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const draft = `${to}.${process.pid}`;
  copyFileSync(from, draft);
  renameSync(draft, to);
}
