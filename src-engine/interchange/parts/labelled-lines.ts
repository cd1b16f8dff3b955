// The lines of a text that came with a model which tells their labels apart: found again in the ids, split again, and
// compared with what the model says of itself.

import { areSameLabels, LabelReader } from '../../corpus/labels.ts';
import type { LabelledLines } from '../../corpus/labels.ts';
import { splitLines } from '../../corpus/line-split.ts';
import type { Ids } from '../../corpus/symbols.ts';
import type { TrainingSettings } from '../../protocol/index.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { charactersRead, layOut } from '../../training/line-set.ts';
import { cannotBeRead } from './refusals.ts';

/** What a model says of the lines that it reads. */
export interface ToldLines {
  readonly labels: readonly string[];
  readonly symbols: readonly string[];
  readonly ids: Ids;
  readonly training: TrainingSettings;
  /** Of the lines that are trained on, as far as they are read. */
  readonly trainCharacters: number;
  /** Lines of the epoch that are read already. */
  readonly cursor: number;
}

export interface RunLines {
  readonly lines: LabelledLines;
  /** The lines that the run reads: those that it trains on, so many, and then those that are held out. */
  readonly kept: readonly number[];
  readonly trained: number;
}

/** @throws CharloomError 'model-invalid' where these are not the lines that the run learned to tell apart */
export function readLines({ labels, symbols, ids, training, trainCharacters, cursor }: ToldLines): RunLines {
  const reader = new LabelReader(symbols);
  reader.push(ids);
  const lines = reader.finish();
  if ('why' in lines || !areSameLabels(lines.labels, labels)) {
    throw cannotBeRead(sentence`the lines of its text have other labels`);
  }
  const laidOut = layOut(lines, splitLines(ids, symbols, lines, training));
  const { kept, trained } = laidOut;
  const isWhole = charactersRead(laidOut, training.sequence) === trainCharacters && cursor + training.batch <= trained;
  if (!isWhole) throw cannotBeRead(sentence`its place in the lines lies outside of them`);
  return { lines, kept, trained };
}
