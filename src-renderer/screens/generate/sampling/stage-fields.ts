// What of each stage is set by more than sliders, and the field for it.

import type { Component } from 'svelte';
import type { SamplingStage, StageKind } from '../../../../src-engine/protocol/index.ts';
import type { PipelineEditor } from '../../../state/pipeline.svelte.ts';
import BanField from './BanField.svelte';
import BiasField from './BiasField.svelte';
import TemperatureRamp from './TemperatureRamp.svelte';

export interface StageFieldProps<Kind extends StageKind> {
  readonly editor: PipelineEditor;
  readonly stage: SamplingStage<Kind>;
  /** Of the model, as far as they are known. */
  readonly symbols: readonly string[];
}

/** Null: its sliders are all. */
const fields: { readonly [Kind in StageKind]: Component<StageFieldProps<Kind>> | null } = {
  ban: BanField,
  bias: BiasField,
  repetition: null,
  frequency: null,
  dry: null,
  'top-k': null,
  typical: null,
  'top-p': null,
  'min-p': null,
  xtc: null,
  temperature: TemperatureRamp,
  mirostat: null,
};

/** Null: the sliders of such a stage are all. */
export function stageField<Kind extends StageKind>(kind: Kind): Component<StageFieldProps<Kind>> | null {
  return fields[kind];
}
