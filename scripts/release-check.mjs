#!/usr/bin/env node
// npm run release-check: walks through what has to be true before a version is handed out; each line says whether it
// is.
//   --quick   leaves out what takes minutes: checks, tests and the packaged app
// Exit codes: 0 all that was looked at is true; 1 something is not; 2 wrong arguments.

import './setup/node-version.mjs';

const { parseArgs } = await import('node:util');
const { exitWith, say } = await import('./setup/report.mjs');

function readArguments() {
  try {
    return parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error(`✗ ${error.message}`);
    return process.exit(2);
  }
}

const { quick } = readArguments();
try {
  const { byHand, steps } = await import('./release/steps.mjs');
  let isReady = true;
  for (const { what, isLong = false, check } of steps) {
    if (quick && isLong) {
      say(`– ${what}: left out (--quick)`);
      continue;
    }
    const objection = await check();
    isReady &&= objection === null;
    say(objection === null ? `✓ ${what}` : `✗ ${what}: ${objection}`);
  }
  say('\nBy hand, before the tag:');
  for (const task of byHand) say(`☐ ${task}`);
  process.exitCode = isReady ? 0 : 1;
} catch (error) {
  exitWith(error);
}
