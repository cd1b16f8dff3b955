// The table of a run that its user reads before training: layers, output shapes, parameters, planned memory, steps.

import { panelWidth } from '../kernels/wasm.ts';
import type { ModelSummary, SummaryRow } from '../protocol/runs.ts';
import type { ModelSettings } from '../protocol/settings.ts';
import { amount, exactly, sentence } from '../protocol/text/sentences.ts';
import { cellWords, nonlinearityNames } from '../protocol/words/cells.ts';
import type { Parameter } from '../nn/parameters.ts';
import { chunksPerEpoch, cutLanes } from './lanes.ts';
import { stepsPerEpoch } from './intervals.ts';
import { batchesPerEpoch } from './line-source.ts';
import { planRun } from './plan.ts';
import type { RunPlan, RunSizes } from './plan.ts';

/** All of ModelSummary that needs no measurement. `stepsPerEpoch` is 0 where the text is too short for one chunk. */
export function summarize(
  sizes: RunSizes & { readonly trainCharacters: number; readonly trainLines?: number },
): Pick<ModelSummary, 'rows' | 'parameters' | 'memoryBytes' | 'stepsPerEpoch'> {
  const plan = planRun(sizes, panelWidth, 0);
  return {
    rows: summaryRows(sizes, plan),
    parameters: plan.layout.count,
    memoryBytes: plan.size * 4,
    stepsPerEpoch: stepsPerEpoch(sizes.training, chunksOf(sizes)),
  };
}

function chunksOf({ training, trainCharacters, trainLines }: Parameters<typeof summarize>[0]): number {
  if (trainLines !== undefined) return batchesPerEpoch(trainLines, training.batch);
  const lanes = cutLanes(trainCharacters, training.batch, training.sequence);
  return lanes ? chunksPerEpoch(lanes) : 0;
}

function summaryRows({ model, training, vocabulary }: RunSizes, { shape, layout }: RunPlan): SummaryRow[] {
  const count = (wanted: (parameter: Parameter) => boolean): number =>
    layout.parameters
      .filter((parameter) => !parameter.alias && wanted(parameter))
      .reduce((sum, parameter) => sum + parameter.shape.reduce((a, b) => a * b, 1), 0);
  const size = (width: number): string => `(${training.batch}, ${training.sequence}, ${width})`;
  const rows: SummaryRow[] = [{ layer: sentence`Input`, shape: amount(vocabulary, 'symbol'), parameters: 0 }];
  if (shape.embedding > 0) {
    const parameters = count(({ name }) => name.startsWith('embedding'));
    rows.push({ layer: sentence`Embedding, ${shape.embedding} wide`, shape: size(shape.embedding), parameters });
  }
  for (let layer = 0; layer < shape.layers; layer++) {
    const parameters = count(({ name }) => name.endsWith(`_l${layer}`));
    rows.push({
      layer: sentence`${cellName(model)}, ${amount(shape.units, 'unit')}`,
      shape: size(shape.units),
      parameters,
    });
    if (model.dropout > 0) rows.push({ layer: sentence`Dropout ${exactly(model.dropout)}`, shape: '', parameters: 0 });
  }
  const head = count(({ name }) => name.startsWith('head'));
  rows.push(
    shape.head === 'sigmoid'
      ? { layer: sentence`Dense, sigmoid`, shape: `(${training.batch}, ${shape.classes})`, parameters: head }
      : {
          layer: shape.tied ? sentence`Softmax (tied)` : sentence`Softmax`,
          shape: amount(vocabulary, 'symbol'),
          parameters: head,
        },
  );
  return rows;
}

/** 'LSTM', 'RNN (tanh)'. */
function cellName({ cell, nonlinearity }: ModelSettings): string {
  const { name } = cellWords[cell];
  return cell === 'rnn' ? `${name} (${nonlinearityNames[nonlinearity]})` : name;
}
