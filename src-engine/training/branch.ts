// The state that a branched run begins with: the weights of a checkpoint, and as much of the rest as still has a
// meaning. Its steps, its length and its schedule begin anew.
//
// - The same text, and settings of the same kind of optimizer: moments are kept, and the count of updates with them, so
//   that a branch whose settings are the same goes on with the very updates that the run would have made.
// - Anything else: moments start from zero; where the run kept averaged weights, the branch begins with these, which
//   are what the run generates with.
// - The same text cut into the same lanes: the position in the text and the carried state are kept; else it is read
//   from its beginning.

import { panelWidth } from '../kernels/wasm.ts';
import { layOutParameters } from '../nn/parameters.ts';
import { headFor, shapeOf } from '../nn/shape.ts';
import type { ModelShape } from '../nn/shape.ts';
import { changeSymbols } from '../nn/symbol-change.ts';
import type { OptimizerKind } from '../protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/settings.ts';
import { noProgress } from './progress.ts';
import type { CheckpointState } from './types.ts';

/** One side of a branch: what a run trains on, and how. */
export interface BranchSide {
  readonly corpus: number;
  readonly symbols: readonly string[];
  readonly training: TrainingSettings;
  readonly trainCharacters: number;
}

export interface BranchJob {
  readonly model: ModelSettings;
  /** That it tells apart; 0: it writes. */
  readonly labels: number;
  readonly from: BranchSide;
  readonly to: BranchSide;
  readonly state: CheckpointState;
  /** The checkpoint's validation loss, if it is known. */
  readonly validation: number | null;
}

/** @returns the state of step 0; `progress.best` holds the validation loss where it is still true of the branch */
export function branchState({ model, labels, from, to, state, validation }: BranchJob): CheckpointState {
  const isSameText = from.corpus === to.corpus;
  const isSameSplit =
    isSameText &&
    from.trainCharacters === to.trainCharacters &&
    from.training.validation === to.training.validation &&
    from.training.test === to.training.test;
  const keepsMoments =
    isSameText && meaningOfMoments[from.training.optimizer] === meaningOfMoments[to.training.optimizer];
  const keepsPosition =
    isSameSplit && from.training.batch === to.training.batch && from.training.sequence === to.training.sequence;
  const averaged = keepsMoments && to.training.averaging > 0 ? state.averaged : null;
  const weights = keepsMoments ? state.parameters : (state.averaged ?? state.parameters);
  const generatesTheSame = (averaged ?? weights) === (state.averaged ?? state.parameters);
  return {
    step: 0,
    parameters: withSymbols(weights, { model, labels }, from.symbols, to.symbols),
    optimizer: keepsMoments ? state.optimizer : new Float32Array(0),
    averaged,
    carried: keepsPosition
      ? state.carried
      : new Float32Array(carriedSize(shapeOf(model, 1, panelWidth), to.training.batch)),
    progress: {
      ...noProgress,
      epoch: keepsPosition ? state.progress.epoch : 0,
      cursor: keepsPosition ? state.progress.cursor : 0,
      best: validation !== null && isSameSplit && generatesTheSame ? { step: 0, loss: validation } : null,
      updatesBefore: keepsMoments ? state.step + state.progress.updatesBefore : 0,
    },
  };
}

/** What the optimizers' moments mean; Adam's and AdamW's are the same. */
const meaningOfMoments: Readonly<Record<OptimizerKind, string>> = {
  adamw: 'adam',
  adam: 'adam',
  rmsprop: 'rmsprop',
  sgd: 'sgd',
};

function withSymbols(
  block: Float32Array<ArrayBuffer>,
  { model, labels }: Pick<BranchJob, 'model' | 'labels'>,
  from: readonly string[],
  to: readonly string[],
): Float32Array<ArrayBuffer> {
  if (from.length === to.length && from.every((symbol, id) => symbol === to[id])) return block;
  const setOf = (symbols: readonly string[]) => {
    const shape = shapeOf(model, symbols.length, panelWidth, headFor(labels));
    return { shape, layout: layOutParameters(shape), symbols };
  };
  return changeSymbols(block, setOf(from), setOf(to));
}

/** Numbers of the carried state of all lanes, (layers, parts, N, H). */
export function carriedSize(shape: ModelShape, lanes: number): number {
  return shape.layers * (shape.cell.hasCell ? 2 : 1) * lanes * shape.paddedUnits;
}
