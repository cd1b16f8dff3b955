// A stamp says from which inputs an output was made; the same inputs mean that there is nothing to do.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

/** One hash over names and contents of files and of all files in folders, in a fixed order. */
export function hashInputs(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const path of paths) {
    for (const file of filesUnder(path)) {
      const content = readFileSync(file);
      hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** A missing path has no files. */
function filesUnder(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const sorted = entries.filter(isSource).sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => filesUnder(join(path, entry.name)));
}

/** Compiled kernels lie among the sources; editors leave hidden files. */
function isSource(entry) {
  return !entry.name.startsWith('.') && !(entry.isDirectory() && entry.name === 'build');
}

/** What the stamp holds, or null if there is none that can be read. */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Appears whole or not at all. */
export function writeStamp(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content));
  renameSync(draft, file);
}
