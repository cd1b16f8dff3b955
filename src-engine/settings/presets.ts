// Quick, Balanced, Thorough: the largest model that this machine can lead over the text often enough in the time. And,
// for a text of the catalogue, what suits it.

import { parametersPerCharacter } from '../corpus/doctor/advice.ts';
import { presetKeys } from '../protocol/choices.ts';
import type { Length, ModelSettings, Preset, PresetKey, Suggestion, TrainingSettings } from '../protocol/index.ts';
import { presetWords } from '../protocol/words/presets.ts';
import { parametersOf } from '../nn/equal-width.ts';
import { outputsFor, shapeOf } from '../nn/shape.ts';
import { flopPerCharacter } from '../training/plan.ts';
import { defaultModel } from './defaults.ts';
import { fitToCorpus } from './fit.ts';
import { hidingFor, maxPassesOf } from './passes.ts';
import type { Hiding } from './passes.ts';

interface Basis {
  /** V. */
  readonly vocabulary: number;
  /** Measured peak of the matrix product with the training's threads; null while unknown. */
  readonly gigaflops: number | null;
  readonly training: TrainingSettings;
}

export interface PresetBasis extends Basis {
  readonly characters: number;
}

const labelPresetKeys = ['classifier', 'simple-rnn'] as const satisfies readonly PresetKey[];

type SizedKey = Exclude<PresetKey, 'suggested' | (typeof labelPresetKeys)[number]>;

/** Minutes. */
const budgets: Readonly<Record<SizedKey, number>> = { quick: 1, balanced: 10, thorough: 60 };

type Size = Pick<ModelSettings, 'hidden' | 'layers'>;

const smallestSize: Size = { hidden: 64, layers: 1 };

/** What is offered for a text that is too short for all others. */
export const smallestModel: ModelSettings = { ...defaultModel, ...smallestSize };

/** From small to large. */
const sizes: readonly Size[] = [
  smallestSize,
  { hidden: 128, layers: 1 },
  { hidden: 192, layers: 1 },
  { hidden: 256, layers: 1 },
  { hidden: 384, layers: 1 },
  { hidden: 512, layers: 1 },
  { hidden: 768, layers: 1 },
  { hidden: 1024, layers: 1 },
  { hidden: 1024, layers: 2 },
];

/** Assumed until it is measured: an older two-core laptop. */
const cautiousGigaflops = 30;
/** Share of the peak that whole training steps reach, those of layer normalisation included. */
const efficiency = 0.55;
// The rest was measured in the lab, see bench/quality/results.
/** A model that is shown fewer characters than this for each of its parameters is too large for the time. */
const charactersPerParameter = 4;

export function makePresets(basis: PresetBasis): readonly Preset[] {
  const keys = presetKeys.filter((key): key is SizedKey => key in budgets);
  // The training part.
  const characters = basis.characters * (1 - basis.training.validation - basis.training.test);
  const maxPasses = maxPassesOf(characters);
  let shorter: SizeRead | null = null;
  return keys.map((key) => {
    const minutes = budgets[key];
    const size = chooseSize(basis, minutes);
    const model = { ...defaultModel, ...size };
    const passes = charactersIn(minutes, model, basis) / characters;
    const parameters = parametersOf(model, { vocabulary: basis.vocabulary, labels: 0 });
    const isNeedless = shorter !== null && shorter.size === size && shorter.passes >= maxPasses;
    shorter = { size, passes };
    return {
      key,
      isNeedless,
      ...presetWords[key],
      model: { ...model, ...chooseDropout(passes, hidingFor({ characters, parameters })) },
      training: fitToCorpus(
        {
          ...basis.training,
          length: lengthOf(minutes, passes, maxPasses),
          learningRate: chooseLearningRate(size.hidden, basis.training.learningRate),
        },
        basis.characters,
      ),
    };
  });
}

interface SizeRead {
  readonly size: Size;
  readonly passes: number;
}

/** A text whose lines have labels. */
export interface LabelledSize {
  readonly labels: number;
  readonly lines: number;
  /** Symbols that hold nearly all lines whole. */
  readonly lineLength: number;
}

export type LabelledBasis = Basis & LabelledSize;

/** What the models of labels go out from; they were measured without layer normalisation. */
const plainModel: ModelSettings = { ...defaultModel, cell: 'gru', layerNorm: false, recurrentDropout: 0 };

/** Longer lines cost more time than their ends are worth. */
const maxLineLength = 320;

/** Minutes, where the lines are not read often enough before. */
const budgetForLabels = 5;
/** How often lines are read at most. */
const maxPassesOfLabels = 100;

