import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each([
  ['bench/main.ts', ['--only', 'trainning'], /^✗ --only is trainning: it must be one of training, .*first-minute\.$/],
  ['bench/main.ts', ['--loud'], /^✗ Unknown option '--loud'/],
  ['bench/quality/main.ts', ['--loud'], /^✗ Unknown option '--loud'/],
  ['bench/soak/main.ts', ['--only', 'door'], /^✗ --only is door: it must be one of engine, window\.$/],
])('%s %s is answered in one line', (program, words, line) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr.trimEnd()).toMatch(line);
  expect(stderr.trimEnd()).not.toContain('\n');
});
