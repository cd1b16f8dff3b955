// All that a run needs beside its weights to go on bit for bit: as JSON and blocks of numbers, and back.

import * as v from 'valibot';
import { splitText } from '../../corpus/split.ts';
import { widthFor } from '../../corpus/symbols.ts';
import { layOutParameters } from '../../nn/parameters.ts';
import type { ModelShape } from '../../nn/shape.ts';
import type { Extension } from '../../optimizers/run-length.ts';
import { momentBlocks } from '../../optimizers/optimizer.ts';
import type { TrainingSettings } from '../../protocol/index.ts';
import { maxRunSteps } from '../../protocol/run-limits.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { carriedSize } from '../../training/branch.ts';
import { cutLanes } from '../../training/lanes.ts';
import type { CheckpointState, TrainingProgress } from '../../training/types.ts';
import { checkAgainst, finite, loss, whole } from './description.ts';
import type { Description } from './description.ts';
import type { Blocks, NumberBlock } from './number-blocks.ts';
import { checkCarried, checkPadded } from './padding.ts';
import { readLines } from './labelled-lines.ts';
import type { Continuation, TrainingHistory, NamedText, PastValidation, TrainedText } from '../types.ts';
import { cannotBeRead } from './refusals.ts';

const maxExtensions = 10_000;

const step = v.pipe(whole, v.maxValue(maxRunSteps));

const progressSchema = v.strictObject({
  step,
  totalSteps: step,
  epoch: whole,
  cursor: whole,
  smoothedLoss: v.nullable(finite),
  lowestLoss: v.nullable(finite),
  best: v.nullable(v.strictObject({ step, loss: finite })),
  sinceBest: whole,
  withoutBetter: whole,
  // Files from before there were goals have no word of it.
  beyondGoal: v.optional(v.boolean(), false),
  rateFactor: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  recoveries: whole,
  updatesBefore: v.pipe(v.number(), v.safeInteger(), v.minValue(-maxRunSteps), v.maxValue(maxRunSteps)),
  seconds: v.pipe(finite, v.minValue(0)),
  characters: whole,
}) satisfies v.GenericSchema<unknown, TrainingProgress>;

/** Runs that did not keep a time have no word of it. */
const extensionSchema = v.strictObject({
  at: step,
  from: step,
  to: step,
  keepsTime: v.optional(v.literal(true)),
  until: v.optional(v.pipe(finite, v.minValue(0))),
}) satisfies v.GenericSchema<unknown, Extension>;

const factsSchema = v.strictObject({
  progress: progressSchema,
  totalSteps: v.nullable(step),
  extensions: v.pipe(v.array(extensionSchema), v.maxLength(maxExtensions)),
});

/** What is not a block of numbers. */
export type ContinuationFacts = v.InferOutput<typeof factsSchema>;

export function factsOf({ state, totalSteps, extensions }: Continuation): ContinuationFacts {
  return { progress: state.progress, totalSteps, extensions: [...extensions] };
}

/** @throws CharloomError 'model-invalid' */
export function checkFacts(input: unknown): ContinuationFacts {
  return checkAgainst(factsSchema, input, sentence`What the model says of its training`);
}

/** The weights are another block. */
export function blocksOfContinuation({ state, history, text }: Continuation): readonly NumberBlock[] {
  const { validations } = history;
  const column = (key: 'step' | 'loss' | 'characters'): Float64Array =>
    Float64Array.from(validations, (validation) => validation[key]);
  return [
    { name: 'optimizer', values: state.optimizer },
    ...(state.averaged ? [{ name: 'averaged', values: state.averaged }] : []),
    { name: 'carried', values: state.carried },
    { name: 'curve.steps', values: history.steps },
    { name: 'curve.losses', values: history.losses },
    { name: 'validation.steps', values: column('step') },
    { name: 'validation.losses', values: column('loss') },
    { name: 'validation.characters', values: column('characters') },
    ...blocksOfAccuracy(validations),
    ...(text.ids ? [{ name: 'text', values: text.ids }] : []),
  ];
}

/** A model that writes has none. */
function blocksOfAccuracy(validations: TrainingHistory['validations']): readonly NumberBlock[] {
  if (validations.every(({ accuracy }) => accuracy === undefined)) return [];
  const share = (part: 'heldOut' | 'training'): Float64Array =>
    Float64Array.from(validations, ({ accuracy }) => accuracy?.[part] ?? Number.NaN);
  return [
    { name: 'validation.accuracies', values: share('heldOut') },
    { name: 'validation.training-accuracies', values: share('training') },
  ];
}

export interface ReadingParts {
  readonly description: Description;
  readonly symbols: readonly string[];
  readonly shape: ModelShape;
  readonly facts: ContinuationFacts;
  readonly blocks: Blocks;
  readonly parameters: Float32Array<ArrayBuffer>;
  /** 1 where a block holds a number of the model. */
  readonly real: Uint8Array;
}

