// What every format is written from and what reading one gives: a trained model outside of any library.

import type { Extension } from '../optimizers/run-length.ts';
import type {
  Accuracy,
  CorpusUnit,
  ModelSettings,
  NumberBins,
  TensorMapping,
  TrainingSettings,
  WeightPrecision,
} from '../protocol/index.ts';
import type { CheckpointState } from '../training/types.ts';

export interface PortableModel {
  /** The run's name. */
  readonly name: string;
  readonly model: ModelSettings;
  readonly unit: CorpusUnit;
  /** (V): the symbol of every id. */
  readonly symbols: readonly string[];
  /** That it tells apart, in the order of its answers; empty: it writes. */
  readonly labels: readonly string[];
  /** What its symbols stand for, where it was trained on a column of numbers; left out: on a text. */
  readonly numbers?: NumberBins;
  /** The id that is read where a prompt is empty. */
  readonly first: number;
  readonly step: number;
  /** Loss on the held-out part in nats a character, or an answer; where it is known. */
  readonly validation: number | null;
  /** The engine's flat block of what the model generates with: the averaged weights where the run keeps them. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** Null where the file says nothing of how it was trained. */
  readonly training: TrainingSettings | null;
  /** Null where training cannot go on as if nothing had happened. */
  readonly continuation: Continuation | null;
  /** The text that it was trained on, without its ids; left out where the file says nothing of it. */
  readonly trainedOn?: NamedText;
}

/** The rest of a run. */
export interface Continuation {
  readonly state: CheckpointState;
  readonly totalSteps: number | null;
  readonly extensions: readonly Extension[];
  readonly history: TrainingHistory;
  readonly text: TrainedText;
}

/** Ascending steps; losses in nats. */
export interface TrainingHistory {
  readonly steps: Float64Array;
  readonly losses: Float32Array;
  readonly validations: readonly PastValidation[];
}

export interface PastValidation {
  readonly step: number;
  readonly loss: number;
  /** What the loss is the mean of. */
  readonly characters: number;
  /** Of a model that tells labels apart. */
  readonly accuracy?: Accuracy | null;
}

/** What names a text among all others. */
export interface NamedText {
  readonly name: string;
  /** SHA-256 of the text in UTF-8, hexadecimal, as the library knows it. */
  readonly hash: string;
  readonly characters: number;
  readonly trainCharacters: number;
}

/** The text that a run trains on. */
export interface TrainedText extends NamedText {
  /** All ids of the text, where it comes along. */
  readonly ids: Uint8Array | Uint16Array | Uint32Array | null;
}

/** What a model must say to a prompt: proof that a file holds the model that it was written from. */
export interface Golden {
  /** (T): a prompt, at least one. */
  readonly ids: readonly number[];
  /** (T, V), or of labels (T, answers): the logits after each of them, from zero states. */
  readonly logits: Float32Array;
}

/** One file that is written, in pieces: nothing is gathered in one large buffer. */
export interface OutgoingFile {
  /** Inside the folder, with '/'; '' where the export is a single file. */
  readonly path: string;
  readonly bytes: number;
  readonly pieces: Iterable<Uint8Array>;
}

/** Files that are read, of whom nothing is believed. */
export interface IncomingFiles {
  /** Paths with '/'; '' for a single file. */
  readonly files: ReadonlyMap<string, number>;
  /** Links of a folder that lead to no file, and what else is there under a name but is none. */
  readonly unopened?: readonly string[];
  /** @throws CharloomError where it cannot be read; RangeError outside of the file */
  read(path: string, offset: number, length: number): Uint8Array;
}

/** Files that somebody has chosen, and what they have said about them. */
export interface ChosenModel {
  readonly path: string;
  readonly mapping?: TensorMapping;
  /** Tensors that take no part in what the model computes, as the user says. */
  readonly ignored?: readonly string[];
  /** A file with the symbols, where the model's own has none. */
  readonly vocabularyPath?: string;
}

/** What reading gives. */
export interface IncomingModel {
  readonly model: PortableModel;
  /** Null where the file has none. */
  readonly golden: Golden | null;
  /** How the weights are stored: what |Δ| may be. */
  readonly precision: WeightPrecision;
  /** What |Δ| may be instead, where another program has computed the golden logits. */
  readonly allowed?: number;
}
