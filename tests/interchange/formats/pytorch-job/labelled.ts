// Labelled lines of many lengths, and runs on them, for jobs that tell labels apart.

import { LabelReader } from '../../../../src-engine/corpus/labels.ts';
import { splitLines } from '../../../../src-engine/corpus/line-split.ts';
import type { ModelSettings, TrainingSettings } from '../../../../src-engine/protocol/settings.ts';
import { charactersRead, cutLines } from '../../../../src-engine/training/line-set.ts';
import type { TrainingJob } from '../../../../src-engine/training/types.ts';
import { testNumbers } from '../../../nn/build.ts';
import { told } from '../../../told.ts';
import { jobOn } from '../../../training/run.ts';
import type { TrainedOn } from './job.ts';

const symbols = ['\n', '\t', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'ß', '字'];
const words = Array.from('defghß字');

/** Lines of 0 to 11 characters, of which the first tells the label; each label is rarer than the one before. */
function labelledText(labels: 2 | 3): Uint8Array {
  const next = testNumbers(labels);
  const draw = (below: number): number => Math.floor(((next() + 1) / 2) * below);
  const lines = Array.from({ length: 90 }, (_, line) => {
    const label = 'abc'.charAt(labels === 3 && line % 9 === 0 ? 2 : Number(line % 3 === 0));
    return `${label}\t${label}${Array.from({ length: draw(11) }, () => words[draw(words.length)]).join('')}\n`;
  });
  return Uint8Array.from(`${lines.join('')}a\t\n`, (symbol) => symbols.indexOf(symbol));
}

/** A job on these lines, and the text that they were cut from. */
export function labelledJob(
  labels: 2 | 3,
  model: Partial<ModelSettings>,
  training: Partial<TrainingSettings>,
): { readonly job: TrainingJob; readonly on: TrainedOn } {
  const ids = labelledText(labels);
  const reader = new LabelReader(symbols);
  reader.push(ids);
  const lines = reader.finish();
  if ('why' in lines) throw new Error(told(lines.why));
  const plain = jobOn(new Uint8Array(0), symbols.length, model, {
    task: 'classify',
    threads: 1,
    batch: 6,
    sequence: 8,
    length: { kind: 'steps', steps: 24 },
    validation: 0.25,
    test: 0.1,
    validateEvery: 4,
    checkpointEvery: 12,
    ...training,
  });
  const { sequence, balanceLabels } = plain.training;
  const cut = cutLines(ids, lines, splitLines(ids, symbols, lines, plain.training), 0, balanceLabels);
  const trainCharacters = charactersRead(cut.lines, sequence);
  return {
    job: { ...plain, ...cut, labels, trainCharacters },
    on: { symbols, labels: lines.labels, ids },
  };
}
