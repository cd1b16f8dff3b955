// The time that a run is at work, lap after lap. What the machine slept through is no work, though some systems' clocks
// count it.

import { wakefulTime } from './intervals.ts';

export class Stopwatch {
  readonly #now: () => number;
  #last = 0;
  #total = 0;

  /** @param now milliseconds since the work began */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds of work since the last lap. @param typical what such a lap takes, in seconds; null where nobody knows */
  lap(typical: number | null): number {
    const now = this.#now();
    const milliseconds = now - this.#last;
    this.#last = now;
    const seconds = (typical === null ? milliseconds : wakefulTime(milliseconds, typical * 1000)) / 1000;
    this.#total += seconds;
    return seconds;
  }

  /** Of work until the last lap. */
  get seconds(): number {
    return this.#total;
  }
}
