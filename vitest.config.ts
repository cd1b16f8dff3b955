import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const properties = path.join(import.meta.dirname, 'tests/properties.ts');

/** Every test that imports fast-check gets it from there: no property can forget its seed. */
const seededProperties: Plugin = {
  name: 'seeded-properties',
  enforce: 'pre',
  resolveId: (source, importer) => (source === 'fast-check' && importer !== properties ? properties : null),
};

export default defineConfig({
  plugins: [seededProperties, svelte()],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    // Processes, not threads: the native module and the engine's own worker threads want one to themselves.
    pool: 'forks',
    // Generous: some tests train. Nothing measures speed.
    testTimeout: 10 * 60_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/unit.json' },
  },
});
