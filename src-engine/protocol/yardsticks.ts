// What a run's loss is compared with, and the loss on the part of the text that nobody has read before.

/** An n-gram model of order k knows the k characters before: order 4 is a 5-gram, order 0 the letters' frequencies. */
export interface NgramYardstick {
  readonly order: number;
  /** Bits a character of the validation part. */
  readonly bits: number;
}

export interface CompressorYardstick {
  /** 'brotli' or 'zstd'. */
  readonly name: string;
  /** Bits a character that the validation part adds to the compressed training part. */
  readonly bits: number;
}

/** Measured on the validation part of one split of a corpus, after reading the training part. */
export interface Yardsticks {
  /** By order. */
  readonly ngrams: readonly NgramYardstick[];
  readonly compressors: readonly CompressorYardstick[];
  /** Characters read: the end of the training part, at most 20,000,000. */
  readonly trainedOn: number;
  /** Characters measured: the beginning of the validation part, at most 250,000, as for the network. */
  readonly measuredOn: number;
  /** More is being measured; `corpus.yardsticks` events tell. */
  readonly isPartial: boolean;
}

/** Loss of a run's best checkpoint on the test part. */
export interface TestScore {
  readonly step: number;
  /** Nats a character. */
  readonly loss: number;
  /** Characters measured: the beginning of the test part, at most 250,000. */
  readonly characters: number;
}
