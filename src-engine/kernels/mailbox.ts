// The mailbox through which a second thread helps with products (`assembly/team.ts`): words in the shared memory, laid out in
// `layouts.ts`.

import type { Offset } from './kernels.ts';
import { mailbox as layout } from './layouts.ts';
import type { WasmKernels } from './wasm.ts';

const ticketWord = layout.ticket.at;
const asleepWord = layout.asleep.at;
const dismissedWord = layout.dismissed.at;

/** Looks for work before it goes to sleep, about a tenth of a millisecond: longer than a leader draws between two products. */
const looks = 40_000;

/** The helper's side: takes part in products until it is dismissed. Blocks this thread, asleep where there is nothing to do. */
export function helpAt(kernels: WasmKernels, mailbox: Offset): void {
  const words = wordsOf(kernels);
  while (Atomics.load(words, mailbox + dismissedWord) === 0) {
    kernels.help(mailbox, looks);
    Atomics.store(words, mailbox + asleepWord, 1);
    // What came before the leader could know that this one sleeps must not be slept over.
    const isNeeded =
      hasPortions(Atomics.load(words, mailbox + ticketWord)) || Atomics.load(words, mailbox + dismissedWord) === 1;
    if (!isNeeded) Atomics.wait(words, mailbox + asleepWord, 1);
    Atomics.store(words, mailbox + asleepWord, 0);
  }
}

/** The leader's side: sends the helper away. The mailbox is not used again. */
export function dismissFrom(kernels: WasmKernels, mailbox: Offset): void {
  const words = wordsOf(kernels);
  Atomics.store(words, mailbox + dismissedWord, 1);
  Atomics.store(words, mailbox + asleepWord, 0);
  Atomics.notify(words, mailbox + asleepWord);
}

function hasPortions(ticket: number): boolean {
  return ((ticket >> 8) & 255) < (ticket & 255);
}

function wordsOf({ integers }: WasmKernels): Int32Array {
  return new Int32Array(integers.buffer);
}
