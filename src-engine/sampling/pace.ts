// Whether a text is written by one thread or with a helper: found out by trying both, again and again, since what else
// the machine does changes. The text is the same. The helper is for idle processors only: where other threads of this
// process compute, such as a training run's, it stays away.

/** So much faster must it be with the helper. */
const worthwhile = 1.15;
/** Share of a processor that other threads may use. */
const quiet = 0.25;
/** What the newest slice counts in the mean. */
const newestShare = 0.1;
/** Slices between two trials: few at first, then more. */
const minSlices = 6;
const maxSlices = 96;

export interface Slice {
  readonly steps: number;
  readonly milliseconds: number;
  /** Processor time of the whole process meanwhile. */
  readonly processMilliseconds: number;
}

type Phase =
  /** Lets the first code be compiled. */
  | 'cold'
  /** Measures one thread. */
  | 'alone'
  /** Gives the helper time to begin. */
  | 'warming up'
  /** Measures both. */
  | 'together'
  /** Goes on with what was better. */
  | 'settled';

export class HelperPace {
  /** Whether the next slice is to be written with the helper. */
  isHelped = false;
  #phase: Phase = 'cold';
  /** Steps a millisecond. */
  #alone = 0;
  /**
   * Processors that other threads use, a running mean: on a machine that is too full a single slice may see nothing of
   * them.
   */
  #others = 0;
  #left = 0;
  #patience = minSlices;

  /** What came of the slice that `isHelped` was for. */
  tell({ steps, milliseconds, processMilliseconds }: Slice): void {
    const speed = steps / milliseconds;
    const others = processMilliseconds / milliseconds - 1;
    if (!this.isHelped) this.#others += (others - this.#others) * newestShare;
    switch (this.#phase) {
      case 'cold':
        this.#enter('alone', false);
        return;
      case 'alone':
        this.#alone = speed;
        if (Math.max(others, this.#others) > quiet) this.#settle(false);
        else this.#enter('warming up', true);
        return;
      case 'warming up':
        this.#enter('together', true);
        return;
      case 'together':
        this.#settle(speed > this.#alone * worthwhile);
        return;
      case 'settled':
        if (--this.#left === 0) this.#enter('alone', false);
        return;
    }
  }

  #settle(isHelped: boolean): void {
    this.#enter('settled', isHelped);
    this.#left = this.#patience;
    this.#patience = Math.min(this.#patience * 2, maxSlices);
  }

  #enter(phase: Phase, isHelped: boolean): void {
    this.#phase = phase;
    this.isHelped = isHelped;
  }
}
