// All of a run that changes while it trains, as one safetensors file that replaces the one before it at once: weights
// under PyTorch's names, the optimizer's moments under PyTorch's names for them (exp_avg.NAME, …), averaged weights,
// the carried state of the lanes, the loss history, and the golden logits; the small numbers are JSON in the metadata.
// train.py reads and writes the same.

import { createHash } from 'node:crypto';
import { CharloomError } from '../../../errors.ts';
import { statesOf } from '../../../cells/cell.ts';
import { layOutParameters, putParameter, takeParameter } from '../../../nn/parameters.ts';
import type { ParameterLayout } from '../../../nn/parameters.ts';
import type { ModelShape } from '../../../nn/shape.ts';
import { lengthAt } from '../../../optimizers/run-length.ts';
import { momentBlocks } from '../../../optimizers/optimizer.ts';
import type { OptimizerKind } from '../../../protocol/choices.ts';
import type { TrainingSettings } from '../../../protocol/settings.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import { carriedSize } from '../../../training/branch.ts';
import { accuracyOf, checkFacts, checkPosition } from '../../parts/continuation.ts';
import type { ContinuationFacts } from '../../parts/continuation.ts';
import { parseStrictly } from '../../parts/json.ts';
import { writeHeader } from '../../parts/safetensors.ts';
import { sizeOf } from '../../parts/files.ts';
import { checkMemory } from '../../parts/memory.ts';
import { shapeOfSize } from '../../parts/model-size.ts';
import type { ModelSize } from '../../parts/model-size.ts';
import { openTensors } from '../../parts/tensor-file.ts';
import type { TensorFile } from '../../parts/tensor-file.ts';
import type { Continuation, Golden, TrainingHistory, IncomingFiles, NamedText, OutgoingFile } from '../../types.ts';

type Block = Float32Array<ArrayBuffer>;

/** What the file does not say itself. */
export interface StateSizes extends ModelSize {
  readonly training: TrainingSettings;
  readonly text: NamedText;
}

/** `length`: the run's steps before it was ever extended; null for a run by the minute that has not begun. */
export interface StateToWrite extends Pick<Continuation, 'state' | 'extensions' | 'history'> {
  readonly length: number | null;
  readonly golden: Golden;
}

export type StateRead = Pick<Continuation, 'state' | 'totalSteps' | 'extensions' | 'history'> & {
  /** (T, V), or of labels (T, answers) */
  readonly goldenLogits: Float32Array;
};

/** As torch.optim calls its moments, in the order of our blocks. */
const momentNames: Readonly<Record<OptimizerKind, readonly string[]>> = {
  adamw: ['exp_avg', 'exp_avg_sq'],
  adam: ['exp_avg', 'exp_avg_sq'],
  rmsprop: ['square_avg'],
  sgd: ['momentum_buffer'],
};

const formatName = 'charloom-pytorch-job';
const noProof = '0'.repeat(64);
/** Bytes that are hashed at a time. */
const slice = 2 ** 22;

/** A tensor that is made when its turn comes. */
interface LaterTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: 'F32' | 'F64';
  readonly values: () => Float32Array | Float64Array;
}

/** @param hashes SHA-256 of the files that the state belongs to */
export function writeState(
  path: string,
  sizes: StateSizes,
  state: StateToWrite,
  hashes: Readonly<Record<string, string>>,
): OutgoingFile {
  const tensors = tensorsToWrite(sizes, state);
  const metadata = {
    format: formatName,
    progress: JSON.stringify(state.state.progress),
    extensions: JSON.stringify(state.extensions),
    length: JSON.stringify(state.length),
    ...hashes,
    proof: noProof,
  };
  const header = writeHeader(tensors, metadata);
  const bytesOf = { F32: 4, F64: 8 };
  return {
    path,
    bytes: tensors.reduce((sum, { shape, type }) => sum + bytesOf[type] * countOf(shape), header.length),
    pieces: piecesOf(header, tensors),
  };
}

/** The proof of the file is the hash of it with zeros in the proof's place; for it all tensors are made once more. */
function* piecesOf(header: Uint8Array, tensors: readonly LaterTensor[]): Generator<Uint8Array> {
  const digest = createHash('sha256').update(header);
  for (const piece of contentsOf(tensors)) digest.update(piece);
  yield Buffer.from(Buffer.from(header).toString('latin1').replace(noProof, digest.digest('hex')), 'latin1');
  yield* contentsOf(tensors);
}

