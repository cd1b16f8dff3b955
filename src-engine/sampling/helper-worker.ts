// The entry of the thread that helps the sampling thread with its products, one session after another.

import { parentPort } from 'node:worker_threads';
import { helpAt } from '../kernels/mailbox.ts';
import { instantiateWasm } from '../kernels/wasm.ts';
import type { ToHelper } from './messages.ts';

parentPort?.on('message', ({ compiled, memory, mailbox }: ToHelper) => {
  helpAt(instantiateWasm(compiled, memory), mailbox);
});
