#!/usr/bin/env node
// npm run package: the app as people install it, in dist/: an unpacked folder, a .tar.gz and a .deb.
//   --dir   the folder only
// Exit codes: 0 made; 1 something failed; 2 wrong arguments.

import './setup/node-version.mjs';

const { parseArgs } = await import('node:util');
const { exitWith } = await import('./setup/report.mjs');

function readArguments() {
  try {
    return parseArgs({ options: { dir: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error(`✗ ${error.message}`);
    return process.exit(2);
  }
}

const { dir } = readArguments();
try {
  const { makeAll } = await import('./package/all.mjs');
  await makeAll({ onlyFolder: dir });
} catch (error) {
  exitWith(error);
}
