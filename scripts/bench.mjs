#!/usr/bin/env node
// npm run bench: sets up what it needs, then measures on the tools' Node: speed and memory (bench/main.ts), or, with
// `quality` as the first word, how good models become (bench/quality/main.ts).

import './setup/node-version.mjs';

const { spawnSync } = await import('node:child_process');
const { join } = await import('node:path');
const { compileCache, root, toolsNode } = await import('./setup/paths.mjs');
const { exitWith, reportOnStderr } = await import('./setup/report.mjs');
const { withDisplay } = await import('./setup/system-packages.mjs');

/** Values of --only that drive the real app, as it is built now. */
const partsOfTheApp = ['start', 'window', 'typing', 'curves', 'first-minute'];

const wishes = process.argv.slice(2);
const drivesApp = wishes.includes('--only') && partsOfTheApp.includes(wishes[wishes.indexOf('--only') + 1]);
reportOnStderr();
try {
  if (drivesApp) await (await import('./setup/index.mjs')).setUpAll();
  else await (await import('./setup/tools.mjs')).setUpTools();
} catch (error) {
  exitWith(error);
}
const bench =
  wishes[0] === 'quality'
    ? [toolsNode(), join(root, 'bench', 'quality', 'main.ts'), ...wishes.slice(1)]
    : [toolsNode(), join(root, 'bench', 'main.ts'), ...wishes];
const [program, ...args] = drivesApp ? withDisplay(bench) : bench;
const { status } = spawnSync(program, args, {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: compileCache() },
});
process.exitCode = status ?? 1;
