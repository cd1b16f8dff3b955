// What a model that tells labels apart says to lines.

/** To one line. */
export interface FollowedLine {
  /** Of the checkpoint. */
  readonly step: number;
  readonly labels: readonly string[];
  /**
   * UTF-16 units of each symbol that was read: what the model has never seen is left out, and what is beyond its
   * longest line.
   */
  readonly lengths: Uint8Array;
  /** (1 + symbols, labels): the probability of each label before the first symbol and after each. */
  readonly probabilities: Float32Array;
  /** Whether the line is longer than those the model was trained on, so that its end was not read. */
  readonly isCut: boolean;
}

/** Held-out lines are those of the test part where there is one, else those by which the best checkpoint is chosen. */
export type LabelTestPart = 'training' | 'validation' | 'test';

/** To lines of the run's own corpus. */
export interface LabelTest {
  readonly step: number;
  /** Which part of the corpus these lines are. */
  readonly part: LabelTestPart;
  readonly labels: readonly string[];
  /** (L): cut to what was read. */
  readonly texts: readonly string[];
  /** (L): the label of each. */
  readonly truth: Uint16Array;
  /** (L, labels) */
  readonly probabilities: Float32Array;
  /** Whether these are all lines of the part, or some of very many. */
  readonly isWhole: boolean;
}
