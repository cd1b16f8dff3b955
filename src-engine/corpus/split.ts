// Where a text is cut: the training part, then the validation part, then the test part, each in one piece. Held-out
// text comes last, so that no model has read what surrounds it.

export interface Shares {
  /** Share of the text that a run is validated on. */
  readonly validation: number;
  /** Share of the text that is read once, when the run is over. */
  readonly test: number;
}

/** Characters of each part; their sum is the text. */
export interface Split {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * Of a held-out part at most so many characters are read, from its beginning: by the network and by all it is compared
 * with.
 */
export const maxMeasured = 250_000;

export function splitText(characters: number, shares: Shares): Split {
  const validation = Math.floor(characters * shares.validation);
  const test = Math.floor(characters * shares.test);
  return { train: characters - validation - test, validation, test };
}
