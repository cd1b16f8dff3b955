// The stages of the softmax pipeline in their default order, each with values that suit characters. What is not asked for
// stays out of the list; these are where a control begins when it is switched on.

import type { Pipeline } from '../protocol/samples.ts';
import type { SamplingStage } from '../protocol/settings.ts';

/** Symbols that the penalties look back at: about a line of verse, or half a line of prose. */
const penaltyWindow = 64;

/** Ordered as llama.cpp orders them, after the bans: what knows the text first, then what rules out, then what shapes the draw. */
export const stageDefaults: readonly SamplingStage[] = [
  { kind: 'ban', strings: [], ignoreCase: true },
  { kind: 'bias', biases: [] },
  { kind: 'repetition', penalty: 1.1, window: penaltyWindow },
  { kind: 'frequency', frequency: 0.02, presence: 0, window: penaltyWindow },
  { kind: 'dry', multiplier: 0.8, base: 1.3, allowed: 16, window: 2000, breakers: ['\n'] },
  { kind: 'top-k', k: 20 },
  { kind: 'typical', mass: 0.95 },
  { kind: 'top-p', mass: 0.95 },
  { kind: 'min-p', share: 0.05 },
  { kind: 'xtc', probability: 0.3, threshold: 0.15 },
  { kind: 'temperature', temperature: 0.8 },
  { kind: 'mirostat', tau: 2, eta: 0.1 },
];

/**
 * The stages as they are applied to a new text: bans before all others, so that these choose among what may be written; the others
 * in the order that they have. (Texts of older versions are replayed in the order that is noted with them.)
 */
export function bansFirst(stages: readonly SamplingStage[]): readonly SamplingStage[] {
  return [...stages.filter(({ kind }) => kind === 'ban'), ...stages.filter(({ kind }) => kind !== 'ban')];
}

/** The default of one stage. */
export function stageDefault<Kind extends SamplingStage['kind']>(
  kind: Kind,
): Extract<SamplingStage, { readonly kind: Kind }> {
  const found = stageDefaults.find((stage) => stage.kind === kind);
  if (!found) throw new Error(`No stage is called ${kind}.`);
  return found as Extract<SamplingStage, { readonly kind: Kind }>;
}

/** Pipelines to begin with. */
export const shippedPipelines: readonly Pipeline[] = [
  named('Plain', [{ kind: 'temperature', temperature: 0.8 }]),
  named('As it learned', [{ kind: 'temperature', temperature: 1 }]),
  named('Careful', [
    { kind: 'min-p', share: 0.1 },
    { kind: 'temperature', temperature: 0.6 },
  ]),
  named('Lively', [
    { kind: 'min-p', share: 0.03 },
    { kind: 'temperature', temperature: 1.2 },
  ]),
  named('Never in circles', [
    stageDefault('dry'),
    { kind: 'min-p', share: 0.05 },
    { kind: 'temperature', temperature: 0.9 },
  ]),
  named('Even surprise', [stageDefault('mirostat')]),
  named('Calms down', [{ kind: 'temperature', temperature: 1.3, ramp: { to: 0.4, over: 600 } }]),
];

function named(name: string, stages: readonly SamplingStage[]): Pipeline {
  return { name, stages, shipped: true };
}
