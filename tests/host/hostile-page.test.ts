// Nothing that comes over a port ends the engine's process: tried on the very entry that the app starts.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'charloom-hostile-'));
const program = path.join(import.meta.dirname, 'hostile-page.ts');
const messages = 3000;

afterAll(() => rmSync(folder, { recursive: true }));

test.each([1, 20261126, 3_405_691_582])(
  'the engine outlives a page and a main that send anything (seed %i)',
  async (seed) => {
    const env = { ...process.env, CHARLOOM_LIBRARY: path.join(folder, `${seed}.db`) };
    // Rejects for every exit code but 0, which an uncaught error would change.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, String(seed), String(messages)], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    const { sent, faults } = JSON.parse(stdout) as { sent: number; faults: string[] };
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(messages);
    // Nor does it fill the log.
    expect(stderr.split('\n').filter((line) => line.includes('no request')).length).toBeLessThanOrEqual(10);
  },
);
