// Where the engine's own files lie: beside their sources in a checkout, all in one folder in the built app.

import { fileURLToPath } from 'node:url';

const inCheckout = import.meta.url.endsWith('.ts');

const checkoutPaths = {
  'kernels-wide': './kernels/build/kernels-wide.wasm',
  'kernels-relaxed': './kernels/build/kernels-relaxed.wasm',
  'kernels-plain': './kernels/build/kernels-plain.wasm',
  page: './interchange/formats/html/page/build/page.html',
  'training-worker': './training/worker.ts',
  'sampling-worker': './sampling/worker.ts',
  'library-thread': './library/thread.ts',
  'yardstick-worker': './corpus/yardstick-worker.ts',
  'helper-worker': './sampling/helper-worker.ts',
  'importing-worker': './importing/worker.ts',
  'interchange-worker': './interchange/work/worker.ts',
  'pytorch-job': './interchange/formats/pytorch-job/train.py',
};

type EngineFile = keyof typeof checkoutPaths;

const builtNames: Record<EngineFile, string> = {
  'kernels-wide': './kernels-wide.wasm',
  'kernels-relaxed': './kernels-relaxed.wasm',
  'kernels-plain': './kernels-plain.wasm',
  page: './page.html',
  'training-worker': './training-worker.js',
  'sampling-worker': './sampling-worker.js',
  'library-thread': './library-thread.js',
  'yardstick-worker': './yardstick-worker.js',
  'helper-worker': './helper-worker.js',
  'importing-worker': './importing-worker.js',
  'interchange-worker': './interchange-worker.js',
  'pytorch-job': './train.py',
};

/** The path of one of the engine's files. */
export function engineFile(name: EngineFile): string {
  const relative = inCheckout ? checkoutPaths[name] : builtNames[name];
  return fileURLToPath(new URL(relative, import.meta.url));
}
