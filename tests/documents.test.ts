// The documents for those who read the code keep to the width of the code.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const maxColumns = 120;

describe('ARCHITECTURE.md', () => {
  const lines = readFileSync('ARCHITECTURE.md', 'utf8').split('\n');

  it('has no line that is wider than the code', () => {
    expect(lines.filter((line) => line.length > maxColumns)).toEqual([]);
  });
});
