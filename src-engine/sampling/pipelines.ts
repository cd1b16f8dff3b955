// Lists of stages: the defaults in their order, what comes first in every new text, and the pipelines to begin with.

import { stageKinds } from '../protocol/choices.ts';
import type { Pipeline } from '../protocol/samples.ts';
import type { SamplingSettings, SamplingStage } from '../protocol/settings.ts';
import { comesFirst } from '../protocol/stages.ts';
import { stages } from './stages/index.ts';

/** Every stage once, in the order in which a new pipeline applies them. */
export const stageDefaults: readonly SamplingStage[] = stageKinds.map((kind) => stages[kind].default);

/**
 * The stages as they are applied to a new text: bans before all others, so that these choose among what may be written;
 * the others in the order that they have. (Texts of older versions are replayed in the order that is noted with them.)
 */
export function bansFirst(given: readonly SamplingStage[]): readonly SamplingStage[] {
  return [...given.filter(({ kind }) => comesFirst(kind)), ...given.filter(({ kind }) => !comesFirst(kind))];
}

/** Of somebody who presses Generate without touching anything. */
export const defaultSampling: SamplingSettings = { stages: [stages.temperature.default], length: 1000, seed: 1 };

/** Pipelines to begin with. */
export const shippedPipelines: readonly Pipeline[] = [
  named('Plain', [stages.temperature.default]),
  named('As it learned', [{ kind: 'temperature', temperature: 1 }]),
  named('Careful', [
    { kind: 'min-p', share: 0.1 },
    { kind: 'temperature', temperature: 0.6 },
  ]),
  named('Lively', [
    { kind: 'min-p', share: 0.03 },
    { kind: 'temperature', temperature: 1.2 },
  ]),
  named('No repetition', [
    stages.dry.default,
    { kind: 'min-p', share: 0.05 },
    { kind: 'temperature', temperature: 0.9 },
  ]),
  named('Steady (Mirostat)', [stages.mirostat.default]),
  named('Cooling', [{ kind: 'temperature', temperature: 1.3, ramp: { to: 0.4, over: 600 } }]),
];

function named(name: string, stages: readonly SamplingStage[]): Pipeline {
  return { name, stages, shipped: true };
}
