// Settings against a corpus: the batch's lanes lie side by side in the training text, and each must hold at least
// one sequence; the held-out text is read in as many lanes.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { TrainingSettings } from '../protocol/index.ts';
import { fewestCharacters } from '../training/lanes.ts';

/** Below these a chunk teaches little; the fit goes further down only where the text leaves no choice. */
const fewestLanes = 4;
const shortestSequence = 16;
/** A test on less says nothing. */
const fewestTested = 2;

/** @throws CharloomError 'corpus-too-small' with the numbers and what to change */
export function checkAgainstCorpus(training: TrainingSettings, characters: number): void {
  const { train: trained, validation: heldOut, test } = splitText(characters, training);
  const { batch, sequence } = training;
  const needed = fewestCharacters(batch, sequence);
  if (trained < needed) {
    const size = `The text has ${count(characters, 'character')}, ${trained.toLocaleString('en')} of them for training`;
    const need = `a batch of ${batch} sequences of ${count(sequence, 'character')} needs ${needed.toLocaleString('en')}`;
    throw new CharloomError('corpus-too-small', `${size}, but ${need}. ${remedy(training, trained)}`);
  }
  if (training.test > 0 && test < fewestTested) {
    throw new CharloomError(
      'corpus-too-small',
      `Holding out ${percent(training.test)} of ${count(characters, 'character')} leaves ${count(test, 'character')} for the ` +
        `test, and at least ${fewestTested} are needed. Hold out a larger share or none (0), or take a longer text.`,
    );
  }
  if (training.validation > 0 && heldOut <= batch) {
    throw new CharloomError(
      'corpus-too-small',
      `Holding out ${percent(training.validation)} of ${count(characters, 'character')} leaves ` +
        `${heldOut.toLocaleString('en')} to validate on, and a batch of ${batch} needs ${(batch + 1).toLocaleString('en')}. ` +
        'Hold out a larger share or none (0), take a smaller batch, or a longer text.',
    );
  }
}

/**
 * Shrinks batch and sequence, and gives up the held-out part, as far as a small text demands. What the user has
 * chosen (`fixed`) stays. The result may still not fit: `checkAgainstCorpus` decides.
 */
export function fitToCorpus(
  training: TrainingSettings,
  characters: number,
  fixed: ReadonlySet<'batch' | 'sequence' | 'validation'> = new Set(),
): TrainingSettings {
  const fitted = fitChunk(training, characters, fixed);
  const heldOut = splitText(characters, fitted).validation;
  if (fixed.has('validation') || heldOut > fitted.batch) return fitted;
  return fitChunk({ ...training, validation: 0 }, characters, fixed);
}

function fitChunk(training: TrainingSettings, characters: number, fixed: ReadonlySet<string>): TrainingSettings {
  const { train: trained } = splitText(characters, training);
  let { batch, sequence } = training;
  const shrinkBatch = (least: number) => {
    if (!fixed.has('batch')) batch = Math.min(batch, Math.max(least, Math.floor((trained - 1) / sequence)));
  };
  const shrinkSequence = (least: number) => {
    if (!fixed.has('sequence')) sequence = Math.min(sequence, Math.max(least, Math.floor((trained - 1) / batch)));
  };
  shrinkBatch(fewestLanes);
  shrinkSequence(shortestSequence);
  shrinkBatch(1);
  return { ...training, batch, sequence, threads: Math.min(training.threads, batch) };
}

function remedy({ sequence }: TrainingSettings, trained: number): string {
  const lanes = Math.floor((trained - 1) / sequence);
  if (lanes >= 1) return `Use a batch of at most ${lanes}, a shorter sequence, or a longer text.`;
  if (trained > 1) return `Use a longer text, or a batch of 1 and a sequence of at most ${trained - 1}.`;
  return 'Use a longer text.';
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function count(value: number, thing: string): string {
  return `${value.toLocaleString('en')} ${thing}${value === 1 ? '' : 's'}`;
}
