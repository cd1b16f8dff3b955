#!/usr/bin/env node
// The command line: sets up what it needs (a few milliseconds when that is done), then hands over to src-engine/cli.

import './setup/node-version.mjs';

const { exitWith, reportOnStderr } = await import('./setup/report.mjs');
const { setUpTools } = await import('./setup/tools.mjs');
const { becomeCommandLine } = await import('./setup/command-line.mjs');

reportOnStderr();
try {
  await setUpTools();
} catch (error) {
  exitWith(error);
}
await becomeCommandLine(process.argv.slice(2));
