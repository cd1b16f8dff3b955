// Reads the golden files that generate.py wrote: small models with what PyTorch computes for them in float64.
// Tensors are flat, row-major and time-major, under PyTorch's names and in its gate order (i f g o, r z n).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clipping, ModelSettings, OptimizerKind } from '../../src-engine/protocol/index.ts';

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export type GoldenTensors = Readonly<Record<string, GoldenTensor>>;

/** h and c of every layer: (layers, N, H); c of the LSTM only. */
export interface GoldenState {
  readonly h: GoldenTensor;
  readonly c?: GoldenTensor;
}

/** Ten updates at a constant rate, each on the golden's own chunk from state0. Weight decay is on all parameters. */
export interface GoldenTrace {
  readonly optimizer: OptimizerKind;
  readonly learningRate: number;
  readonly momentum: number;
  readonly secondMomentum: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly clipping: Clipping;
  /** The loss before each of the updates. */
  readonly losses: readonly number[];
  /** Norm of all gradients together before clipping, at each update. */
  readonly gradientNorms: readonly number[];
  /** After the last update: the first five values of each parameter, and the norm of all of its values. */
  readonly finalParameters: Readonly<Record<string, { readonly first: readonly number[]; readonly norm: number }>>;
}

export interface Golden {
  readonly case: string;
  /** The version of PyTorch that computed it. */
  readonly torch: string;
  readonly model: ModelSettings;
  /**
   * softmax: logits (T, N, V), loss = mean cross-entropy of all T·N targets.
   * sigmoid: logits (N) of the last step, loss = mean binary cross-entropy.
   */
  readonly head: 'softmax' | 'sigmoid';
  readonly N: number;
  readonly T: number;
  readonly V: number;
  readonly H: number;
  /** (T, N) */
  readonly ids: Uint32Array;
  /** Ids (T, N) for softmax, 0 or 1 a lane (N) for sigmoid. */
  readonly targets: Uint32Array;
  readonly state0: GoldenState;
  /** Each value is exactly a float32. A tied head has no `head.weight` of its own. */
  readonly parameters: GoldenTensors;
  readonly logits: GoldenTensor;
  /** The top layer's h: (T, N, H). */
  readonly hidden: GoldenTensor;
  readonly stateT: GoldenState;
  readonly loss: number;
  /** Of the loss, unclipped; those of a tied weight are the sum over both of its uses. */
  readonly gradients: GoldenTensors;
  readonly gradState0: GoldenState;
  /** The first is AdamW's; lstm-1-h10 has the other optimizers and clippings too. */
  readonly traces: readonly GoldenTrace[];
}

interface TensorInFile {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface StateInFile {
  readonly h: TensorInFile;
  readonly c?: TensorInFile;
}

/** What generate.py writes. */
type GoldenFile = Pick<Golden, 'case' | 'torch' | 'head' | 'N' | 'T' | 'V' | 'H' | 'loss' | 'traces'> & {
  readonly model: Omit<ModelSettings, 'dropout' | 'recurrentDropout'>;
  readonly ids: readonly number[];
  readonly targets: readonly number[];
  readonly state0: StateInFile;
  readonly parameters: Readonly<Record<string, TensorInFile>>;
  readonly logits: TensorInFile;
  readonly hidden: TensorInFile;
  readonly stateT: StateInFile;
  readonly gradients: Readonly<Record<string, TensorInFile>>;
  readonly gradState0: StateInFile;
};

const dataFolder = join(import.meta.dirname, 'data');

/** Names of all cases, sorted, such as 'gru-2-h10-norm'. */
export function goldenNames(): readonly string[] {
  return readdirSync(dataFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export function loadGolden(name: string): Golden {
  const file = JSON.parse(readFileSync(join(dataFolder, `${name}.json`), 'utf8')) as GoldenFile;
  return {
    ...file,
    model: { ...file.model, dropout: 0, recurrentDropout: 0 },
    ids: Uint32Array.from(file.ids),
    targets: Uint32Array.from(file.targets),
    state0: readState(file.state0, readFloat32),
    parameters: readTensors(file.parameters, readFloat32),
    logits: readFloat64(file.logits),
    hidden: readFloat64(file.hidden),
    stateT: readState(file.stateT, readFloat64),
    gradients: readTensors(file.gradients, readFloat64),
    gradState0: readState(file.gradState0, readFloat64),
  };
}

type ReadTensor = (tensor: TensorInFile) => GoldenTensor;

function readFloat64(tensor: TensorInFile): GoldenTensor {
  return checked({ shape: tensor.shape, values: Float64Array.from(tensor.values) });
}

/** Nine digits name one float32; rounding finds it again. */
function readFloat32(tensor: TensorInFile): GoldenTensor {
  return checked({ shape: tensor.shape, values: Float64Array.from(tensor.values, Math.fround) });
}

function checked(tensor: GoldenTensor): GoldenTensor {
  const size = tensor.shape.reduce((product, side) => product * side, 1);
  if (size !== tensor.values.length) {
    throw new Error(
      `A golden tensor of shape (${tensor.shape.join(', ')}) has ${tensor.values.length} values. Run generate.py again.`,
    );
  }
  return tensor;
}

function readState(state: StateInFile, read: ReadTensor): GoldenState {
  return state.c === undefined ? { h: read(state.h) } : { h: read(state.h), c: read(state.c) };
}

function readTensors(tensors: Readonly<Record<string, TensorInFile>>, read: ReadTensor): GoldenTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, read(tensor)]));
}
