#!/usr/bin/env node
// npm run soak: the engine and the window at work for long, and whether they grow by it.
//   --minutes N   how long (30); the counts of checkpoints, messages and samples go with it
//   --only engine|window
// Exit codes: 0 nothing grows; 1 something does; 2 wrong arguments.

import './setup/node-version.mjs';

const { spawnSync } = await import('node:child_process');
const { join } = await import('node:path');
const { root, toolsNode } = await import('./setup/paths.mjs');
const { exitWith } = await import('./setup/report.mjs');

try {
  const { setUpAll } = await import('./setup/index.mjs');
  const { withDisplay } = await import('./setup/system-packages.mjs');
  await setUpAll();
  const soak = [toolsNode(), '--expose-gc', join(root, 'bench', 'soak', 'main.ts'), ...process.argv.slice(2)];
  const [program, ...args] = withDisplay(soak);
  process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
} catch (error) {
  exitWith(error);
}
