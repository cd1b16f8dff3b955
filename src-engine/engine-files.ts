// Where the engine's own files lie: beside their sources in a checkout, all in one folder in the built app.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const inCheckout = import.meta.url.endsWith('.ts');

/**
 * In this folder. The app's build makes a program of each that is a source, under its name here, and copies the others.
 */
export const engineFiles = {
  // Where the set-up could build it.
  'kernels-native': './kernels/build/kernels-native.node',
  'kernels-wide': './kernels/build/kernels-wide.wasm',
  'kernels-relaxed': './kernels/build/kernels-relaxed.wasm',
  'kernels-plain': './kernels/build/kernels-plain.wasm',
  page: './interchange/formats/html/page/build/page.html',
  'training-worker': './training/worker.ts',
  'sampling-worker': './sampling/worker.ts',
  'library-thread': './library/thread.ts',
  'yardstick-worker': './corpus/yardstick-worker.ts',
  'units-worker': './insight/units/worker.ts',
  'helper-worker': './sampling/helper-worker.ts',
  'lens-worker': './insight/lens-worker.ts',
  'importing-worker': './importing/worker.ts',
  'interchange-worker': './interchange/work/worker.ts',
  'safetensors-script': './interchange/formats/safetensors/model.py',
  'pytorch-job': './interchange/formats/pytorch-job/train.py',
} as const;

export type EngineFile = keyof typeof engineFiles;

/** The path of one of the engine's files. */
export function engineFile(name: EngineFile): string {
  const relative = inCheckout ? engineFiles[name] : `./${builtName(name)}`;
  return fileURLToPath(new URL(relative, import.meta.url));
}

/**
 * A file that only the packaged app has, by its path from the built engine; null where it is not there, as in a
 * checkout.
 */
export function packagedFile(name: `texts/${string}.txt.br` | 'sqlite.node'): string | null {
  const file = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return !inCheckout && existsSync(file) ? file : null;
}

function builtName(name: EngineFile): string {
  const file = path.basename(engineFiles[name]);
  return file.endsWith('.ts') ? `${name}.js` : file;
}
