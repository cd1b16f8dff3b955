#!/usr/bin/env node
// npm test: sets up what is missing, then unit tests, checks and the tests of the running app.
//   npm test -- checks|unit|e2e|package [NAME…]    only these; NAME is a part of a file's name
// The packaged app is tested only where it is named: making it takes minutes.

import './setup/node-version.mjs';

const { exitWith, say, SetupError } = await import('./setup/report.mjs');

/**
 * One after the other. The tests of the app mostly wait, so the checks have a processor beside them; the unit tests
 * need both.
 */
const everything = [['unit'], ['checks', 'e2e']];
const parts = [...everything.flat(), 'package'];

async function test([part, ...names]) {
  const wanted = part === undefined ? everything : [[part]];
  if (part !== undefined && !parts.includes(part))
    throw new SetupError(`Unknown part: ${part}. Known: ${parts.join(', ')}.`);
  const { runPart, setUpFor } = await import('./test/parts.mjs');
  await setUpFor(wanted.flat());
  const total = { passed: 0, failed: 0 };
  for (const atOnce of wanted) {
    for (const { passed, failed } of await Promise.all(atOnce.map((name) => runPart(name, names)))) {
      total.passed += passed;
      total.failed += failed;
    }
  }
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await test(process.argv.slice(2));
} catch (error) {
  exitWith(error);
}
