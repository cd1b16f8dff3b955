// The settings of texts and the pipelines as the library stores them. They carry the version of the newest stage or
// decoding in them (`settings/version.ts`): a kind that this Charloom lacks is newer where the version says so, and
// damage where it does not.

import type { SamplingSettings, SamplingStage } from '../protocol/index.ts';
import { takeVersion, withVersion } from '../settings/version.ts';
import { decodingOf, decodings } from './decodings/index.ts';
import { checkSampling, checkStages } from './schemas.ts';
import { stages } from './stages/index.ts';

/** Of all that this Charloom knows. */
const knownVersion = Math.max(...[...Object.values(stages), ...Object.values(decodings)].map(({ since }) => since));

/** As they are to be stored. */
export function storableSampling(sampling: SamplingSettings): SamplingSettings {
  const { since } = decodings[decodingOf(sampling).kind];
  return withVersion(Math.max(since, versionOf(sampling.stages)), sampling);
}

/** @throws CharloomError 'settings-invalid', or 'model-invalid' for settings of a newer Charloom */
export function readSampling(stored: unknown): SamplingSettings {
  return checkSampling(takeVersion(stored, knownVersion, 'text')?.settings ?? stored);
}

/** A list, as all Charlooms read it; beside a version once it has one. */
export function storablePipeline(pipeline: readonly SamplingStage[]): object {
  const version = versionOf(pipeline);
  return version === 1 ? pipeline : withVersion(version, { stages: pipeline });
}

/** @throws CharloomError 'settings-invalid', or 'model-invalid' for stages of a newer Charloom */
export function readPipeline(stored: unknown): readonly SamplingStage[] {
  return checkStages(takeVersion(stored, knownVersion, 'pipeline')?.settings.stages ?? stored);
}

function versionOf(pipeline: readonly SamplingStage[]): number {
  return Math.max(1, ...pipeline.map(({ kind }) => stages[kind].since));
}
