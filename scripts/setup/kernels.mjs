// The WebAssembly kernels: compiled when their sources or the compiler have changed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolsEnvironment, toolsNode } from './paths.mjs';
import { step } from './report.mjs';
import { run } from './run.mjs';
import { hashInputs, readStamp, writeStamp } from './stamps.mjs';

const build = join(root, 'src-engine', 'kernels', 'build');
const script = join(root, 'scripts', 'build-kernels.mjs');
const inputs = [
  join(root, 'src-engine', 'kernels', 'assembly'),
  join(root, 'src-engine', 'kernels', 'layouts.ts'),
  join(root, 'src-engine', 'protocol', 'choices.ts'),
  script,
  join(root, 'node_modules', 'assemblyscript', 'package.json'),
];
const stampFile = join(build, '.stamp.json');

export function kernelsAreReady() {
  const files = ['kernels-wide.wasm', 'kernels-relaxed.wasm', 'kernels-plain.wasm', 'kernels-page.wasm'];
  const built = files.every((file) => existsSync(join(build, file)));
  return built && readStamp(stampFile)?.inputs === hashInputs(inputs);
}

export async function ensureKernels() {
  if (kernelsAreReady()) return;
  const hash = hashInputs(inputs);
  await step('Compiling the WebAssembly kernels', () =>
    run(toolsNode(), [script], { cwd: root, env: toolsEnvironment() }),
  );
  writeStamp(stampFile, { inputs: hash });
}
