// What the settings of a model and its training are called and do, in English: once, for window, command line and
// refusals. The window says them in another language by its catalogue, under the English.

import type { SettingGroup } from '../choices.ts';
import type { ModelSettings, TrainingSettings } from '../settings.ts';

/** Numbers that stand deeper: of a length, a schedule, a clipping. */
export type SettingPart =
  | 'steps'
  | 'epochs'
  | 'minutes'
  | 'stopAtLoss'
  | 'stopAtBits'
  | 'warmup'
  | 'floor'
  | 'every'
  | 'factor'
  | 'plateauPatience'
  | 'clippingLimit';

export type SettingKey = keyof ModelSettings | keyof TrainingSettings;

export interface SettingWords {
  /** As a sentence about it begins. */
  readonly title: string;
  /** In front of its field. */
  readonly label: string;
  /** What it is and does, in a line. */
  readonly explanation: string;
  /** What its number counts. */
  readonly unit?: string;
  /** The word of the help that says more of it. */
  readonly term?: string;
}

/** A setting's value in a few words, such as '256', 'yes', '3 minutes' or 'cosine, warm-up 50, floor 0.02'. */
export function settingValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  const [[, kind], ...parts] = Object.entries(value) as [[string, unknown], ...[string, unknown][]];
  // A length is named by its own number.
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && only[0] === kind)
    return `${String(only[1])} ${only[1] === 1 ? kind.slice(0, -1) : kind}`;
  return [String(kind), ...parts.map(([part, number]) => `${partName(part)} ${String(number)}`)].join(', ');
}

function partName(part: string): string {
  const words = part in settingWords ? settingWords[part as SettingPart].label : part;
  return words.toLowerCase();
}

export const settingGroupWords: Readonly<Record<SettingGroup, string>> = {
  model: 'Model',
  length: 'Length and text',
  optimizer: 'Optimizer',
  records: 'Averaging and checkpoints',
};

