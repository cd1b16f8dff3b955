#!/usr/bin/env node
// npm run bench: sets up what it needs, then measures (bench/main.ts) on the tools' Node.

import './setup/node-version.mjs';

const { spawnSync } = await import('node:child_process');
const { join } = await import('node:path');
const { compileCache, root, toolsNode } = await import('./setup/paths.mjs');
const { exitWith, reportOnStderr } = await import('./setup/report.mjs');
const { setUpTools } = await import('./setup/tools.mjs');

reportOnStderr();
try {
  await setUpTools();
} catch (error) {
  exitWith(error);
}
const { status } = spawnSync(toolsNode(), [join(root, 'bench', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: compileCache() },
});
process.exitCode = status ?? 1;
