// The app as Electron runs it, in out/: bundled again when a source has changed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolsEnvironment, toolsNode } from './paths.mjs';
import { step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs, readStamp, writeStamp } from './stamps.mjs';

const sources = [
  'src-main',
  'src-renderer',
  'src-engine',
  // Built, but not wherever the sources are.
  'src-engine/kernels/build/kernels-native.node',
  'corpora',
  'electron.vite.config.ts',
  'scripts/build-kernels.mjs',
  'scripts/build-page.mjs',
  'scripts/licences.mjs',
  'package.json',
  'package-lock.json',
];
const inputs = sources.map((name) => join(root, name));
const stampFile = join(root, 'out', '.stamp.json');

export async function ensureAppBuild() {
  const hash = hashInputs(inputs);
  if (readStamp(stampFile)?.inputs === hash && existsSync(join(root, 'out', 'main', 'main.js'))) return;
  await step('Building the app', async () => {
    const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    await run(toolsNode(), [tool, 'build', '--logLevel', 'warn'], { cwd: root, env: toolsEnvironment() });
  });
  writeStamp(stampFile, { inputs: hash });
}