/** @throws CharloomError 'model-invalid' where anything does not belong to the rest */
export function readContinuation(parts: ReadingParts): Continuation {
  const { description, symbols, facts, blocks } = parts;
  const { training, trainedOn } = description;
  if (!training || !trainedOn) throw cannotBeRead(sentence`settings and text of its training are missing`);
  checkPosition(facts, description.step, training, trainedOn);
  const ids = readIds(blocks, symbols.length, trainedOn.characters);
  if (ids !== null && description.labels.length > 0) {
    const { trainCharacters } = trainedOn;
    readLines({ labels: description.labels, symbols, ids, training, trainCharacters, cursor: facts.progress.cursor });
  }
  return {
    state: readState(parts, training),
    totalSteps: facts.totalSteps,
    extensions: facts.extensions,
    history: readHistory(blocks, description.step),
    text: { ...trainedOn, ids },
  };
}

function readState(
  { description, shape, facts, blocks, ...rest }: ReadingParts,
  training: TrainingSettings,
): CheckpointState {
  const { size } = layOutParameters(shape);
  const moments = blocks.lengthOf('optimizer') === 0 ? 0 : momentBlocks(training.optimizer);
  const optimizer = blocks.read('optimizer', 'f32', size * moments);
  checkPadded('optimizer', optimizer, rest.real);
  const averaged = blocks.lengthOf('averaged') === null ? null : blocks.read('averaged', 'f32', size);
  if (averaged) checkPadded('averaged', averaged, rest.real);
  const carried = blocks.read('carried', 'f32', carriedSize(shape, training.batch));
  checkCarried('carried', carried, shape);
  return {
    step: description.step,
    parameters: rest.parameters,
    optimizer,
    averaged,
    carried,
    progress: facts.progress,
  };
}

/** Where the run stands, in its course and in its text. @throws CharloomError 'model-invalid' */
export function checkPosition(
  { progress, extensions }: ContinuationFacts,
  at: number,
  training: TrainingSettings,
  text: NamedText,
): void {
  if (progress.step !== at || (progress.best !== null && progress.best.step > at))
    throw cannotBeRead(sentence`its steps contradict each other`);
  if (extensions.some((extension, index) => index > 0 && extension.at <= extensions[index - 1].at)) {
    throw cannotBeRead(sentence`its extensions are not in order`);
  }
  if (training.task === 'classify') {
    if (progress.cursor % training.batch === 0 && progress.cursor + training.batch <= text.characters) return;
    throw cannotBeRead(sentence`its place in the lines lies outside of them`);
  }
  const lanes = cutLanes(text.trainCharacters, training.batch, training.sequence);
  if (splitText(text.characters, training).train !== text.trainCharacters || lanes === null) {
    throw cannotBeRead(sentence`its text and its settings do not belong together`);
  }
  if (progress.cursor + lanes.steps > lanes.length)
    throw cannotBeRead(sentence`its place in the text lies outside of it`);
}

function readHistory(blocks: Blocks, upTo: number): TrainingHistory {
  const steps = blocks.read('curve.steps', 'f64', blocks.lengthOf('curve.losses') ?? 0);
  const losses = blocks.read('curve.losses', 'f32', steps.length);
  const count = blocks.lengthOf('validation.steps') ?? 0;
  const validated = blocks.read('validation.steps', 'f64', count);
  checkSteps(steps, upTo);
  checkSteps(validated, upTo);
  const characters = blocks.read('validation.characters', 'f64', count);
  const measured = blocks.read('validation.losses', 'f64', count);
  const accuracies = readAccuracies(blocks, count);
  const validations = Array.from(validated, (at, index) => ({
    step: at,
    loss: measured[index],
    characters: characters[index],
    ...accuracies(index),
  }));
  const isSound = validations.every(
    (one) => v.is(loss, one.loss) && Number.isSafeInteger(one.characters) && one.characters >= 0,
  );
  if (!isSound) throw cannotBeRead(sentence`its validations are no losses`);
  return { steps, losses, validations };
}

/** What was right at each validation, where that was counted. @throws CharloomError 'model-invalid' */
function readAccuracies(blocks: Blocks, count: number): (index: number) => Pick<PastValidation, 'accuracy'> {
  if (blocks.lengthOf('validation.accuracies') === null) return () => ({});
  const heldOut = blocks.read('validation.accuracies', 'f64', count);
  const training = blocks.read('validation.training-accuracies', 'f64', count);
  for (const share of [...heldOut, ...training]) {
    if (share < 0 || share > 1) throw cannotBeRead(sentence`its accuracies are no shares`);
  }
  return (index) => accuracyOf(heldOut[index], training[index]);
}

/** Of a validation as it was written; nothing where nobody has counted, which is NaN. */
export function accuracyOf(heldOut: number, training: number): Pick<PastValidation, 'accuracy'> {
  return Number.isNaN(heldOut + training) ? {} : { accuracy: { heldOut, training } };
}

function checkSteps(steps: Float64Array, upTo: number): void {
  let last = -1;
  for (const at of steps) {
    if (!Number.isSafeInteger(at) || at <= last || at > upTo)
      throw cannotBeRead(sentence`the steps of its history are not in order`);
    last = at;
  }
}

function readIds(blocks: Blocks, vocabulary: number, characters: number): TrainedText['ids'] {
  if (blocks.lengthOf('text') === null) return null;
  const kind = ({ 1: 'u8', 2: 'u16', 4: 'u32' } as const)[widthFor(vocabulary)];
  const ids = blocks.read('text', kind, characters);
  if (ids.some((id) => id >= vocabulary)) throw cannotBeRead(sentence`its text has symbols that its vocabulary lacks`);
  return ids;
}
