// The mailbox through which a second thread helps with products (`assembly/team.ts`): words in the shared memory, laid
// out in `layouts.ts`.

import type { Offset } from './kernels.ts';
import { mailbox as layout } from './layouts.ts';
import type { WasmKernels } from './wasm.ts';

const ticketWord = layout.ticket.at;
const asleepWord = layout.asleep.at;
const dismissedWord = layout.dismissed.at;
const lostWord = layout.lost.at;
const patienceWord = layout.patience.at;

/**
 * Looks for work before it goes to sleep, about a tenth of a millisecond: longer than a leader draws between two
 * products.
 */
const looks = 40_000;

/**
 * Waits of 50 milliseconds for one portion, which takes microseconds: ten seconds and more of the leader's own running.
 */
const patience = 200;

/** The leader's side, before a helper is called: how long it waits for one that has died without a word. */
export function openMailbox(kernels: WasmKernels, mailbox: Offset): void {
  wordsOf(kernels)[mailbox + patienceWord] = patience;
}

/**
 * The helper's side: takes part in products until it is dismissed. Blocks this thread, asleep where there is nothing to
 * do.
 * @throws RuntimeError of WebAssembly; the leader knows then that it need not wait
 */
export function helpAt(kernels: WasmKernels, mailbox: Offset): void {
  const words = wordsOf(kernels);
  try {
    helpUntilDismissed(kernels, mailbox, words);
  } catch (error) {
    Atomics.store(words, mailbox + lostWord, 1);
    throw error;
  }
}

function helpUntilDismissed(kernels: WasmKernels, mailbox: Offset, words: Int32Array): void {
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
