// The app checks itself: one line, and an exit code that the set-up goes by.

import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchCommand, removeFolder } from './harness.ts';

let folder: string;
let scratch: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-self-check-test-'));
  scratch = path.join(folder, 'scratch');
  await mkdir(scratch);
});

test.afterAll(() => removeFolder(folder));

/** @returns what it ended with and what it printed */
function checkItself(environment: Readonly<Record<string, string>> = {}): Promise<{ code: unknown; line: string }> {
  const { program, args, env } = launchCommand({
    folder,
    args: ['--selfcheck'],
    environment: { TMPDIR: scratch, ...environment },
  });
  return new Promise((resolve) => {
    execFile(program, args, { env }, (error, stdout) => resolve({ code: error?.code ?? 0, line: stdout }));
  });
}

test('all works, and nothing is left behind', async () => {
  const { code, line } = await checkItself();
  expect(line).toMatch(/^Self-check with Electron \S+ \(V8 \S+\): the window, .* work\.\n$/);
  expect(code).toBe(0);
  expect(await readdir(scratch)).toEqual([]);
});

test('an engine without its database fails, and the line says so', async () => {
  const { code, line } = await checkItself({ CHARLOOM_SQLITE_BINDING: path.join(folder, 'missing.node') });
  expect(line).toContain('missing.node');
  expect(line.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
});
