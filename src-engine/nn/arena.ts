// Hands out offsets in one memory, in order, once: all of a run's memory is laid out before it exists. The same calls
// give the same offsets, so every thread plans for itself and all agree.

import { cacheLine } from '../kernels/layouts.ts';
import type { Offset } from '../kernels/kernels.ts';

export class Arena {
  readonly start: Offset;
  #next: Offset;

  constructor(start: Offset) {
    this.start = start;
    this.#next = start;
  }

  take(count: number): Offset {
    const offset = this.#next;
    this.#next = Math.ceil((offset + count) / cacheLine) * cacheLine;
    return offset;
  }

  /** Numbers handed out so far, with a line to spare: some kernels read a little past the end. */
  get size(): number {
    return this.#next - this.start + cacheLine;
  }
}