const words = {
  cell: { title: 'The cell', label: 'Cell', explanation: 'Recurrent cell: how the model keeps things in mind.' },
  nonlinearity: {
    title: 'The nonlinearity',
    label: 'Nonlinearity',
    explanation: 'Nonlinearity of the vanilla cell (rnn).',
  },
  hidden: {
    title: 'The number of hidden units',
    label: 'Hidden units',
    explanation: 'Width of each layer. Twice as wide learns more and takes about four times as long.',
  },
  layers: {
    title: 'The number of layers',
    label: 'Layers',
    explanation: 'Stacked cells, each reading the one below. Two or three suit larger texts.',
  },
  embedding: {
    title: 'The width of the embedding',
    label: 'Embedding',
    explanation:
      'Width of a learned vector for each symbol; 0 feeds the symbols in directly. Helps with thousands of symbols.',
  },
  tieWeights: {
    title: 'Tying of weights',
    label: 'Tie weights',
    explanation: 'Use the embedding for the output too: fewer parameters. The embedding must be as wide as a layer.',
  },
  dropout: {
    title: 'Dropout',
    label: 'Dropout',
    explanation:
      'Share of each layer’s outputs hidden while training. More helps small texts against learning by heart.',
    term: 'dropout',
  },
  recurrentDropout: {
    title: 'Recurrent dropout',
    label: 'Recurrent dropout',
    explanation: 'Share of what a cell passes to itself from character to character that is hidden while training.',
  },
  layerNorm: {
    title: 'Layer normalisation',
    label: 'Layer normalisation',
    explanation: 'Evens out the sums inside each cell: slower steps that teach more.',
  },
  task: {
    title: 'The task',
    label: 'Task',
    explanation: 'What is learned: to write on (generate), or to tell which label a line has (classify).',
  },
  balanceLabels: {
    title: 'Equal weight for the labels',
    label: 'Balance labels',
    explanation: 'Labels that few lines have weigh as much in training as those of many.',
  },
  batch: {
    title: 'The batch',
    label: 'Batch',
    explanation:
      'Places in the text that are read side by side; fewer in a short text. Larger batches train faster but update the weights less often.',
    term: 'batch',
  },
  sequence: {
    title: 'The sequence length',
    label: 'Sequence',
    explanation:
      'Characters over which an error is traced back; fewer in a short text. The memory itself is carried on beyond it.',
    unit: 'characters',
    term: 'sequence',
  },
  length: { title: 'The length', label: 'Length', explanation: 'How long the run trains.' },
  steps: {
    title: 'The number of steps',
    label: 'Steps',
    explanation: 'Length of the run in updates of the weights.',
    unit: 'steps',
    term: 'step',
  },
  epochs: {
    title: 'The number of epochs',
    label: 'Epochs',
    explanation: 'Length of the run in passes over the whole training part of the text.',
    unit: 'epochs',
    term: 'epoch',
  },
  minutes: {
    title: 'The number of minutes',
    label: 'Minutes',
    explanation: 'Length of the run in minutes: turned into steps when it starts, from the speed measured then.',
    unit: 'minutes',
  },
  goal: {
    title: 'The goal',
    label: 'Stop when',
    explanation: 'Ends the run before its length, as soon as a validation shows that it has come so far.',
  },
  stopAtLoss: {
    title: 'The loss to stop at',
    label: 'Loss',
    explanation: 'Ends the run as soon as its validation loss is as low as this, in nats.',
    unit: 'nats',
  },
  stopAtBits: {
    title: 'The bits per character to stop at',
    label: 'Bits per character',
    explanation: 'Ends the run as soon as its validation loss is as low as this, in bits per character.',
    unit: 'bits',
  },
  seed: {
    title: 'The seed',
    label: 'Seed',
    explanation: 'Random seed: the same seed and settings draw the same random numbers.',
    term: 'seed',
  },
  threads: {
    title: 'The number of threads',
    label: 'Threads',
    explanation:
      'Processors that work on it; can be changed while it trains. Same seed and threads give the same model.',
  },
  validation: {
    title: 'The share held out for validation',
    label: 'Validation share',
    explanation: 'Share of the text that is never trained on, to measure what was really learned; 0 holds out none.',
    term: 'validation',
  },
  test: {
    title: 'The share held out for the test',
    label: 'Test share',
    explanation:
      'Share at the end of the text, read once when the run is over; 0 holds out none. The best checkpoint is chosen without it.',
  },
  optimizer: { title: 'The optimizer', label: 'Optimizer', explanation: 'How the weights are changed.' },
  learningRate: {
    title: 'The learning rate',
    label: 'Learning rate',
    explanation: 'Size of the steps at their largest. Too large diverges, too small crawls.',
    term: 'learning-rate',
  },
  momentum: {
    title: 'The momentum',
    label: 'Momentum',
    explanation: 'How much of the direction so far is kept: the first moment of Adam, the momentum of SGD.',
  },
  secondMomentum: {
    title: 'The second momentum',
    label: 'Second momentum',
    explanation: 'How slowly the estimate of each gradient’s size changes, in Adam and RMSprop.',
  },
  epsilon: {
    title: 'Epsilon',
    label: 'Epsilon',
    explanation: 'Keeps the division by each gradient’s size from exploding; SGD has none.',
  },
  weightDecay: {
    title: 'The weight decay',
    label: 'Weight decay',
    explanation: 'Pulls weights towards zero, against learning by heart.',
  },
  clipping: { title: 'The clipping', label: 'Clipping', explanation: 'How gradients are limited.' },
  clippingLimit: {
    title: 'The clipping limit',
    label: 'Clipping limit',
    explanation: 'Gradients are no larger than this.',
    term: 'gradient',
  },
  schedule: {
    title: 'The schedule',
    label: 'Schedule',
    explanation: 'How the learning rate changes over the run.',
  },
  warmup: {
    title: 'The warm-up',
    label: 'Warm-up',
    explanation: 'Cosine: steps over which the learning rate rises.',
    unit: 'steps',
  },
  floor: {
    title: "The cosine schedule's floor",
    label: 'Floor',
    explanation: 'Cosine: share of the learning rate that is left at the last step.',
  },
  every: {
    title: 'The steps between two cuts of the learning rate',
    label: 'Every',
    explanation: 'Step: steps between two cuts of the learning rate.',
    unit: 'steps',
  },
  factor: {
    title: 'The factor of the schedule',
    label: 'Factor',
    explanation: 'Step, plateau: what a cut multiplies the learning rate by.',
  },
  plateauPatience: {
    title: 'The patience of the schedule',
    label: 'Patience',
    explanation: 'Plateau: validations without progress before a cut.',
    unit: 'validations',
  },
  accumulate: {
    title: 'The number of accumulated chunks',
    label: 'Accumulate',
    explanation: 'Chunks whose gradients are added before one update: a larger batch without its memory.',
    unit: 'chunks',
  },
  averaging: {
    title: 'The decay of the averaged weights',
    label: 'Average of weights',
    explanation: 'Decay of a running average that is used to validate and write, such as 0.999; 0 keeps none.',
  },
  validateEvery: {
    title: 'The number of steps between validations',
    label: 'Validate every',
    explanation: 'Steps between two validations; 0 chooses by the run’s length.',
    unit: 'steps',
  },
  checkpointEvery: {
    title: 'The number of steps between checkpoints',
    label: 'Checkpoint every',
    explanation: 'Steps between two checkpoints; 0 chooses by the run’s length.',
    unit: 'steps',
  },
  patience: {
    title: 'The patience',
    label: 'Patience',
    explanation: 'Ends the run after so many validations in a row without a better one; 0 trains to the end.',
    unit: 'validations',
  },
} as const satisfies Readonly<Record<SettingKey | SettingPart, SettingWords>>;

/** The words of the help that settings lead to. */
type SettingTerm = Extract<(typeof words)[keyof typeof words], { readonly term: string }>['term'];

export const settingWords: Readonly<Record<SettingKey | SettingPart, SettingWords & { readonly term?: SettingTerm }>> =
  words;
