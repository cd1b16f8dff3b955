#!/usr/bin/env node
// npm start: sets up what is missing and opens the app; where there is no display, does the main job in the terminal.
//   npm start -- [--library FILE] [--minutes N]      minutes: how long to train without a display (3)

import './setup/node-version.mjs';

const { exitWith } = await import('./setup/report.mjs');
const { hasDisplay } = await import('./setup/system-packages.mjs');

try {
  const { startInWindow } = await import('./start/window.mjs');
  const { startInTerminal } = await import('./start/terminal.mjs');
  const args = process.argv.slice(2);
  process.exitCode = await (hasDisplay() ? startInWindow(args) : startInTerminal(args));
} catch (error) {
  exitWith(error);
}
