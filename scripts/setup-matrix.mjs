#!/usr/bin/env node
// npm run setup-matrix: fresh clones of what is committed, installed and set up in the ways that people do it, a line
// for each.
//   --only NAME   the ways whose names contain it
// Takes a quarter of an hour, and about 2 GB of room in the system's folder for temporary files. Exit codes: 0 all pass
// or are skipped; 1 one fails; 2 wrong arguments.

import './setup/node-version.mjs';

const { parseArgs } = await import('node:util');
const { exitWith, say } = await import('./setup/report.mjs');

function readArguments() {
  try {
    return parseArgs({ options: { only: { type: 'string', default: '' } } }).values;
  } catch (error) {
    console.error(`✗ ${error.message}`);
    return process.exit(2);
  }
}

const { only } = readArguments();
try {
  const { tryWay } = await import('./setup-matrix/trial.mjs');
  const { ways } = await import('./setup-matrix/ways.mjs');
  const wanted = ways.filter(({ name }) => name.includes(only));
  if (wanted.length === 0) {
    console.error(`✗ No way has ${only} in its name. There are: ${ways.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  for (const way of wanted) {
    const { line, failed } = await tryWay(way);
    say(line);
    if (failed) process.exitCode = 1;
  }
} catch (error) {
  exitWith(error);
}
