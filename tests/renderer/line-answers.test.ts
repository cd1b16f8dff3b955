// What a model says along lines, as the page draws it.

import { describe, expect, it } from 'vitest';
import { answerLevels } from '../../src-renderer/screens/inside/heat/heat-levels.ts';
import { answeredLines, courseOf } from '../../src-renderer/screens/inside/units/line-answers.ts';

/** Symbols of two UTF-16 units among them, and a line of one. */
const text = 'a🙂\nb\ncd';
const lengths = Uint8Array.of(1, 2, 1, 1, 1, 1, 1);
const second = [0.35, 0.95, 0.5, 0.15, 0.5, 0.65, 0.25];
const answers = {
  labels: ['ham', 'spam'],
  probabilities: Float32Array.from(second.flatMap((probability) => [1 - probability, probability])),
  truth: Uint16Array.of(1, 1, 0),
  all: 3,
  cut: 0,
};

describe('answered lines', () => {
  it('are told by what the model says after their last character', () => {
    expect(answeredLines(answers, text, lengths)).toEqual([
      { from: 0, to: 2, told: 1, probability: expect.closeTo(0.95, 6) as number, truth: 1 },
      { from: 3, to: 4, told: 0, probability: expect.closeTo(0.85, 6) as number, truth: 1 },
      { from: 5, to: 7, told: 0, probability: 0.75, truth: 0 },
    ]);
    const [line] = answeredLines({ ...answers, truth: null }, text, lengths);
    expect(line?.truth).toBeNull();
  });

  it('are coloured by the course of one label', () => {
    const course = courseOf(answers, 1);
    expect(course).toEqual(Float32Array.from(second));
    // Of two labels warm or cool, as one or the other is likelier; of more only warm.
    expect(Array.from(answerLevels(course, 2))).toEqual([-1, 4, 0, -3, 0, 1, -2]);
    expect(Array.from(answerLevels(course, 3))).toEqual([1, 4, 2, 0, 2, 3, 1]);
  });
});
