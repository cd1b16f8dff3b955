// The app as Electron runs it, in out/: bundled again when a source has changed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPublisher } from '../../packaging/publisher.mjs';
import { root, toolsEnvironment, toolsNode } from './paths.mjs';
import { step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs, readStamp, writeStamp } from './stamps.mjs';

const sources = [
  'src-main',
  'src-renderer',
  'src-engine',
  'corpora',
  'electron.vite.config.ts',
  'scripts/build-kernels.mjs',
  'scripts/build-page.mjs',
  'scripts/licences.mjs',
  'scripts/bill-of-materials.mjs',
  'packaging/publisher.mjs',
  'package.json',
  'package-lock.json',
];
const inputs = sources.map((name) => join(root, name));
/** Built, but not wherever the sources are. */
const native = join(root, 'src-engine/kernels/build/kernels-native.node');
const stampFile = join(root, 'out', '.stamp.json');

/** Names what the app is built from: the same sources have the same stamp on every machine. */
export function sourceStamp() {
  return hashInputs(inputs).slice(0, 12);
}

export async function ensureAppBuild() {
  const hash = hashInputs([...inputs, native], readPublisher().homepage ?? '');
  if (readStamp(stampFile)?.inputs === hash && existsSync(join(root, 'out', 'main', 'main.js'))) return;
  await step('Building the app', async () => {
    const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    await run(toolsNode(), [tool, 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: toolsEnvironment({ CHARLOOM_SOURCE_STAMP: sourceStamp() }),
    });
  });
  writeStamp(stampFile, { inputs: hash });
}
