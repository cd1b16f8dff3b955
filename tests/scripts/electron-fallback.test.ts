// An Electron from elsewhere is taken only where it is the one that was published.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkIntegrity } from '../../scripts/setup/electron-fallback.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'charloom-integrity-'));
const file = path.join(folder, 'download.tgz');
const content = Buffer.alloc(300_000, 'charloom');
const expected = createHash('sha512').update(content).digest('base64');

afterAll(() => rmSync(folder, { recursive: true }));

test('what was published is accepted', async () => {
  writeFileSync(file, content);
  await expect(checkIntegrity(file, expected)).resolves.toBeUndefined();
});

test.each([
  ['one bit differs', () => Buffer.from(content.map((byte, at) => (at === 200_000 ? byte ^ 1 : byte)))],
  ['the end is missing', () => content.subarray(0, -1)],
  ['it is empty', () => Buffer.alloc(0)],
])('a download is refused when %s', async (_what, damaged) => {
  writeFileSync(file, damaged());
  await expect(checkIntegrity(file, expected)).rejects.toThrow(/is not what was published.*Delete it and try again/s);
});
