// What may stand in the settings of a model and a training. Checked once, where settings come in: from
// the page, the command line or a library file. Messages name the setting, what was got and what would be right.

import * as v from 'valibot';
import { CharloomError } from '../errors.ts';
import { cells, nonlinearities, optimizers } from '../protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { largestSeed } from '../protocol/sampling-limits.ts';
import { quoted, shortened } from '../quoting.ts';

const longestRun = 1e9;

/** A number; `rangeOf` knows its limits. */
export function number(title: string, least: number, most: number) {
  const range = `${title} must be from ${least} to ${most}`;
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => value >= least && value <= most,
      (issue) => `${range}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range: `${grouped(least)} to ${grouped(most)}` }),
  );
}

/** A whole number; `rangeOf` knows its limits. */
export function whole(title: string, least: number, most: number) {
  const range = `${title} must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      (issue) => `${range}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range: `${grouped(least)} to ${grouped(most)}` }),
  );
}

/** Greater than zero, up to `most`. */
function positive(title: string, most: number) {
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => value > 0 && value <= most,
      (issue) => `${title} must be greater than 0 and at most ${most}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range: `above 0, at most ${grouped(most)}` }),
  );
}

/** One of the names. */
export function choice<const Names extends readonly string[]>(title: string, names: Names) {
  return v.picklist(names, (issue) => `${title} must be one of ${names.join(', ')}; it is ${given(issue.input)}.`);
}

export function flag(title: string) {
  return v.boolean(`${title} must be true or false.`);
}

/** A decay: of 1, nothing would ever change. */
function belowOne(title: string) {
  return v.pipe(
    number(title, 0, 1),
    v.check((value) => value < 1, `${title} must be below 1.`),
    v.metadata({ range: '0 to below 1' }),
  );
}

/** What was got, as it may stand in a sentence. */
function given(input: unknown): string {
  return shortened(String(input));
}

function grouped(limit: number): string {
  return limit.toLocaleString('en');
}

/** The numbers that a setting may have, such as '1 to 4,096'. */
export function rangeOf(schema: v.GenericSchema<unknown, number>): string {
  const { range } = v.getMetadata(schema);
  return typeof range === 'string' ? range : '';
}

export const modelSchema = v.pipe(
  v.strictObject({
    cell: choice('The cell', cells),
    nonlinearity: choice('The nonlinearity', nonlinearities),
    hidden: whole('The number of hidden units', 1, 4096),
    layers: whole('The number of layers', 1, 8),
    embedding: whole('The width of the embedding', 0, 4096),
    tieWeights: flag('Tying of weights'),
    dropout: number('Dropout', 0, 0.9),
    recurrentDropout: number('Recurrent dropout', 0, 0.9),
    layerNorm: flag('Layer normalisation'),
  }),
  v.check(
    (model) => !model.tieWeights || model.embedding === model.hidden,
    (issue) =>
      `Tied weights need an embedding as wide as the hidden layer: the embedding is ${issue.input.embedding}, ` +
      `the layer ${issue.input.hidden}. Set the embedding to ${issue.input.hidden}, or do not tie the weights.`,
  ),
);

const clippingLimit = positive('The clipping limit', 1e6);

const clippingSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('norm'), limit: clippingLimit }),
  v.strictObject({ kind: v.literal('value'), limit: clippingLimit }),
]);

const cosineEntries = {
  warmup: whole('The warm-up', 0, longestRun),
  floor: number("The cosine schedule's floor", 0, 1),
};
const stepEntries = {
  every: whole('The steps between two cuts of the learning rate', 1, longestRun),
  factor: positive('The factor of the schedule', 1),
};
const plateauEntries = {
  patience: whole('The patience of the schedule', 1, longestRun),
  factor: stepEntries.factor,
};

const scheduleSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant') }),
  v.strictObject({ kind: v.literal('cosine'), ...cosineEntries }),
  v.strictObject({ kind: v.literal('step'), ...stepEntries }),
  v.strictObject({ kind: v.literal('plateau'), ...plateauEntries }),
]);

const lengthEntries = {
  steps: whole('The number of steps', 1, longestRun),
  epochs: positive('The number of epochs', 1e6),
  minutes: positive('The number of minutes', 1e6),
};

export const lengthSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('steps'), steps: lengthEntries.steps }),
  v.strictObject({ kind: v.literal('epochs'), epochs: lengthEntries.epochs }),
  v.strictObject({ kind: v.literal('minutes'), minutes: lengthEntries.minutes }),
]);

export const trainingSchema = v.strictObject({
  batch: whole('The batch', 1, 4096),
  sequence: whole('The sequence length', 1, 4096),
  length: lengthSchema,
  seed: whole('The seed', 0, largestSeed),
  threads: whole('The number of threads', 1, 256),
  validation: number('The share held out for validation', 0, 0.5),
  test: number('The share held out for the test', 0, 0.5),
  optimizer: choice('The optimizer', optimizers),
  learningRate: positive('The learning rate', 1000),
  momentum: belowOne('The momentum'),
  secondMomentum: belowOne('The second momentum'),
  epsilon: positive('Epsilon', 1),
  weightDecay: number('The weight decay', 0, 10),
  clipping: clippingSchema,
  schedule: scheduleSchema,
  accumulate: whole('The number of accumulated chunks', 1, 1024),
  averaging: belowOne('The decay of the averaged weights'),
  validateEvery: whole('The steps between validations', 0, longestRun),
  checkpointEvery: whole('The steps between checkpoints', 0, longestRun),
  patience: whole('The patience', 0, longestRun),
});

/** Of each number of a model and a training, also of those that stand deeper. */
export const numberSchemas = {
  ...modelSchema.entries,
  ...trainingSchema.entries,
  ...lengthEntries,
  ...cosineEntries,
  ...stepEntries,
  plateauPatience: plateauEntries.patience,
  clippingLimit,
};

/** @throws CharloomError 'settings-invalid' with the first thing that is wrong. */
export function checkModel(model: unknown): ModelSettings {
  return check(modelSchema, model);
}

/** @throws CharloomError 'settings-invalid' with the first thing that is wrong. */
export function checkTraining(training: unknown): TrainingSettings {
  return check(trainingSchema, training);
}

/** @throws CharloomError 'settings-invalid' with the first thing that is wrong. */
export function check<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw new CharloomError('settings-invalid', describeIssue(result.issues[0]));
}

/** One sentence for a person; Valibot's own wording gets the path in front, ours names the setting already. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const said = issue.message.replace(issue.received, () => shortened(issue.received));
  if (path === null || !said.startsWith('Invalid ')) return said;
  const { expected, received } = issue;
  return `The setting ${quoted(path)} is wrong: expected ${shortened(expected ?? 'nothing')} but got ${shortened(received)}.`;
}
