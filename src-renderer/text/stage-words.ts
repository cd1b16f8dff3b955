// What the stages of the softmax pipeline show in the window, out of the words that they have for all sides.

import type { SamplingStage, StageKind } from '../../src-engine/protocol/index.ts';
import { stageWords } from '../../src-engine/protocol/stages.ts';
import type { NumberWords } from '../../src-engine/protocol/stages.ts';
import { decimals, percent, plain } from './format.ts';

/** A number of a stage with its slider. */
export interface StageField extends NumberWords {
  readonly key: string;
  readonly value: number;
}

/** The numbers of a stage, in the order of their sliders. */
export function fieldsOf(stage: SamplingStage): readonly StageField[] {
  const numbers: Readonly<Record<string, NumberWords>> = stageWords[stage.kind].numbers;
  const values: Readonly<Record<string, unknown>> = { ...stage };
  return Object.entries(numbers).map(([key, words]) => ({ ...words, key, value: Number(values[key]) }));
}

export function shownNumber(value: number, { shown }: Pick<NumberWords, 'shown'>): string {
  if (shown === 'percent') return percent(value);
  return shown === 0 ? plain(value) : decimals(value, shown);
}

/** What a stage does, in a few words, for its closed card: its first number, or how long its list is. */
export function stageValue(stage: SamplingStage): string {
  const [first] = fieldsOf(stage);
  if (!first) {
    const length = Object.values(stage).find(Array.isArray)?.length ?? 0;
    return length === 0 ? 'none' : String(length);
  }
  const value = shownNumber(first.value, first);
  return stage.kind === 'temperature' && stage.ramp ? `${value} → ${shownNumber(stage.ramp.to, first)}` : value;
}

/** The name of a stage, or of what comes before all stages. */
export function stageTitle(kind: StageKind | 'model'): string {
  return kind === 'model' ? 'Model' : stageWords[kind].title;
}
