// The page that models are exported as: built when anything has changed that it was made from, which the build itself
// notes.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolsEnvironment, toolsNode } from './paths.mjs';
import { step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs, readStamp, writeStamp } from './stamps.mjs';

const build = join(root, 'src-engine', 'interchange', 'formats', 'html', 'page', 'build');
const script = join(root, 'scripts', 'build-page.mjs');
const noteFile = join(build, 'files.json');
const stampFile = join(build, '.stamp.json');
const tools = [
  script,
  join(root, 'src-engine', 'kernels', 'build', 'kernels-page.wasm'),
  join(root, 'node_modules', 'vite', 'package.json'),
];

export function pageIsReady() {
  return existsSync(join(build, 'page.html')) && readStamp(stampFile)?.inputs === hashOfInputs();
}

/** After the kernels, which are in the page. */
export async function ensurePage() {
  if (pageIsReady()) return;
  await step('Building the page for exported models', () =>
    run(toolsNode(), [script], { cwd: root, env: toolsEnvironment() }),
  );
  writeStamp(stampFile, { inputs: hashOfInputs() });
}

/** Null before the first build. */
function hashOfInputs() {
  const files = readStamp(noteFile);
  return files === null ? null : hashInputs([...tools, ...files.map((file) => join(root, file))]);
}
