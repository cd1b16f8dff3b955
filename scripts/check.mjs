#!/usr/bin/env node
// npm run check: format, lint, types of each process, import boundaries, unused code. A line each.
//   npm run check -- NAME…    only the checks whose name contains one of these

import './setup/node-version.mjs';

const { exitWith } = await import('./setup/report.mjs');
const { setUpTools } = await import('./setup/tools.mjs');
const { runChecks } = await import('./test/checks.mjs');

try {
  await setUpTools();
  const { failed } = await runChecks(process.argv.slice(2));
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  exitWith(error);
}
