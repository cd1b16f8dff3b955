// What is said of lines whose labels are known, once a model has told them.

import { labelTold } from '../../src-engine/protocol/label-metrics.ts';
import type { LabelTest } from '../../src-engine/protocol/index.ts';
import { count, counted } from './format.ts';
import { say } from './say.ts';

/** Which lines, and of which checkpoint. */
export function testedLines({ texts, step: at, part, isWhole }: LabelTest): string {
  const [lines, step] = [counted(texts.length, 'line'), count(at)];
  switch (part) {
    case 'test':
      return isWhole
        ? say`${lines} of the test part, labelled by the checkpoint of step ${step}.`
        : say`${lines}, some of the test part, labelled by the checkpoint of step ${step}.`;
    case 'validation':
      return isWhole
        ? say`${lines} of the validation part, labelled by the checkpoint of step ${step}.`
        : say`${lines}, some of the validation part, labelled by the checkpoint of step ${step}.`;
    case 'training':
      return isWhole
        ? say`${lines}, labelled by the checkpoint of step ${step}.`
        : say`${lines}, a part of them, labelled by the checkpoint of step ${step}.`;
  }
}

export interface TestedLine {
  readonly text: string;
  readonly truth: string;
  readonly told: string;
  /** Of the label that was told. */
  readonly probability: number;
}

/** The line that the model is surest of among those labelled correctly, and that among the others. */
export function surestLines({ texts, truth, labels, probabilities }: LabelTest): readonly TestedLine[] {
  const all = texts.map((text, line) => {
    const told = labelTold({ probabilities, labels: labels.length }, line);
    return {
      text,
      isRight: told === truth[line],
      truth: labels[truth[line] ?? 0] ?? '',
      told: labels[told] ?? '',
      probability: probabilities[line * labels.length + told] ?? 0,
    };
  });
  return [true, false].flatMap((isRight) => {
    const [first, ...others] = all.filter((line) => line.isRight === isRight);
    return first ? [others.reduce((best, line) => (line.probability > best.probability ? line : best), first)] : [];
  });
}
