// What is tried, by name: a model, then what differs from the origin, such as 'CIFG 1×384 LN, dropout 0.2, rate 0.005'.
// The origin is written out here and not read from the defaults, so that a name means the same settings when the
// defaults have changed. It is read as stored settings are: one that is newer has the value that older runs had.

import { catalogue } from '../../corpora/catalogue.ts';
import { cells } from '../../src-engine/protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { suggestedPreset } from '../../src-engine/settings/presets.ts';
import { checkModel, checkTraining } from '../../src-engine/settings/schemas.ts';
import { readModelSettings, readTrainingSettings } from '../../src-engine/settings/stored.ts';

export interface Recipe {
  readonly name: string;
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  /** It ends after so many passes over the text, whatever the budget; null: it does not. */
  readonly maxPasses: number | null;
}

/** What a run has that nothing was chosen for, whatever that is today. */
export const shipped = 'shipped defaults';

/**
 * What is suggested for a built-in text, whatever that is today: somebody gets it who presses Train without touching
 * anything.
 */
export const suggested = 'suggestion';

const originModel = readModelSettings({
  cell: 'gru',
  nonlinearity: 'tanh',
  hidden: 256,
  layers: 1,
  embedding: 0,
  tieWeights: false,
  layerNorm: false,
  dropout: 0,
  recurrentDropout: 0,
});

const originTraining = readTrainingSettings({
  task: 'generate',
  length: { kind: 'minutes', minutes: 3 },
  goal: { kind: 'none' },
  patience: 0,
  validation: 0.1,
  test: 0,
  balanceLabels: false,
  batch: 32,
  sequence: 64,
  threads: 1,
  seed: 1,
  optimizer: 'adamw',
  learningRate: 0.007,
  schedule: { kind: 'cosine', warmup: 50, floor: 0.02 },
  clipping: { kind: 'norm', limit: 1 },
  weightDecay: 0.01,
  momentum: 0.9,
  secondMomentum: 0.99,
  epsilon: 1e-8,
  accumulate: 1,
  averaging: 0,
  validateEvery: 0,
  checkpointEvery: 0,
});

interface Change {
  readonly model?: Partial<ModelSettings>;
  readonly training?: Partial<TrainingSettings>;
}

/** A word and its number. */
const changes: Readonly<Record<string, (value: number) => Change>> = {
  dropout: (dropout) => ({ model: { dropout } }),
  'recurrent dropout': (recurrentDropout) => ({ model: { recurrentDropout } }),
  embedding: (embedding) => ({ model: { embedding } }),
  rate: (learningRate) => ({ training: { learningRate } }),
  batch: (batch) => ({ training: { batch } }),
  sequence: (sequence) => ({ training: { sequence } }),
  averaging: (averaging) => ({ training: { averaging } }),
  'weight decay': (weightDecay) => ({ training: { weightDecay } }),
  'second momentum': (secondMomentum) => ({ training: { secondMomentum } }),
  clip: (limit) => ({ training: { clipping: { kind: 'norm', limit } } }),
  floor: (floor) => ({ training: { schedule: { kind: 'cosine', warmup: 50, floor } } }),
  warmup: (warmup) => ({ training: { schedule: { kind: 'cosine', warmup, floor: 0.02 } } }),
};

/** Tried where no recipe is named. */
export const defaultRecipes: readonly string[] = [
  shipped,
  'GRU 1×256 LN',
  'GRU 1×384 LN',
  'LSTM 1×256 LN',
  'LSTM 1×384 LN',
  'CIFG 1×256 LN',
  'CIFG 1×384 LN',
  'CIFG 1×512 LN',
  'CIFG 1×384 LN, dropout 0.1',
  'CIFG 1×384 LN, dropout 0.2',
  'CIFG 1×384 LN, dropout 0.3',
  'CIFG 1×384 LN, rate 0.005',
  'CIFG 1×384 LN, rate 0.01',
  'CIFG 1×384 LN, batch 50',
  'CIFG 1×384 LN, averaging 0.99',
  'CIFG 1×384 LN, floor 0',
];

/**
 * @param text the key of a built-in text, for what is suggested for it
 * @throws Error naming what cannot be read, CharloomError 'settings-invalid' for a number that no setting allows
 */
export function recipeNamed(name: string, text?: string): Recipe {
  if (name === shipped) return { name, model: defaultModel, training: defaultTraining(1), maxPasses: null };
  if (name === suggested) return suggestionFor(text);
  const [first = '', ...rest] = name.split(',').map((part) => part.trim());
  let model: ModelSettings = { ...originModel, ...modelNamed(first) };
  let training = originTraining;
  for (const part of rest) {
    const change = changeNamed(part);
    model = { ...model, ...change.model };
    training = { ...training, ...change.training };
  }
  const named = [first, ...rest].join(', ');
  return { name: named, model: checkModel(model), training: checkTraining(training), maxPasses: null };
}

function suggestionFor(text: string | undefined): Recipe {
  const builtIn = catalogue.find(({ key }) => key === text);
  if (!builtIn) throw new Error(`Nothing is suggested for "${text}": it is no built-in text.`);
  const { model, training } = suggestedPreset(builtIn.preset, builtIn.characters, defaultTraining(1));
  if (training.task === 'classify')
    throw new Error(`The lab trains models that write, and "${text}" is to be classified.`);
  return {
    // With its settings: another one may be suggested some day.
    name: `${suggested}: ${modelInWords(model)}`,
    model,
    training,
    maxPasses: training.length.kind === 'epochs' ? training.length.epochs : null,
  };
}

/** Such as 'CIFG 1×384 LN': cell, layers × units, layer normalisation. */
function modelNamed(name: string): Partial<ModelSettings> {
  const [, cellName, layers, hidden, layerNorm] = /^(\w+) (\d+)[×x](\d+)( LN)?$/.exec(name) ?? [];
  const cell = cells.find((kind) => kind === cellName?.toLowerCase());
  if (cell !== undefined) {
    return { cell, layers: Number(layers), hidden: Number(hidden), layerNorm: layerNorm !== undefined };
  }
  throw new Error(
    `"${name}" names no model. Write it like 'CIFG 1×384 LN' (cell, layers × units, LN for layer normalisation), or '${shipped}', or '${suggested}'.`,
  );
}

function modelInWords({ cell, layers, hidden, layerNorm, dropout, recurrentDropout }: ModelSettings): string {
  return [
    `${cell.toUpperCase()} ${layers}×${hidden}${layerNorm ? ' LN' : ''}`,
    ...(dropout > 0 ? [`dropout ${dropout}`] : []),
    ...(recurrentDropout > 0 ? [`recurrent dropout ${recurrentDropout}`] : []),
  ].join(', ');
}

function changeNamed(part: string): Change {
  const [, word = '', value = ''] = /^(.*) (\S+)$/.exec(part) ?? [];
  const change = changes[word];
  if (change === undefined || value === '' || !Number.isFinite(Number(value))) {
    throw new Error(`"${part}" is no change. Write one of these and a number: ${Object.keys(changes).join(', ')}.`);
  }
  return change(Number(value));
}
