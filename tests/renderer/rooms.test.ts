// What one screen alone uses lives in its folder: `state` and `text` hold what several parts of the window need.

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../src-renderer');
const files = globSync('**/*.{ts,svelte}', { cwd: root });

/** Of each file, the files that import it. */
function importers(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const source = readFileSync(path.join(root, file), 'utf8');
    for (const [, wanted = ''] of source.matchAll(/(?:from |import\(|import )'(\.[^']+)'/gu)) {
      const imported = path.join(path.dirname(file), wanted);
      found.set(imported, [...(found.get(imported) ?? []), file]);
    }
  }
  return found;
}

/** The screen that a file belongs to, or the file itself. */
function screenOf(file: string): string {
  const [room = '', screen = ''] = file.split(path.sep);
  return room === 'screens' ? path.join(room, screen) : file;
}

test('what one screen alone uses lives in its folder', () => {
  const usedBy = importers();
  const shared = files.filter((file) => /^(?:state|text)\b/u.test(file));
  expect(shared.length).toBeGreaterThan(50);
  const misplaced = shared.filter((file) => {
    const users = new Set((usedBy.get(file) ?? []).map(screenOf));
    return users.size === 1 && [...users].every((user) => user.startsWith('screens'));
  });
  expect(misplaced).toEqual([]);
});
