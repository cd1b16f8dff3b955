// One step of cleaning: text in pieces in, text in pieces out. Where the borders of the pieces fall makes no difference
// to the whole: what a piece's end leaves open is held back. No piece, in or out, ends between two surrogates.

export interface Cleaner {
  /** @throws CharloomError 'corpus-cleaning' for a text that the step cannot make sense of */
  push(piece: string): string;
  /** What was held back. @throws CharloomError 'corpus-cleaning' */
  end(): string;
}

/** What gave no text where one field of records was to be kept: counted over all files of a corpus. */
export interface LeftOutRecords {
  /** Objects, or rows, without text in the field. */
  withoutField: number;
  /** Lines, or pieces of them, that are no JSON object. */
  noObjects: number;
}
