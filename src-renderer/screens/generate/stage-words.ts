// What the stages of the softmax pipeline show in the window, out of the words that they have for all sides.

import type { SamplingStage, StageKind } from '../../../src-engine/protocol/index.ts';
import { stageWords } from '../../../src-engine/protocol/stages.ts';
import type { NumberWords } from '../../../src-engine/protocol/stages.ts';
import { count, decimals, percent, plain } from '../../text/format.ts';
import { say, spoken } from '../../text/say.ts';

/** A number with its slider. */
export interface NumberSlider extends NumberWords {
  readonly key: string;
  readonly value: number;
}

/** The numbers of a stage, in the order of their sliders. */
export function stageSliders(stage: SamplingStage): readonly NumberSlider[] {
  return slidersOf(stageWords[stage.kind].numbers, stage);
}

/** Those numbers that have a slider, with the values that they have among others. */
export function slidersOf(
  numbers: Readonly<Record<string, NumberWords | null>>,
  values: object,
): readonly NumberSlider[] {
  const byKey: Readonly<Record<string, unknown>> = { ...values };
  return Object.entries(numbers).flatMap(([key, words]) =>
    words ? [{ ...words, label: spoken(words.label), key, value: Number(byKey[key]) }] : [],
  );
}

export function shownNumber(value: number, { shown, signed }: Pick<NumberWords, 'shown' | 'signed'>): string {
  const sign = signed && value > 0 ? '+' : '';
  if (shown === 'percent') return `${sign}${percent(value)}`;
  return `${sign}${shown === 0 ? plain(value) : decimals(value, shown)}`;
}

/** What a stage does, in a few words, for its closed card: its first number, or how long its list is. */
export function stageValue(stage: SamplingStage): string {
  const [first] = stageSliders(stage);
  if (!first) {
    const length = Object.values(stage).find(Array.isArray)?.length ?? 0;
    return length === 0 ? say`none` : count(length);
  }
  const value = shownNumber(first.value, first);
  return stage.kind === 'temperature' && stage.ramp ? `${value} → ${shownNumber(stage.ramp.to, first)}` : value;
}

/** What a stage does, in a sentence. */
export function stageHint(stage: SamplingStage): string {
  const hasRamp = stage.kind === 'temperature' && stage.ramp !== undefined;
  return spoken(hasRamp ? stageWords.temperature.groups.ramp.hint : stageWords[stage.kind].hint);
}

/** The name of a stage, or of what comes before all stages. */
export function stageTitle(kind: StageKind | 'model'): string {
  return kind === 'model' ? say`Model` : spoken(stageWords[kind].title);
}
