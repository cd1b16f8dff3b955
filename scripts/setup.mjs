#!/usr/bin/env node
// npm run setup: everything that start, test and the command line need, each part only if it is not there yet.
//   --where   print where Electron is, and the native module it needs, as one line of JSON; sets up what is missing
//             for that

import './setup/node-version.mjs';

const { exitWith, reportOnStderr, say, seconds } = await import('./setup/report.mjs');
const { setUpAll, setUpElectron } = await import('./setup/index.mjs');

try {
  if (process.argv.includes('--where')) {
    reportOnStderr();
    console.log(JSON.stringify(await setUpElectron()));
  } else {
    const started = performance.now();
    await setUpAll();
    say(`Set-up complete (${seconds(performance.now() - started)}).`);
  }
} catch (error) {
  exitWith(error);
}
