#!/usr/bin/env node
// npm run bench: sets up what it needs, then measures on the tools' Node: speed and memory (bench/main.ts), or, with `quality` as the
// first word, how good models become (bench/quality/main.ts).

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
const [first, ...rest] = process.argv.slice(2);
const command =
  first === 'quality'
    ? [join(root, 'bench', 'quality', 'main.ts'), ...rest]
    : [join(root, 'bench', 'main.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(toolsNode(), command, {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: compileCache() },
});
process.exitCode = status ?? 1;
