import { availableParallelism } from 'node:os';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { compileCache } from './scripts/setup/paths.mjs';

const properties = path.join(import.meta.dirname, 'tests/properties.ts');

/** Every test that imports fast-check gets it from there: no property can forget its seed. */
const seededProperties: Plugin = {
  name: 'seeded-properties',
  enforce: 'pre',
  resolveId: (source, importer) => (source === 'fast-check' && importer !== properties ? properties : null),
};

/**
 * Folders whose files share a process and its modules: what their tests make, each puts away itself. The others start
 * processes, watch signals, change what a process has one of, or put something else in a module's place.
 */
export const sharing = [
  ...['corpus', 'files', 'host', 'importing', 'insight', 'interchange', 'kernels', 'library', 'nn'],
  ...['optimizers', 'protocol', 'random', 'renderer', 'sampling', 'text', 'training'],
];
const sharingFiles = sharing.map((folder) => `tests/${folder}/**/*.test.ts`);

export default defineConfig({
  plugins: [seededProperties, svelte()],
  test: {
    // Processes, not threads: the native module and the engine's own worker threads want one to themselves.
    pool: 'forks',
    // Vitest would leave one processor free for a person who watches.
    maxWorkers: availableParallelism(),
    // Processes and threads of the engine start in a third of the time, as they do under the command line.
    env: { NODE_COMPILE_CACHE: compileCache() },
    // Generous: some tests train. Nothing measures speed.
    testTimeout: 10 * 60_000,
    // What is looked for again and again is told when it never comes.
    expect: { poll: { timeout: 9 * 60_000, interval: 5 } },
    hookTimeout: 10 * 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/unit.json' },
    projects: [
      { extends: true, test: { name: 'sharing', include: sharingFiles, isolate: false } },
      {
        extends: true,
        test: { name: 'alone', include: ['tests/**/*.test.ts'], exclude: ['tests/e2e/**', ...sharingFiles] },
      },
    ],
  },
});
