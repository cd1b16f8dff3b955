// What somebody types may be written from right to left: every field says which way its text runs, also one that a walk
// through the window does not come to.

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A tag with its attributes, whose values may have a `>` in braces. */
const fields = /<(?:input|textarea)\b(?:[^{}>]|\{(?:[^{}]|\{[^{}]*\})*\})*>/g;
/** What is chosen, moved or counted, not written. */
const unwritten = /type="(?:radio|checkbox|range|file)"|role="spinbutton"/;

test('every field for text says its direction', () => {
  const files = globSync('src-renderer/**/*.svelte');
  const written = files.flatMap((file) =>
    (readFileSync(file, 'utf8').match(fields) ?? [])
      .filter((field) => !unwritten.test(field))
      .map((field) => ({ file, field })),
  );
  expect(written.length).toBeGreaterThan(15);
  expect(written.filter(({ field }) => !/\bdir=/.test(field))).toEqual([]);
});