function* contentsOf(tensors: readonly LaterTensor[]): Generator<Uint8Array> {
  for (const { values } of tensors) {
    const { buffer, byteOffset, byteLength } = values();
    if (byteLength > 0) yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

function tensorsToWrite(sizes: StateSizes, { state, history, golden }: StateToWrite): LaterTensor[] {
  const { shape, layout, names, parts } = layoutOf(sizes);
  const parameters = layout.parameters.filter(({ alias }) => !alias);
  const blockTensors = (prefix: string, block: Block): LaterTensor[] =>
    parameters.map((parameter) => ({
      name: prefix + parameter.name,
      shape: parameter.shape,
      type: 'F32',
      values: () => (block.length === 0 ? new Float32Array(countOf(parameter.shape)) : takeParameter(block, parameter)),
    }));
  const { steps, losses } = history;
  const validations = history.validations.filter(({ loss }) => Number.isFinite(loss));
  return [
    // Numbers of eight bytes first, so that all lie at even places.
    { name: 'history.steps', shape: [steps.length], type: 'F64', values: () => steps },
    {
      name: 'history.validations',
      shape: [validations.length, 3],
      type: 'F64',
      values: () => Float64Array.from(validations.flatMap(({ step, loss, characters }) => [step, loss, characters])),
    },
    ...accuraciesToWrite(sizes, validations),
    { name: 'history.losses', shape: [losses.length], type: 'F32', values: () => losses },
    {
      name: 'golden.logits',
      shape: [golden.ids.length, shape.classes],
      type: 'F32',
      values: () => golden.logits,
    },
    ...blockTensors('', state.parameters),
    // A branch begins with no moments at all, which are zeros.
    ...names.flatMap((name, index) => blockTensors(`${name}.`, blockAt(state.optimizer, index, layout))),
    ...(state.averaged ? blockTensors('averaged.', state.averaged) : []),
    ...parts.map((part, index): LaterTensor => ({
      name: `carried.${part}`,
      shape: [shape.layers, sizes.training.batch, shape.units],
      type: 'F32',
      values: () => unpaddedState(state.carried, shape, sizes.training.batch, index, parts.length),
    })),
  ];
}

/** @throws CharloomError 'model-invalid' with what is wrong */
export function readState(
  files: IncomingFiles,
  path: string,
  sizes: StateSizes,
  goldenIds: number,
  hashes: Readonly<Record<string, string>>,
): StateRead {
  const file = openTensors(files, path);
  checkProof(files, path, file);
  for (const [name, hash] of Object.entries(hashes)) {
    if (file.metadata.get(name) === hash) continue;
    throw new CharloomError(
      'model-invalid',
      sentence`"${name}" was changed since "${path}" was written. Put it back, or let train.py train a step with it.`,
    );
  }
  const { progress, extensions, totalSteps: length } = readFacts(path, file.metadata, sizes);
  const { shape, layout, names, parts } = layoutOf(sizes);
  const carriedShape = [shape.layers, sizes.training.batch, shape.units];
  // All that must be there is there, in its shape, before any block is made for it: settings may claim any size.
  const prefixes = ['', ...names.map((name) => `${name}.`), ...(sizes.training.averaging > 0 ? ['averaged.'] : [])];
  for (const prefix of prefixes) {
    for (const parameter of layout.parameters)
      if (!parameter.alias) file.entry(prefix + parameter.name, parameter.shape);
  }
  for (const part of parts) file.entry(`carried.${part}`, carriedShape);
  checkMemory(sizes, sizeOf(files, path));
  const history = readHistory(file, progress.step, sizes.labels > 0);
  const goldenLogits = file.floats('golden.logits', [goldenIds, shape.classes]);
  const block = (prefixes: readonly string[]): Block => {
    const values = new Float32Array(layout.size * prefixes.length);
    for (const [index, prefix] of prefixes.entries()) {
      for (const parameter of layout.parameters) {
        if (parameter.alias) continue;
        putParameter(blockAt(values, index, layout), parameter, file.floats(prefix + parameter.name, parameter.shape));
      }
    }
    return values;
  };
  const carried = new Float32Array(carriedSize(shape, sizes.training.batch));
  for (const [index, part] of parts.entries()) {
    const values = file.floats(`carried.${part}`, carriedShape);
    eachStateRow(shape, sizes.training.batch, index, parts.length, (offset, row) => {
      carried.set(values.subarray(row * shape.units, (row + 1) * shape.units), offset);
    });
  }
  return {
    state: {
      step: progress.step,
      parameters: block(['']),
      optimizer: block(names.map((name) => `${name}.`)),
      averaged: sizes.training.averaging > 0 ? block(['averaged.']) : null,
      carried,
      progress,
    },
    totalSteps: length === null ? null : lengthAt(Infinity, length, extensions),
    extensions,
    history,
    goldenLogits,
  };
}

function layoutOf({ training, ...size }: StateSizes) {
  const shape = shapeOfSize(size);
  return {
    shape,
    layout: layOutParameters(shape),
    names: momentNames[training.optimizer].slice(0, momentBlocks(training.optimizer)),
    parts: statesOf(shape.cell),
  };
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function blockAt(blocks: Block, index: number, { size }: ParameterLayout): Block {
  return blocks.subarray(size * index, size * (index + 1));
}

/** (layers, N, H) of part `index` of the carried state (layers, parts, N, padded H). */
function unpaddedState(carried: Block, shape: ModelShape, lanes: number, index: number, parts: number): Float32Array {
  const values = new Float32Array(shape.layers * lanes * shape.units);
  eachStateRow(shape, lanes, index, parts, (offset, row) => {
    values.set(carried.subarray(offset, offset + shape.units), row * shape.units);
  });
  return values;
}

/** Visits the stored place of every lane of every layer, in order. */
function eachStateRow(
  { layers, paddedUnits }: ModelShape,
  lanes: number,
  index: number,
  parts: number,
  visit: (offset: number, row: number) => void,
): void {
  for (let layer = 0; layer < layers; layer++) {
    for (let lane = 0; lane < lanes; lane++) {
      visit(((layer * parts + index) * lanes + lane) * paddedUnits, layer * lanes + lane);
    }
  }
}

/**
 * Of each validation of labels: on the held-out lines, and on those trained on since the one before; NaN where nobody
 * has counted.
 */
function accuraciesToWrite({ labels }: StateSizes, validations: TrainingHistory['validations']): LaterTensor[] {
  if (labels === 0) return [];
  const shares = validations.flatMap(({ accuracy }) => [accuracy?.heldOut ?? NaN, accuracy?.training ?? NaN]);
  return [
    {
      name: 'history.accuracies',
      shape: [validations.length, 2],
      type: 'F64',
      values: () => Float64Array.from(shares),
    },
  ];
}

function readHistory(file: TensorFile, lastStep: number, tells: boolean): TrainingHistory {
  const [points = 0] = file.entry('history.steps').shape;
  const [measured = 0] = file.entry('history.validations').shape;
  const steps = file.doubles('history.steps', [points]);
  const losses = file.singles('history.losses', [points]);
  const rows = file.doubles('history.validations', [measured, 3]);
  const accuracies = tells ? file.doubles('history.accuracies', [measured, 2]) : null;
  const validations = Array.from({ length: measured }, (_, row) => ({
    step: rows[row * 3],
    loss: rows[row * 3 + 1],
    characters: rows[row * 3 + 2],
    ...(accuracies && accuracyOf(accuracies[row * 2], accuracies[row * 2 + 1])),
  }));
  const isSound =
    areSteps(steps, lastStep) &&
    areSteps(
      validations.map(({ step }) => step),
      lastStep,
    ) &&
    validations.every(
      ({ loss, characters }) => Number.isFinite(loss) && Number.isInteger(characters) && characters >= 0,
    ) &&
    (accuracies ?? []).every((share) => Number.isNaN(share) || (share >= 0 && share <= 1));
  if (!isSound)
    throw new CharloomError('model-invalid', sentence`The loss history is not sound. Get the folder again.`);
  return { steps, losses, validations };
}

/** Ascending whole numbers from 0 up to the last one. */
function areSteps(steps: Float64Array | readonly number[], last: number): boolean {
  return steps.every((step, index) => Number.isInteger(step) && step > (steps[index - 1] ?? -1) && step <= last);
}

function checkProof(files: IncomingFiles, path: string, { start, metadata }: TensorFile): void {
  const proof = metadata.get('proof') ?? '';
  const header = Buffer.from(files.read(path, 0, start)).toString('latin1');
  const digest = createHash('sha256').update(header.replace(`"${proof}"`, `"${noProof}"`), 'latin1');
  const end = files.files.get(path) ?? 0;
  for (let at = start; at < end; at += slice) digest.update(files.read(path, at, Math.min(slice, end - at)));
  if (digest.digest('hex') === proof) return;
  throw new CharloomError('model-invalid', sentence`"${path}" is not what was written into it. Get the folder again.`);
}

/** The small numbers, which must fit each other and the text. */
function readFacts(
  path: string,
  metadata: ReadonlyMap<string, string>,
  { training, text }: StateSizes,
): ContinuationFacts {
  if (metadata.get('format') !== formatName) {
    throw new CharloomError('model-invalid', sentence`"${path}" is no state of a PyTorch job. Get the folder again.`);
  }
  const facts = checkFacts({
    progress: parsed(metadata.get('progress')),
    totalSteps: parsed(metadata.get('length')),
    extensions: parsed(metadata.get('extensions')),
  });
  checkPosition(facts, facts.progress.step, training, text);
  return facts;
}

/** Undefined where it is no JSON, which the schema refuses. */
function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : parseStrictly(Buffer.from(json, 'utf8'));
  } catch {
    return undefined;
  }
}
