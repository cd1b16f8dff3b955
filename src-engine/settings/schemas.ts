// What may stand in the settings of a model and a training. Checked once, where settings come in: from
// the page, the command line or a library file. Messages name the setting, what was got and what would be right.

import * as v from 'valibot';
import { CharloomError } from '../errors.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { describeIssue, toMessage } from './issues.ts';
import { modelRows } from './model.ts';
import { entriesOf } from './setting.ts';
import { trainingRows } from './training.ts';

export const modelSchema = v.pipe(
  v.strictObject(entriesOf(modelRows)),
  v.check(
    (model) => !model.tieWeights || model.embedding === model.hidden,
    (issue) =>
      toMessage(
        sentence`Tied weights need an embedding as wide as the hidden layer: the embedding is ${issue.input.embedding}, the layer ${issue.input.hidden}. Set the embedding to ${issue.input.hidden}, or do not tie the weights.`,
      ),
  ),
);

export const lengthSchema = trainingRows.length.schema;

export const trainingSchema = v.strictObject(entriesOf(trainingRows));

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
