// What a run is kept with as English text is found again as a sentence, so that it can be said in another language.

import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { isDivergence, keptMessage, runMessages as said } from '../../src-engine/protocol/words/run-messages.ts';

/** Every message that a run may be kept with. */
const messages: Readonly<Record<keyof typeof said, readonly Sentence[]>> = {
  closed: [said.closed()],
  stoppedEarly: [
    said.stoppedEarly(said.lastValidations(1), null),
    said.stoppedEarly(said.lastValidations(12), { step: 12_345, loss: 1.234 }),
  ],
  lastValidations: [],
  beatNgram: [said.beatNgram(said.lossFound(1200, 1.95), 2.001)],
  reachedBits: [said.reachedBits(1, said.reachedBefore(), 0.99), said.reachedBits(2.5, said.reachedBefore(), 2.4)],
  reachedLoss: [said.reachedLoss(1.3, said.lossFound(77, 1.299))],
  lossFound: [],
  reachedBefore: [],
  wentBack: [said.wentBack(1200, said.notFinite(), 900)],
  givenUp: [said.givenUp(54_321, said.lossRose(1.2, 5.11))],
  notFinite: [],
  lossRose: [],
  tooFewLines: [said.tooFewLines(1, 32), said.tooFewLines(31, 1032)],
  tooShort: [said.tooShort(12_345, 32, 64, 13_000)],
  lacksMemory: [said.lacksMemory(3_140_000_000, 1_250_000_000)],
  threadFailed: [said.threadFailed('out of memory (0x1)')],
  importedForeign: [said.importedForeign('"model.onnx"')],
  importedWeights: [said.importedWeights('"a. b (c)"')],
  imported: [said.imported('"model.charloom"')],
};

describe('the message of a run', () => {
  it.each(Object.values(messages).flat())('is found in its English: $template', (message) => {
    const kept = inEnglish(message);
    expect(keptMessage(kept)).toEqual(asKept(message));
    expect(inEnglish(keptMessage(kept))).toBe(kept);
  });

  it.each(['1 bit', '2.5 bits'])('of an older version is found, too: %s', (goal) => {
    const kept = `Stopped at its goal of ${goal} a character: it was reached before, which is 0.990 bits.`;
    expect(inEnglish(keptMessage(kept))).toBe(kept.replace('a character', 'per character'));
  });

  it('stays as it is where it is what an error said', () => {
    expect(keptMessage('The disc is full.')).toBe('The disc is full.');
  });

  it('tells who was given up', () => {
    expect(isDivergence(inEnglish(said.givenUp(10, said.notFinite())))).toBe(true);
    expect(isDivergence(inEnglish(said.wentBack(10, said.notFinite(), 0)))).toBe(false);
    expect(isDivergence(null)).toBe(false);
  });
});

/** Numbers without a noun are the same in every language. */
function asKept(value: SentenceValue): SentenceValue {
  if (typeof value === 'string' || typeof value === 'number') return keptMessage(String(value));
  return 'values' in value ? { ...value, values: value.values.map(asKept) } : value;
}
