// The packaged app: what is in it, how it is locked, its .deb; and the main tests of the running app once more, with
// it.

import { defineConfig } from '@playwright/test';
import common from '../../playwright.config.ts';

const mainTests = ['journey', 'generate', 'saving', 'interchange'];

export default defineConfig({
  ...common,
  testDir: '..',
  testMatch: ['package/*.spec.ts', ...mainTests.map((name) => `e2e/${name}.spec.ts`)],
  outputDir: '../../test-results/package',
  reporter: [['list'], ['json', { outputFile: '../../test-results/package.json' }]],
});
