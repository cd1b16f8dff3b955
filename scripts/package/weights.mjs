// What of the packaged app weighs what.

import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { say } from '../setup/report.mjs';

const shown = 12;

export function printWeights({ folder }, installers) {
  const parts = readdirSync(folder)
    .map((name) => ({ name, bytes: weightOf(join(folder, name)) }))
    .sort((left, right) => right.bytes - left.bytes);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = parts.slice(shown).reduce((sum, { bytes }) => sum + bytes, 0);
  say(`\nUnpacked ${megabytes(total)}:`);
  for (const { name, bytes } of [...parts.slice(0, shown), { name: 'all others', bytes: rest }]) {
    say(`  ${megabytes(bytes).padStart(9)}  ${name}`);
  }
  for (const file of installers) say(`${basename(file)}: ${megabytes(statSync(file).size)}`);
}

/** Bytes of a file, or of all in a folder. What a link names is weighed where it lies. */
export function weightOf(path) {
  const status = lstatSync(path);
  if (!status.isDirectory()) return status.size;
  return readdirSync(path).reduce((sum, name) => sum + weightOf(join(path, name)), 0);
}

export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