/** Whether it is one of `makeLabelPresets`. */
export function isLabelPreset(wanted: PresetKey): boolean {
  return labelPresetKeys.some((key) => key === wanted);
}

/** What tells labels apart. */
export function makeLabelPresets(basis: LabelledBasis): readonly Preset[] {
  const { labels, lines, lineLength, training: base } = basis;
  const batch = Math.max(1, Math.min(32, Math.floor(lines / 4)));
  const training: TrainingSettings = {
    ...base,
    task: 'classify',
    batch,
    threads: Math.min(base.threads, batch),
    // A line is read behind a line end.
    sequence: Math.min(maxLineLength, lineLength) + 1,
    validation: 0.2,
    optimizer: 'adam',
    weightDecay: 0,
  };
  const classifier: ModelSettings = { ...plainModel, hidden: 128, dropout: 0.3, recurrentDropout: 0.25 };
  const passes = charactersIn(budgetForLabels, classifier, basis) / (lines * training.sequence);
  return [
    {
      key: 'classifier',
      isNeedless: false,
      ...presetWords.classifier,
      model: classifier,
      training: {
        ...training,
        learningRate: 0.003,
        averaging: 0.995,
        length: lengthOf(budgetForLabels, passes, maxPassesOfLabels),
      },
    },
    {
      key: 'simple-rnn',
      isNeedless: false,
      ...presetWords['simple-rnn'],
      title: `${presetWords['simple-rnn'].title}(128, tanh) → Dense(${outputsFor(labels)}, sigmoid)`,
      model: { ...plainModel, cell: 'rnn', nonlinearity: 'tanh', hidden: 128 },
      training: {
        ...training,
        learningRate: 0.001,
        secondMomentum: 0.999,
        epsilon: 1e-7,
        schedule: { kind: 'constant' },
        clipping: { kind: 'none' },
        length: { kind: 'epochs', epochs: 10 },
      },
    },
  ];
}

/** @param training the defaults of this machine */
export function suggestedPreset(suggestion: Suggestion, characters: number, training: TrainingSettings): Preset {
  return {
    key: 'suggested',
    isNeedless: false,
    title: 'Suggested',
    purpose: suggestion.reason,
    model: { ...defaultModel, ...suggestion.model },
    training: fitToCorpus({ ...training, ...suggestion.training }, characters),
  };
}

function chooseSize(basis: PresetBasis, minutes: number): Size {
  const bearable = sizes.filter((size) => {
    const model = { ...defaultModel, ...size };
    const parameters = parametersOf(model, { vocabulary: basis.vocabulary, labels: 0 });
    return (
      charactersIn(minutes, model, basis) >= charactersPerParameter * parameters &&
      parameters <= parametersPerCharacter * basis.characters
    );
  });
  return bearable.at(-1) ?? smallestSize;
}

/** The minutes, in which the text is read so often, or as many passes as are of use where these are fewer. */
function lengthOf(minutes: number, passes: number, maxPasses: number): Length {
  return passes <= maxPasses ? { kind: 'minutes', minutes } : { kind: 'epochs', epochs: maxPasses };
}

/** Characters trained in the time. */
export function charactersIn(
  minutes: number,
  model: ModelSettings,
  { gigaflops, vocabulary }: Pick<Basis, 'gigaflops' | 'vocabulary'>,
): number {
  const flop = flopPerCharacter(shapeOf(model, vocabulary, 1));
  return (minutes * 60) / secondsOfTraining(flop / 1e9, gigaflops ?? cautiousGigaflops);
}

/**
 * Seconds that so much training takes, in 10⁹ floating-point operations.
 * @param gigaflops measured peak of the matrix product with the training's threads
 */
export function secondsOfTraining(gigaflop: number, gigaflops: number): number {
  return gigaflop / (gigaflops * efficiency);
}

/**
 * The more often the text is read, the more must be hidden from the model.
 * @param hiding what very many passes call for
 */
function chooseDropout(passes: number, hiding: Hiding): Hiding {
  if (passes < 3) return { dropout: 0, recurrentDropout: 0 };
  if (passes < 10) return { dropout: 0, recurrentDropout: 0.2 };
  const max = passes < 15 ? 0.25 : 1;
  return { dropout: Math.min(hiding.dropout, max), recurrentDropout: Math.min(hiding.recurrentDropout, max) };
}

/** Wide layers diverge at rates that narrow ones like: fall with the root of the width above the default's. */
function chooseLearningRate(hidden: number, rate: number): number {
  if (hidden <= defaultModel.hidden) return rate;
  return Number((rate * Math.sqrt(defaultModel.hidden / hidden)).toPrecision(2));
}
