// Property tests try the same values every day, and `npm run fuzz` says what it takes to see a failure again.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failuresOf, propertyFiles } from '../../scripts/test/properties.mjs';

const fuzz = path.resolve('scripts/fuzz.mjs');

test('a property that names no seed has one, and its own words hold otherwise', () => {
  const seedOf = (parameters: fc.Parameters<unknown>): number =>
    fc.check(
      fc.property(fc.nat(), () => true),
      parameters,
    ).runConfiguration.seed ?? Number.NaN;
  expect(seedOf({})).toBe(fc.readConfigureGlobal().seed);
  expect(Number.isInteger(seedOf({}))).toBe(true);
  expect(seedOf({ seed: 7 })).toBe(7);
});

test('files with properties are found by a part of their name', () => {
  expect(propertyFiles(['corpus/deco', 'scripts/prop'])).toEqual([
    'tests/corpus/decoding.test.ts',
    'tests/scripts/properties.test.ts',
  ]);
  expect(propertyFiles([]).length).toBeGreaterThan(40);
});

test('what failed is told with seed and counterexample', () => {
  const words = 'Error: Property failed after 3 tests\n{ seed: -12, path: "2:0" }\nCounterexample: [1]\n    at here';
  const results = [
    { status: 'failed', fullName: 'a thing holds', failureMessages: [words] },
    { status: 'failed', fullName: 'another', failureMessages: ['Error: no\n    at there'] },
    { status: 'passed', fullName: 'a third', failureMessages: [] },
  ];
  const files = [
    { status: 'failed', message: '', assertionResults: results },
    { status: 'failed', message: 'cannot be loaded', assertionResults: [] },
  ];
  expect(failuresOf({ testResults: files })).toEqual([
    { test: 'a thing holds', seed: '-12', message: words.slice(0, -'\n    at here'.length) },
    { test: 'another', seed: null, message: 'Error: no' },
    { test: 'The file itself', seed: null, message: 'cannot be loaded' },
  ]);
});

test.each([
  [['--minutes', 'x'], '--minutes must be a number above 0; it is x.'],
  [['--seed', '1.5'], '--seed must be a whole number; it is 1.5.'],
  // A seed may be negative, and is printed as it is taken.
  [['--seed=-12', 'nothing-of-that-name'], 'No property test has nothing-of-that-name in its file'],
  [['nothing-of-that-name'], 'No property test has nothing-of-that-name in its file'],
])('wrong arguments are told: %j', (args, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [fuzz, ...args], { encoding: 'utf8' });
  expect(stderr).toContain(sentence);
  expect(status).toBe(2);
});
