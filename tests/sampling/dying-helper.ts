// A thread that helps with a product and dies with its first portion in its hands.

import { workerData } from 'node:worker_threads';
import { mailbox as layout } from '../../src-engine/kernels/layouts.ts';
import { helpAt } from '../../src-engine/kernels/mailbox.ts';
import { instantiateWasm } from '../../src-engine/kernels/wasm.ts';
import type { ToHelper } from '../../src-engine/sampling/messages.ts';

export interface DyingHelper extends ToHelper {
  readonly ending: 'by an error' | 'without a word';
}

const { compiled, memory, mailbox, ending } = workerData as DyingHelper;
const tickets = new Int32Array(memory.buffer, (mailbox + layout.ticket.at) * 4, 1);

/** As the helper takes one: the last of those that are left. */
function takePortion(): void {
  for (;;) {
    const ticket = Atomics.load(tickets, 0);
    const isEmpty = ((ticket >> 8) & 255) >= (ticket & 255);
    if (!isEmpty && Atomics.compareExchange(tickets, 0, ticket, ticket - 1) === ticket) return;
  }
}

function die(): never {
  takePortion();
  if (ending === 'without a word') process.exit(1);
  throw new Error('The helper is dead.');
}

helpAt({ ...instantiateWasm(compiled, memory), help: die }, mailbox);
