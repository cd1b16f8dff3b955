import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  // Windows on one's own display take the focus from each other; in virtual ones several run at a time
  // (scripts/test/parts.mjs).
  workers: 1,
  forbidOnly: true,
  retries: 0,
  // Generous: a journey trains a real model, and the machine may be busy. Nothing here measures speed.
  timeout: 10 * 60_000,
  expect: { timeout: 240_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
});
