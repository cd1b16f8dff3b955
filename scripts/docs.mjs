#!/usr/bin/env node
// npm run docs: writes those pages of docs/ anew that say what the program says of itself, and the cells in Python
// scripts. A test compares them with it.
//   --pictures   takes the guide's pictures as well, of the app: minutes, and a display (or xvfb-run)

import './setup/node-version.mjs';

const { writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { exitWith, say } = await import('./setup/report.mjs');

try {
  const { setUpApp } = await import('./setup/index.mjs');
  const { setUpTools } = await import('./setup/tools.mjs');
  const { root } = await import('./setup/paths.mjs');
  await setUpTools();
  const { written } = await import('./docs/pages.mjs');
  for (const [file, write] of Object.entries(written)) {
    writeFileSync(join(root, file), write());
    say(`✓ ${file}`);
  }
  if (process.argv.includes('--pictures')) {
    await setUpApp();
    const { takePictures } = await import('./docs/pictures.mjs');
    await takePictures();
  }
} catch (error) {
  exitWith(error);
}
