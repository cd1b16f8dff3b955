// How often a run reads its text, and what that means: after some passes a model that nothing is hidden from knows the
// text by heart, and its loss on what it has never seen rises again.

import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { charactersPerStep } from '../training/intervals.ts';

// Measured on texts of 0.005, 0.03, 0.14 and 1.1 million characters; see bench/quality.
/** More passes than these are learned by heart: with nothing hidden from the model, with a little, and with more. */
const manyPasses = { nothing: 10, little: 15, more: 25 } as const;
/** From which on of dropout and recurrent dropout together a little, or more, is hidden. */
const hidden = { little: 0.2, more: 0.5 } as const;

export type Hiding = Pick<ModelSettings, 'dropout' | 'recurrentDropout'>;

/**
 * What a model can read its text very often with: the less text there is for each parameter, the more must be hidden.
 */
export function hidingFor({ characters, parameters }: Pick<RunReading, 'characters' | 'parameters'>): Hiding {
  if (characters >= parameters) return { dropout: 0.1, recurrentDropout: 0.2 };
  if (characters >= 0.7 * parameters) return { dropout: 0.25, recurrentDropout: 0.25 };
  return { dropout: 0.4, recurrentDropout: 0.3 };
}

/** Passes that still teach something where so much is hidden: over a long text, and over the shortest. */
const usefulPasses = { min: 40, max: 200 } as const;
/** Characters. */
const longText = 130_000;

/** How often a model that enough is hidden from should read a text at most: beyond that it gains nothing more. */
export function maxPassesOf(characters: number): number {
  const passes = usefulPasses.min * Math.sqrt(longText / Math.max(1, characters));
  return Math.round(Math.min(usefulPasses.max, Math.max(usefulPasses.min, passes)));
}

/** Parameters a character of text below which a plain model does not learn it by heart in so many passes. */
const parametersPerCharacter = 1;

export interface RunReading {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  readonly parameters: number;
  /** Of the training part. */
  readonly characters: number;
  /** How often the run reads them; null where nobody knows. */
  readonly passes: number | null;
}

/**
 * How often a run of that length reads the text; null where the speed is needed and not known.
 * @param speed characters a second
 */
export function passesOf(training: TrainingSettings, stepsPerEpoch: number, speed: number | null): number | null {
  const { length } = training;
  if (length.kind === 'epochs') return length.epochs;
  if (length.kind === 'steps') return length.steps / stepsPerEpoch;
  return speed === null ? null : (length.minutes * 60 * speed) / (stepsPerEpoch * charactersPerStep(training));
}

/**
 * One sentence with the remedy for a run that will probably learn its text by heart; null where that is not to be
 * feared.
 */
export function passesWarning({ model, training, parameters, characters, passes }: RunReading): Sentence | null {
  // Lines with labels have not been measured.
  if (training.task === 'classify' || training.patience > 0 || passes === null) return null;
  const hiding = hidingFor({ characters, parameters });
  const isEnough = hiddenShare(model) >= hiddenShare(hiding);
  // Beyond the useful passes nothing is gained for long before something is lost.
  if (passes <= (isEnough ? 2 * maxPassesOf(characters) : borne(model))) return null;
  if (!model.layerNorm && parameters < parametersPerCharacter * characters) return null;
  const times = amount(passes, 'time');
  return isEnough
    ? sentence`This run reads the text about ${times}, so the model will learn it by heart. Take fewer passes, or a patience, which ends the run early.`
    : sentence`This run reads the text about ${times}, so the model will learn it by heart. Take a dropout of ${hiding.dropout} and a recurrent dropout of ${hiding.recurrentDropout}, fewer passes, or a patience, which ends the run early.`;
}

function borne(model: ModelSettings): number {
  const share = hiddenShare(model);
  if (share < hidden.little) return manyPasses.nothing;
  return share < hidden.more ? manyPasses.little : manyPasses.more;
}

function hiddenShare({ dropout, recurrentDropout }: Hiding): number {
  return dropout + recurrentDropout;
}
