#!/usr/bin/env node
// The lint of Python: ruff, as WebAssembly, with the rules below. Each finding is a line, FILE:LINE:COLUMN first.
//   node scripts/lint/python.mjs [FOLDER]    every .py in it, or in the repository

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { root } from '../setup/paths.mjs';

/** Neither ours, nor to be changed: `released` is what earlier versions have written. */
const passedOver = new Set(['node_modules', 'out', 'dist', 'released']);
const folder = process.argv[2] ?? root;
const files = globSync('**/*.py', { cwd: folder, exclude: (path) => passedOver.has(basename(path)) }).sort();

const ruff = new Workspace(
  {
    'line-length': 120,
    // Models and jobs are taken to machines whose Python may not be the newest.
    'target-version': 'py39',
    lint: {
      select: ['E', 'F', 'W', 'I', 'B', 'UP', 'C4', 'SIM', 'RUF'],
      isort: { 'known-first-party': files.map((file) => basename(file, '.py')) },
    },
  },
  PositionEncoding.Utf16,
);

for (const file of files) {
  for (const { code, message, start_location: start } of ruff.check(readFileSync(join(folder, file), 'utf8'))) {
    console.log(`${file}:${start.row}:${start.column} ${code ?? 'syntax'} ${message}`);
    process.exitCode = 1;
  }
}
