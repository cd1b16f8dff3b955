// Nothing that comes over a port ends the engine's process: tried on the very entry that the app starts.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { requestNames } from '../../src-engine/host/asks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'charloom-hostile-'));
const program = path.join(import.meta.dirname, 'hostile-page.ts');
const messages = 1500;
/** For each name of a request, so many against its schema and so many whose bytes are damaged. */
const messagesForEach = Number(process.env['CHARLOOM_HOSTILE_MESSAGES'] ?? 12);

afterAll(() => rmSync(folder, { recursive: true }));

test.each([1, 20261126])('the engine outlives a page and a main that send anything (seed %i)', async (seed) => {
  const outside = path.join(folder, String(seed));
  const cwd = path.join(outside, 'scratch');
  mkdirSync(cwd, { recursive: true });
  const args = [program, seed, messages, messagesForEach].map(String);
  const env = { ...process.env, CHARLOOM_LIBRARY: path.join(cwd, 'library.db') };
  // Rejects for every exit code but 0, which an uncaught error would change.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { sent, faults, misunderstood } = JSON.parse(stdout) as Record<'faults' | 'misunderstood', string[]> & {
    sent: number;
  };
  expect(faults).toEqual([]);
  expect(misunderstood).toEqual([]);
  expect(sent).toBeGreaterThan(messages + requestNames.length * messagesForEach);
  // Nor does it fill the log.
  expect(stderr.split('\n').filter((line) => line.includes('no request')).length).toBeLessThanOrEqual(10);
  expect(readdirSync(outside)).toEqual(['scratch']);
  expect(
    readdirSync(cwd)
      .filter((name) => !name.startsWith('library.db'))
      .sort(),
  ).toEqual(['text.txt', 'written']);
});
