// How many tests passed, from what the tools report.

import { expect, test } from 'vitest';
import { countEndToEnd, countUnit } from '../../scripts/test/counts.mjs';

const broken = { status: 'failed', assertionResults: [] };
const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] };
const fine = { status: 'passed', assertionResults: [{ status: 'passed' }] };

test.each([
  ['all passed', { numPassedTests: 5, numFailedTests: 0, testResults: [fine] }, 0, { passed: 5, failed: 0 }],
  ['one failed', { numPassedTests: 4, numFailedTests: 1, testResults: [fine, failing] }, 1, { passed: 4, failed: 1 }],
  [
    'a file cannot be loaded',
    { numPassedTests: 4, numFailedTests: 0, testResults: [fine, broken] },
    1,
    { passed: 4, failed: 1 },
  ],
  [
    'an error outside of any test',
    { numPassedTests: 5, numFailedTests: 0, testResults: [fine] },
    1,
    { passed: 5, failed: 1 },
  ],
  ['no report', null, 1, { passed: 0, failed: 1 }],
])('unit tests: %s', (_what, report, code, counted) => {
  expect(countUnit(report, code)).toEqual(counted);
});

test.each([
  ['all passed', { stats: { expected: 7, unexpected: 0, flaky: 0 }, errors: [] }, 0, { passed: 7, failed: 0 }],
  ['one failed', { stats: { expected: 6, unexpected: 1, flaky: 0 }, errors: [{}] }, 1, { passed: 6, failed: 1 }],
  [
    'one passed at the second try',
    { stats: { expected: 6, unexpected: 0, flaky: 1 }, errors: [] },
    0,
    { passed: 6, failed: 1 },
  ],
  [
    'nothing could be loaded',
    { stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: [{}] },
    1,
    { passed: 0, failed: 1 },
  ],
  ['the runner died', { stats: { expected: 3, unexpected: 0, flaky: 0 }, errors: [] }, 139, { passed: 3, failed: 1 }],
  ['no report', null, 1, { passed: 0, failed: 1 }],
])('tests of the running app: %s', (_what, report, code, counted) => {
  expect(countEndToEnd(report, code)).toEqual(counted);
});
