// Settings against a corpus: the batch's lanes lie side by side in the training text, and each must hold at least
// one sequence; the held-out text is read in as many lanes.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { TrainingSettings } from '../protocol/index.ts';
import { amount, exactly, sentence } from '../protocol/text/sentences.ts';
import type { Amount, Sentence } from '../protocol/text/sentences.ts';
import { minCharacters } from '../training/lanes.ts';

/** Below these a chunk teaches little; the fit goes further down only where the text leaves no choice. */
const minLanes = 4;
const minSequence = 16;
/** A test on less says nothing. */
const minTested = 2;
/** Characters of a text that one could get: nobody is advised to take a longer one. */
const maxText = 1e12;

/** Of the text, 0 to 0.5 each. */
type HeldOutShares = Pick<TrainingSettings, 'validation' | 'test'>;

/**
 * @throws CharloomError 'corpus-too-small' with the numbers and what to change, or 'settings-invalid' where no text is
 * long enough
 */
export function checkAgainstCorpus(training: TrainingSettings, characters: number): void {
  checkShares(training);
  // How many lines a labelled text has only its reader knows.
  if (training.task === 'classify') return;
  const { train: trained, validation: heldOut, test } = splitText(characters, training);
  const { batch } = training;
  if (trained < minCharacters(batch, training.sequence)) throw tooLittleToTrainOn(training, characters, trained);
  if (training.test > 0 && test < minTested) {
    const longer = longerText(minTested, training.test);
    const left = sentence`Holding out ${percent(training.test)} of ${amount(characters, 'character')} leaves ${amount(test, 'character')} for the test, and at least ${minTested} are needed.`;
    throw new CharloomError(
      'corpus-too-small',
      longer === null
        ? sentence`${left} Hold out a larger share or none (0).`
        : sentence`${left} Hold out a larger share or none (0), or take a text of at least ${longer}.`,
    );
  }
  if (training.validation > 0 && heldOut <= batch) {
    const longer = longerText(batch + 1, training.validation);
    const left = sentence`Holding out ${percent(training.validation)} of ${amount(characters, 'character')} leaves ${amount(heldOut)} to validate on, and a batch of ${amount(batch)} needs ${amount(batch + 1)}.`;
    throw new CharloomError(
      'corpus-too-small',
      longer === null
        ? sentence`${left} Hold out a larger share or none (0).`
        : sentence`${left} Hold out a larger share or none (0), take a smaller batch, or a text of at least ${longer}.`,
    );
  }
}

/** Whether the shares leave anything, of whatever text. @throws CharloomError 'settings-invalid' */
export function checkShares(shares: HeldOutShares): void {
  if (trainedShare(shares) > 0) return;
  throw new CharloomError(
    'settings-invalid',
    sentence`Holding out ${sharesInWords(shares)} leaves no text to train on, however long it is. Lower one of them.`,
  );
}

/**
 * Shrinks batch and sequence, and gives up the held-out part, as far as a small text demands. What the user has
 * chosen (`fixed`) stays. The result may still not fit: `checkAgainstCorpus` decides. Lines with labels are not counted
 * here.
 */
export function fitToCorpus(
  training: TrainingSettings,
  characters: number,
  fixed: ReadonlySet<'batch' | 'sequence' | 'validation'> = new Set(),
): TrainingSettings {
  if (training.task === 'classify') return { ...training, threads: Math.min(training.threads, training.batch) };
  const fitted = fitChunk(training, characters, fixed);
  const heldOut = splitText(characters, fitted).validation;
  if (fixed.has('validation') || heldOut > fitted.batch) return fitted;
  return fitChunk({ ...training, validation: 0 }, characters, fixed);
}

function fitChunk(training: TrainingSettings, characters: number, fixed: ReadonlySet<string>): TrainingSettings {
  const { train: trained } = splitText(characters, training);
  let { batch, sequence } = training;
  const shrinkBatch = (min: number) => {
    if (!fixed.has('batch')) batch = Math.min(batch, Math.max(min, Math.floor((trained - 1) / sequence)));
  };
  const shrinkSequence = (min: number) => {
    if (!fixed.has('sequence')) sequence = Math.min(sequence, Math.max(min, Math.floor((trained - 1) / batch)));
  };
  shrinkBatch(minLanes);
  shrinkSequence(minSequence);
  shrinkBatch(1);
  return { ...training, batch, sequence, threads: Math.min(training.threads, batch) };
}

function tooLittleToTrainOn(training: TrainingSettings, characters: number, trained: number): CharloomError {
  const { batch, sequence } = training;
  const needed = minCharacters(batch, sequence);
  const sequences = sentence`a batch of ${amount(batch, 'sequence')} of ${amount(sequence, 'character')}`;
  const lanes = Math.floor((trained - 1) / sequence);
  if (characters >= needed) {
    const left = sentence`Holding out ${sharesInWords(training)} leaves ${amount(trained)} of ${amount(characters, 'character')} to train on, and ${sequences} needs ${amount(needed)}.`;
    return new CharloomError(
      'corpus-too-small',
      lanes >= 1
        ? sentence`${left} Hold out less, or use a batch of at most ${amount(lanes)}.`
        : sentence`${left} Hold out less.`,
    );
  }
  const size = sentence`The text has ${amount(characters, 'character')}, ${amount(trained)} of them for training, but ${sequences} needs ${amount(needed)}.`;
  const longer = longerText(needed, trainedShare(training));
  if (longer === null) return new CharloomError('corpus-too-small', sentence`${size} Hold out less.`);
  return new CharloomError(
    'corpus-too-small',
    lanes >= 1
      ? sentence`${size} Use a batch of at most ${amount(lanes)}, a shorter sequence, or a text of at least ${longer}.`
      : trained > 1
        ? sentence`${size} Use a text of at least ${longer}, or a batch of 1 and a sequence of at most ${amount(trained - 1)}.`
        : sentence`${size} Use a text of at least ${longer}.`,
  );
}

/** Rounded, so that what is left of 1 by chance only is nothing. */
function trainedShare({ validation, test }: HeldOutShares): number {
  return Number((1 - validation - test).toFixed(9));
}

/** Such as '10 % for validation and 5 % for the test'. */
function sharesInWords({ validation, test }: HeldOutShares): Sentence {
  const [validated, tested] = [percent(validation), percent(test)];
  if (test === 0) return sentence`${validated} for validation`;
  return validation === 0
    ? sentence`${tested} for the test`
    : sentence`${validated} for validation and ${tested} for the test`;
}

/** How long one is of which so large a share has `characters`, also when it is rounded down; null: longer than any. */
function longerText(characters: number, share: number): Amount | null {
  let length = Math.ceil(characters / share);
  if (Math.floor(length * share) < characters) length++;
  return length > maxText ? null : amount(length, 'character');
}

function percent(share: number): Sentence {
  return sentence`${exactly(Number((share * 100).toPrecision(3)))} %`;
}
