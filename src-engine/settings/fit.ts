// Settings against a corpus: the batch's lanes lie side by side in the training text, and each must hold at least
// one sequence and the character that follows it.

import { CharloomError } from '../errors.ts';
import type { TrainingSettings } from '../protocol/index.ts';

/** Below these a chunk teaches little; the fit goes further down only where the text leaves no choice. */
const fewestLanes = 4;
const shortestSequence = 16;

/** The held-out tail must have one character to predict, and the one before it. */
const fewestHeldOut = 2;

/** Ids before this index are trained on, the rest is held out. */
export function trainCharactersOf(characters: number, validation: number): number {
  return characters - Math.floor(characters * validation);
}

/** @throws CharloomError 'corpus-too-small' with the numbers and what to change */
export function checkAgainstCorpus(training: TrainingSettings, characters: number): void {
  const trained = trainCharactersOf(characters, training.validation);
  const { batch, sequence } = training;
  const needed = batch * (sequence + 1);
  if (trained < needed) {
    const size = `The text has ${count(characters, 'character')}, ${trained.toLocaleString('en')} of them for training`;
    const need = `${count(batch, 'lane')} of ${count(sequence, 'character')} need ${needed.toLocaleString('en')}`;
    throw new CharloomError('corpus-too-small', `${size}, but ${need}. ${remedy(training, trained)}`);
  }
  const heldOut = characters - trained;
  if (training.validation > 0 && heldOut < fewestHeldOut) {
    throw new CharloomError(
      'corpus-too-small',
      `Holding out ${training.validation * 100} % of ${count(characters, 'character')} leaves ` +
        `${count(heldOut, 'character')} to validate on, and ${fewestHeldOut} are needed. ` +
        'Hold out a larger share, or 0 for none.',
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
  let { batch, sequence, validation } = training;
  if (!fixed.has('validation') && Math.floor(characters * validation) < fewestHeldOut) validation = 0;
  const trained = trainCharactersOf(characters, validation);

  const shrinkBatch = (least: number) => {
    if (fixed.has('batch')) return;
    batch = Math.min(batch, Math.max(Math.min(least, batch), Math.floor(trained / (sequence + 1))));
  };
  const shrinkSequence = (least: number) => {
    if (fixed.has('sequence')) return;
    sequence = Math.min(sequence, Math.max(Math.min(least, sequence), Math.floor(trained / batch) - 1));
  };
  shrinkBatch(fewestLanes);
  shrinkSequence(shortestSequence);
  shrinkBatch(1);
  return { ...training, batch, sequence, validation, threads: Math.min(training.threads, batch) };
}

function remedy(training: TrainingSettings, trained: number): string {
  const lanes = Math.floor(trained / (training.sequence + 1));
  if (lanes >= 1) return `Use a batch of at most ${lanes}, a shorter sequence, or a longer text.`;
  const longest = trained - 1;
  if (longest >= 1) return `Use a longer text, or a batch of 1 and a sequence of at most ${longest}.`;
  return 'Use a longer text.';
}

function count(value: number, thing: string): string {
  return `${value.toLocaleString('en')} ${thing}${value === 1 ? '' : 's'}`;
}
