#!/usr/bin/env node
// npm run selfcheck: whether the window, the engine, its library, training and writing work here, in one line. The
// set-up asks it once of each new Electron.
// Exit codes: 0 they do; 1 something does not, and the line says what.

import './setup/node-version.mjs';

const { exitWith, say, SetupError } = await import('./setup/report.mjs');

try {
  const { setUpAll } = await import('./setup/index.mjs');
  const { selfCheck } = await import('./setup/self-check.mjs');
  const { works, line } = await selfCheck(await setUpAll());
  if (!works) throw new SetupError(line);
  say(`✓ ${line}`);
} catch (error) {
  exitWith(error);
}
