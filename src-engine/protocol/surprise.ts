// How much models are surprised by a text, character by character, and which of them it suits best.

import type { CheckpointId, RunId } from './ids.ts';
import type { ReadText } from './reading.ts';

/** Texts that are put together anew from a text's passages, to tell how sure its author is. */
export const authorshipResamples = 2000;

export interface Surprise extends ReadText {
  /** Of the checkpoint. */
  readonly step: number;
  /** UTF-16 units of each symbol of the text. */
  readonly lengths: Uint8Array;
  /** −ln p of each symbol; NaN for what was not predicted: the first, and those that the model does not know. */
  readonly nats: Float32Array;
  /** Symbols of the text that the model does not know, each once. It does not read them. */
  readonly unseen: readonly string[];
}

/** A model that may have written a text. */
export interface Candidate {
  readonly run: RunId;
  readonly name: string;
  readonly checkpoint: CheckpointId;
  readonly step: number;
  /** Mean, in nats a symbol; a symbol that the model does not know costs as much as one code point among all. */
  readonly nats: number;
  /** Symbols of the text, counted as often as they stand there, that the model does not know. */
  readonly unseen: number;
  /** How sure it is: in which share of many resamples of the text's passages this model suits it best. */
  readonly sureness: number;
}

/** Which models suit a text, the likeliest first. */
export interface Authorship extends Omit<ReadText, 'text'> {
  /** UTF-16 units that were read. */
  readonly length: number;
  readonly candidates: readonly Candidate[];
}
