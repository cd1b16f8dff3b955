#!/usr/bin/env node
// npm test: sets up what is missing, then the tests of the running app, and beside them checks and unit tests.
//   npm test -- checks|unit|e2e|package [NAME…]    only these; NAME is a part of a file's name
// The packaged app is tested only where it is named: making it takes minutes.

import './setup/node-version.mjs';

const { exitWith, say, SetupError } = await import('./setup/report.mjs');

/**
 * Each list in its order, both lists at once: the tests of the app mostly wait, so they come first wherever there is
 * something to do, and the others take what is left of the processors.
 */
const everything = { front: ['e2e'], behind: ['checks', 'unit'] };
/** Bytes of memory that all of it takes at once: three apps, two processes of unit tests, lint. */
const roomForBoth = 5e9;
const parts = [...everything.front, ...everything.behind, 'package'];

async function test([part, ...names]) {
  if (part !== undefined && !parts.includes(part))
    throw new SetupError(`Unknown part: ${part}. Known: ${parts.join(', ')}.`);
  const { runPart, setUpFor } = await import('./test/parts.mjs');
  await setUpFor(part === undefined ? parts : [part]);
  const { front, behind } = part === undefined ? everything : { front: [part], behind: [] };
  const counted = [];
  const runAll = async (some, isBehind) => {
    for (const one of some) counted.push(await runPart(one, names, isBehind));
  };
  if (process.availableMemory() < roomForBoth) await runAll([...front, ...behind], false);
  else await Promise.all([runAll(front, false), runAll(behind, true)]);
  const passed = counted.reduce((sum, one) => sum + one.passed, 0);
  const failed = counted.reduce((sum, one) => sum + one.failed, 0);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await test(process.argv.slice(2));
} catch (error) {
  exitWith(error);
}
