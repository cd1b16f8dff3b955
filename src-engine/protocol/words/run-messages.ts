// What is said of a run that rests, in a line. A run is kept with it for ever as English text, and the command line
// shows that; the window finds the sentence in the text again, to say it in its own language.

import { amount, decimal, exactly, sentence } from '../text/sentences.ts';
import type { Sentence, SentenceValue } from '../text/sentences.ts';

export const runMessages = {
  closed: () => sentence`Paused when Charloom was closed.`,

  /** @param tries `lastValidations` @param kept step and loss of the best; null where none was kept */
  stoppedEarly: (tries: Sentence, kept: { readonly step: number; readonly loss: number } | null) =>
    kept === null
      ? sentence`Stopped early: ${tries} no better than the best.`
      : sentence`Stopped early: ${tries} no better than the best. The best, ${decimal(kept.loss, 3)} nats at step ${amount(kept.step)}, is kept.`,
  lastValidations: (patience: number) =>
    patience === 1 ? sentence`the last validation was` : sentence`the last ${patience} validations were`,

  /** @param found `lossFound`, as in all of these; `reachedBefore` in texts of older versions */
  beatNgram: (found: Sentence, ngram: number) =>
    sentence`Stopped at its goal: ${found}, and the 5-gram has ${decimal(ngram, 3)}.`,
  reachedBits: (goal: number, found: Sentence, bits: number) =>
    goal === 1
      ? sentence`Stopped at its goal of 1 bit per character: ${found}, which is ${decimal(bits, 3)} bits.`
      : sentence`Stopped at its goal of ${exactly(goal)} bits per character: ${found}, which is ${decimal(bits, 3)} bits.`,
  reachedLoss: (goal: number, found: Sentence) => sentence`Stopped at its goal of ${exactly(goal)} nats: ${found}.`,
  lossFound: (step: number, loss: number) =>
    sentence`the validation loss at step ${amount(step)} is ${decimal(loss, 3)} nats`,
  reachedBefore: () => sentence`it was reached before`,

  /** @param reason `notFinite` or `lossRose`, as below */
  wentBack: (step: number, reason: Sentence, back: number) =>
    sentence`Training diverged at step ${step} (${reason}); it went back to step ${back} and goes on with half the learning rate.`,
  givenUp: (step: number, reason: Sentence) =>
    sentence`Training diverged again at step ${amount(step)} (${reason}), after going back three times. Start a new run with a lower learning rate or stronger clipping.`,
  notFinite: () => sentence`the loss is no longer a number`,
  lossRose: (from: number, to: number) => sentence`the loss rose from ${decimal(from, 2)} to ${decimal(to, 2)} nats`,

  tooFewLines: (lines: number, batch: number) =>
    sentence`There are ${amount(lines, 'line')} to train on, but a batch needs ${amount(batch)}. Take a smaller batch, or add lines.`,
  tooShort: (characters: number, batch: number, sequence: number, needed: number) =>
    sentence`The text has ${amount(characters, 'character')} to train on, but a batch of ${batch} × ${sequence} needs ${amount(needed)}. Take a smaller batch or sequence, or add text.`,
  /** @param needed bytes @param free bytes */
  lacksMemory: (needed: number, free: number) =>
    sentence`This model needs ${gigabytes(needed)} GB of memory to train, and this machine has ${gigabytes(free)} GB free. Close other programs, or choose fewer units or layers, a smaller batch or a shorter sequence.`,
  threadFailed: (reason: string) => sentence`A training thread failed: ${reason}`,

  importedForeign: (source: string) =>
    sentence`Imported from ${source}: another program has trained it, and how is not known. It can write, and be branched onto a text.`,
  importedWeights: (source: string) =>
    sentence`Imported from ${source}. Only its weights came along: training goes on with a fresh optimizer.`,
  imported: (source: string) => sentence`Imported from ${source}.`,
};

const placeholder = runMessages.reachedBefore();

/** One of each wording; where a text could be two of them, the longer wording comes first. */
const examples: readonly Sentence[] = [
  runMessages.closed(),
  ...[1, 2].map((patience) => runMessages.lastValidations(patience)),
  ...[{ step: 0, loss: 0 }, null].map((kept) => runMessages.stoppedEarly(placeholder, kept)),
  runMessages.beatNgram(placeholder, 0),
  ...[1, 2].map((goal) => runMessages.reachedBits(goal, placeholder, 0)),
  runMessages.reachedLoss(0, placeholder),
  runMessages.lossFound(0, 0),
  runMessages.reachedBefore(),
  runMessages.wentBack(0, placeholder, 0),
  runMessages.givenUp(0, placeholder),
  runMessages.notFinite(),
  runMessages.lossRose(0, 0),
  runMessages.tooFewLines(0, 0),
  runMessages.tooShort(0, 0, 0, 0),
  runMessages.lacksMemory(0, 0),
  runMessages.threadFailed(''),
  runMessages.importedForeign(''),
  runMessages.importedWeights(''),
  runMessages.imported(''),
];

/**
 * The sentence of a kept text, with what stands in its gaps; the text itself where it is none of these, but what an
 * error said. Runs of older versions have 'a character' for 'per character'.
 */
export function keptMessage(text: string): SentenceValue {
  return sentenceIn(text.replace(/^(Stopped at its goal of \S+ bits?) a character:/, '$1 per character:'));
}

function sentenceIn(text: string): SentenceValue {
  for (const example of examples) {
    const values = valuesIn(text, example);
    if (values !== null) return { template: example.template, values };
  }
  return text;
}

/** Whether a run was given up because it had diverged once too often. @param message what it ended with */
export function isDivergence(message: string | null): boolean {
  return message !== null && valuesIn(message, runMessages.givenUp(0, placeholder)) !== null;
}

function gigabytes(bytes: number): SentenceValue {
  return decimal(bytes / 1e9, 2);
}

/** What a text has in the gaps of a sentence; null where it is another sentence. */
function valuesIn(text: string, { template, values }: Sentence): SentenceValue[] | null {
  const pattern = template
    .split(/\{\d+\}/)
    .map((words) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('(.+?)');
  const found = new RegExp(`^${pattern}$`, 's').exec(text)?.slice(1);
  return found?.map((written, gap) => valueOf(written, values[gap])) ?? null;
}

/** @param like what else stands in that gap */
function valueOf(written: string, like: SentenceValue | undefined): SentenceValue {
  if (typeof like !== 'object') return keptMessage(written);
  const number = Number(/^-?[\d.,]+/.exec(written)?.[0].replaceAll(',', ''));
  if ('count' in like) return { ...like, count: number };
  if ('decimal' in like) return { ...like, decimal: number };
  return keptMessage(written);
}
