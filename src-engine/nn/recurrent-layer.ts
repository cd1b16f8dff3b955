// One recurrent layer over a chunk of T steps and N lanes, whatever its cell: the large input product over all T·N
// rows, the recurrent product step by step, and the weight gradients again as large products. H and D are padded widths
// here.
//
// With layer normalisation (Ba et al. 2016, eq. 20-21) each product is normalised on its own and then scaled and
// shifted:
//   gates = LN(W x) + LN(U h') + b.
// Where ids are read, W x is a row of W, so a table may hold LN(W x) + b of every symbol. What leads back from it is
// linear in the gradient of the gates, which is therefore added up by symbol first.

import type { Kernels, NormalizationForward, Offset } from '../kernels/kernels.ts';
import type { Arena } from './arena.ts';
import { planBuffers, offsetsAt } from './cell-buffers.ts';
import type { CellBuffers, ChunkSize } from './cell-buffers.ts';
import { noiseKey } from './noise.ts';
import type { Noise } from './noise.ts';
import { parameterNamed } from './parameters.ts';
import type { ParameterLayout } from './parameters.ts';
import { inputWidth, segmentsOf } from './shape.ts';
import type { ModelShape } from './shape.ts';

/** Offsets of a layer's parameters, or of their gradients, in one block. */
interface LayerBlock {
  /** (G·H, D), or (V, G·H) where the layer reads ids. */
  readonly weightIh: Offset;
  /** (G·H, H). */
  readonly weightHh: Offset;
  /** (G·H) each. */
  readonly biasIh: Offset;
  readonly biasHh: Offset;
  /** (G·H) each; absent without layer normalisation. */
  readonly norm: {
    readonly ihGain: Offset;
    readonly ihShift: Offset;
    readonly hhGain: Offset;
    readonly hhShift: Offset;
  } | null;
}

/** What is derived from the parameters after every update: packed weights and the summed bias. */
export interface DerivedLayer {
  /** Wᵀ for the forward product; null where the layer reads ids. */
  readonly inputForward: Offset | null;
  /** W for the backward product; null where it reads ids or nothing is trained. */
  readonly inputBackward: Offset | null;
  readonly recurrentForward: Offset;
  readonly recurrentBackward: Offset | null;
  /** (G·H): the bias that joins the input product. */
  readonly bias: Offset;
  /** Null unless the layer reads ids and normalises, and a table of them pays. */
  readonly symbols: NormalizedSymbols | null;
}

/** What a normalising layer makes of each of V symbols. */
export interface NormalizedSymbols {
  /** (V, G·H): LN(W) + b. */
  readonly gates: Offset;
  /** (V, G·H): W, normalised but neither scaled nor shifted. */
  readonly normalized: Offset;
  /** (V): 1/σ. */
  readonly inverse: Offset;
}

interface NormBuffers {
  /** Null where a table holds it. */
  readonly input: NormalizedProduct | null;
  readonly recurrent: NormalizedProduct;
  /** Where a table holds the input's, and the layer is trained. */
  readonly symbols: SymbolGradients | null;
}

interface NormalizedProduct {
  /** (T, N, G·H): the product, normalised, then its gradient. */
  readonly x: Offset;
  /** (T, N): 1/σ. */
  readonly inverse: Offset;
}

interface SymbolGradients {
  /** (V, G·H): gradients of the gates, added up by symbol. */
  readonly gates: Offset;
  /** (V, G·H): normalised weights, then their gradients. */
  readonly weights: Offset;
}

interface MaskBuffers {
  /** (N, H): 1/(1−p) or 0. */
  readonly mask: Offset;
  /** (T, N, H): h' under the mask. */
  readonly masked: Offset;
  /** (N, H): gradient of it. */
  readonly gradient: Offset;
}

/** Units that are held at a value, whatever the step makes of them: h ← h∘keep + value. */
export interface ClampBuffers {
  /** (H): 0 for the units that are held, 1 for the others; whoever plans them fills them. */
  readonly keep: Offset;
  /** (H): what the held ones are; 0 for the others. */
  readonly value: Offset;
  /** (N, H): h as the step has made it. */
  readonly before: Offset;
}

export interface LayerPlan {
  readonly index: number;
  /** D; 0 where the layer reads ids. */
  readonly width: number;
  readonly weights: LayerBlock;
  readonly gradients: LayerBlock | null;
  readonly derived: DerivedLayer;
  readonly buffers: CellBuffers;
  readonly norm: NormBuffers | null;
  readonly mask: MaskBuffers | null;
  /** Null: no unit is held. */
  readonly clamp: ClampBuffers | null;
  /** (T, N, H): what the layer above reads; h itself unless dropout stands between. */
  readonly output: Offset;
}

export interface LayerOffsets {
  readonly layout: ParameterLayout;
  readonly parameters: Offset;
  /** Null: no backward pass is planned. */
  readonly gradients: Offset | null;
  readonly derived: DerivedLayer;
  /** (T+1, N, H) of this layer's output gradients; layers two apart share it. */
  readonly dh: Offset | null;
  /** Whether units of this layer are held. */
  readonly isClamped: boolean;
}

export function planLayer(
  shape: ModelShape,
  index: number,
  chunk: ChunkSize,
  offsets: LayerOffsets,
  arena: Arena,
): LayerPlan {
  const weights = blockAt(shape, index, offsets.layout, offsets.parameters);
  const stepBias = shape.cell.separate ? weights.biasHh : offsets.derived.bias;
  const buffers = planBuffers(shape.cell, arena, chunk, shape.paddedUnits, offsets.dh, stepBias);
  const rows = chunk.steps * chunk.lanes;
  const state = chunk.lanes * shape.paddedUnits;
  const training = offsets.gradients !== null;
  return {
    index,
    width: inputWidth(shape, index),
    weights,
    gradients: offsets.gradients === null ? null : blockAt(shape, index, offsets.layout, offsets.gradients),
    derived: offsets.derived,
    buffers,
    norm: shape.layerNorm ? planNorm(shape, rows, offsets, arena) : null,
    mask:
      training && shape.recurrentDropout > 0
        ? { mask: arena.take(state), masked: arena.take(rows * shape.paddedUnits), gradient: arena.take(state) }
        : null,
    clamp: offsets.isClamped
      ? { keep: arena.take(shape.paddedUnits), value: arena.take(shape.paddedUnits), before: arena.take(state) }
      : null,
    output: training && shape.dropout > 0 ? arena.take(rows * shape.paddedUnits) : buffers.h + state,
  };
}

function planNorm(shape: ModelShape, rows: number, { derived, gradients }: LayerOffsets, arena: Arena): NormBuffers {
  const wide = shape.cell.gates.length * shape.paddedUnits;
  const product = (): NormalizedProduct => ({ x: arena.take(rows * wide), inverse: arena.take(rows) });
  const table = (): Offset => arena.take(shape.vocabulary * wide);
  return {
    input: derived.symbols ? null : product(),
    recurrent: product(),
    symbols: derived.symbols && gradients !== null ? { gates: table(), weights: table() } : null,
  };
}

function blockAt(shape: ModelShape, index: number, layout: ParameterLayout, block: Offset): LayerBlock {
  const at = (name: string): Offset => block + parameterNamed(layout, `rnn.${name}_l${index}`).offset;
  return {
    weightIh: at('weight_ih'),
    weightHh: at('weight_hh'),
    biasIh: at('bias_ih'),
    biasHh: at('bias_hh'),
    norm: shape.layerNorm
      ? {
          ihGain: at('norm_ih_gain'),
          ihShift: at('norm_ih_bias'),
          hhGain: at('norm_hh_gain'),
          hhShift: at('norm_hh_bias'),
        }
      : null,
  };
}

/** Where a layer's input lies: ids (T, N), or numbers (T, N, D). */
export interface LayerInput {
  readonly ids: Offset;
  readonly x: Offset;
}

/** A layer bound to its memory; forward and backward stand beside each other. */
export class RecurrentLayer {
  readonly plan: LayerPlan;
  readonly #kernels: Kernels;
  readonly #shape: ModelShape;
  readonly #chunk: ChunkSize;
  /** H, G·H and T·N. */
  readonly #units: number;
  readonly #wide: number;
  #rows: number;
  /** Steps that are read, at most T. */
  #steps: number;
  readonly #scratch: Offset;

  constructor(kernels: Kernels, shape: ModelShape, chunk: ChunkSize, plan: LayerPlan, scratch: Offset) {
    this.#kernels = kernels;
    this.#shape = shape;
    this.#chunk = chunk;
    this.plan = plan;
    this.#units = shape.paddedUnits;
    this.#wide = shape.cell.gates.length * shape.paddedUnits;
    this.#steps = chunk.steps;
    this.#rows = chunk.steps * chunk.lanes;
    this.#scratch = scratch;
  }

  /** Until it is said anew, only the first so many of the T steps are read. */
  shorten(steps: number): void {
    this.#steps = steps;
    this.#rows = steps * this.#chunk.lanes;
  }

  /** From the state in row 0 of h (and c) to the outputs of all T steps. Noise: null where nothing is to be dropped. */
  forward(input: LayerInput, noise: Noise | null): void {
    const kernels = this.#kernels;
    const shape = this.#shape;
    const { plan } = this;
    if (plan.derived.inputForward !== null) this.#multiplyInput(input.x, plan.derived.inputForward);
    const masked = noise !== null && plan.mask !== null;
    if (masked) this.#drawMask(noise);
    for (let t = 0; t < this.#steps; t++) {
      const at = offsetsAt(plan.buffers, shape.cell, t, this.#chunk.lanes, this.#units);
      this.#forwardInput(t, 1, input.ids, at.gates);
      this.#forwardRecurrent(t, 1, masked ? this.#maskState(t, at.hBefore) : at.hBefore, at.recurrent);
      kernels.stepForward(shape.cell.step, at);
      if (plan.clamp) this.#holdUnits(at.h, plan.clamp);
    }
    this.#forwardOutputs(noise);
  }

  /**
   * As `forward` without noise, where rows 0…T−1 of h (and c) hold the states before each step already: what is made
   * of them is one product instead of one a step.
   */
  forwardKnown(input: LayerInput): void {
    const { plan } = this;
    const { lanes } = this.#chunk;
    const { cell } = this.#shape;
    if (plan.derived.inputForward !== null) this.#multiplyInput(input.x, plan.derived.inputForward);
    const first = offsetsAt(plan.buffers, cell, 0, lanes, this.#units);
    this.#forwardInput(0, this.#steps, input.ids, first.gates);
    this.#forwardRecurrent(0, this.#steps, first.hBefore, first.recurrent);
    for (let t = 0; t < this.#steps; t++)
      this.#kernels.stepForward(cell.step, offsetsAt(plan.buffers, cell, t, lanes, this.#units));
    this.#forwardOutputs(null);
  }

  #forwardOutputs(noise: Noise | null): void {
    const { output } = this.plan;
    if (output !== this.#hiddenStart()) this.#dropOutputs(this.#hiddenStart(), output, noise);
  }

  /** h (N, H) ← h∘keep + value, before anything reads it. Made of what a tape can hold. */
  #holdUnits(h: Offset, { keep, value, before }: ClampBuffers): void {
    const kernels = this.#kernels;
    const { lanes } = this.#chunk;
    kernels.copy(h, before, lanes * this.#units);
    kernels.fill(h, 0, lanes * this.#units);
    kernels.addAffineRows(before, keep, value, h, lanes, this.#units);
  }

  /** W x of all steps (T, N, G·H): with b in the gates, or alone where it is to be normalised. */
  #multiplyInput(x: Offset, packed: Offset): void {
    const rows = this.#rows;
    const wide = this.#wide;
    const { derived, norm, buffers, width } = this.plan;
    if (norm?.input) return this.#multiply(x, packed, norm.input.x, rows, width, wide, false);
    this.#kernels.fillRows(derived.bias, buffers.gates, rows, wide);
    this.#multiply(x, packed, buffers.gates, rows, width, wide, true);
  }

  /**
   * gates (S, N, G·H) of S steps from t on = W x + b, normalised if so wished. Step by step where states are made: what
   * the step needs next is still in the cache.
   */
  #forwardInput(t: number, steps: number, allIds: Offset, gates: Offset): void {
    const kernels = this.#kernels;
    const wide = this.#wide;
    const { lanes } = this.#chunk;
    const { weights, derived, norm } = this.plan;
    const ids = allIds + t * lanes;
    const rows = steps * lanes;
    if (derived.symbols) return kernels.gatherRows(derived.symbols.gates, null, ids, gates, rows, wide);
    if (norm?.input && weights.norm) {
      const { ihGain: gain, ihShift: shift } = weights.norm;
      const normalized = this.#rowsOf(norm.input, t, steps);
      if (derived.inputForward === null) kernels.gatherRows(weights.weightIh, null, ids, normalized.x, rows, wide);
      kernels.fillRows(derived.bias, gates, rows, wide);
      kernels.normalizeRows({ ...normalized, gain, shift, y: gates });
    } else if (derived.inputForward === null) {
      kernels.gatherRows(weights.weightIh, derived.bias, ids, gates, rows, wide);
    }
  }

  /** recurrent (S, N, G·H) of S steps from t on: U h' added to the gates, or on its own where the cell wants that. */
  #forwardRecurrent(t: number, steps: number, hBefore: Offset, recurrent: Offset): void {
    const kernels = this.#kernels;
    const wide = this.#wide;
    const { separate } = this.#shape.cell;
    const { derived, norm, weights } = this.plan;
    const rows = steps * this.#chunk.lanes;
    const fromEnd = steps === 1 && this.#isFromEnd(t);
    if (!norm || !weights.norm) {
      return this.#multiply(hBefore, derived.recurrentForward, recurrent, rows, this.#units, wide, !separate, fromEnd);
    }
    const { hhGain: gain, hhShift: shift } = weights.norm;
    const normalized = this.#rowsOf(norm.recurrent, t, steps);
    this.#multiply(hBefore, derived.recurrentForward, normalized.x, rows, this.#units, wide, false, fromEnd);
    if (separate) kernels.fill(recurrent, 0, rows * wide);
    kernels.normalizeRows({ ...normalized, gain, shift, y: recurrent });
  }

  /**
   * From the gradients of the outputs, in rows 1…T of dh, to those of the initial state (row 0 of dh; dc) and of the
   * input, which is written to `dx` (T, N, D) unless that is null. Normalisations add up the gradients of their own
   * parameters on the way.
   */
  backward(dx: Offset | null, noise: Noise | null): void {
    const kernels = this.#kernels;
    const shape = this.#shape;
    const units = this.#units;
    const { plan } = this;
    const { lanes } = this.#chunk;
    const { buffers } = plan;
    const outputs = buffers.dh + lanes * units;
    if (plan.output !== this.#hiddenStart()) this.#dropOutputs(outputs, outputs, noise);
    kernels.fill(buffers.dh, 0, lanes * units);
    if (shape.cell.hasCell) kernels.fill(buffers.dc, 0, lanes * units);
    for (let t = this.#steps - 1; t >= 0; t--) {
      const at = offsetsAt(buffers, shape.cell, t, lanes, units);
      kernels.stepBackward(shape.cell.step, at);
      this.#backwardRecurrent(t, at.recurrent, at.dhBefore, noise);
    }
    this.#backwardInput();
    if (dx !== null && plan.derived.inputBackward !== null) {
      this.#multiply(this.inputGradient, plan.derived.inputBackward, dx, this.#rows, this.#wide, plan.width, false);
    }
  }

  /** dh' += Uᵀ dgates, through normalisation and mask. */
  #backwardRecurrent(t: number, gradient: Offset, dhBefore: Offset, noise: Noise | null): void {
    const kernels = this.#kernels;
    const wide = this.#wide;
    const units = this.#units;
    const { plan } = this;
    const { lanes } = this.#chunk;
    const { norm, weights, gradients, derived, mask } = plan;
    if (derived.recurrentBackward === null) throw new Error('No backward pass was planned for this layer.');
    let source = gradient;
    if (norm && weights.norm && gradients?.norm) {
      const rows = this.#rowsOf(norm.recurrent, t, 1);
      source = rows.x;
      const { hhGain: gain } = weights.norm;
      kernels.normalizeRowsBackward({ ...rows, gain, dy: gradient, dGain: gradients.norm.hhGain });
    }
    if (mask && noise) {
      this.#multiply(source, derived.recurrentBackward, mask.gradient, lanes, wide, units, false);
      kernels.multiplyAdd(mask.gradient, mask.mask, dhBefore, lanes * units);
    } else {
      this.#multiply(source, derived.recurrentBackward, dhBefore, lanes, wide, units, true, this.#isFromEnd(t));
    }
  }

  /**
   * From the gradient of the pre-activations to that of the input product: through its normalisation, where there is
   * one.
   */
  #backwardInput(): void {
    const { norm, weights, gradients, buffers } = this.plan;
    if (!norm?.input || !weights.norm || !gradients?.norm) return;
    const { ihGain: gain } = weights.norm;
    const rows = { ...norm.input, rows: this.#rows, ...segmentsOf(this.#shape) };
    this.#kernels.normalizeRowsBackward({ ...rows, gain, dy: buffers.gates, dGain: gradients.norm.ihGain });
  }

  /** Adds up the gradients of the weights and biases. Only after `backward`. */
  backwardWeights({ ids, x }: LayerInput, noise: Noise | null): void {
    const kernels = this.#kernels;
    const rows = this.#rows;
    const wide = this.#wide;
    const units = this.#units;
    const { plan } = this;
    const { buffers, gradients, norm, mask } = plan;
    if (!gradients) throw new Error('No gradients were planned for this layer.');
    this.#backwardBiases(gradients);
    const before = mask && noise ? mask.masked : buffers.h;
    this.#addOuterProduct(norm ? norm.recurrent.x : buffers.recurrent, before, units, gradients.weightHh);
    if (plan.derived.symbols) {
      this.#backwardSymbols(ids, gradients, plan.derived.symbols);
    } else if (plan.width === 0) {
      kernels.scatterAddRows(gradients.weightIh, ids, this.inputGradient, rows, wide);
    } else {
      this.#addOuterProduct(this.inputGradient, x, plan.width, gradients.weightIh);
    }
  }

  /**
   * dW of normalised symbols: the gradients of the gates, added up by symbol, through the normalisation of the table.
   */
  #backwardSymbols(ids: Offset, gradients: LayerBlock, { normalized, inverse }: NormalizedSymbols): void {
    const kernels = this.#kernels;
    const { norm, weights, buffers } = this.plan;
    if (!norm?.symbols || !weights.norm || !gradients.norm) throw new Error('No gradients of symbols were planned.');
    const { gates: dy, weights: x } = norm.symbols;
    const { ihGain: gain } = weights.norm;
    const rows = this.#shape.vocabulary;
    const size = rows * this.#wide;
    kernels.fill(dy, 0, size);
    kernels.scatterAddRows(dy, ids, buffers.gates, this.#rows, this.#wide);
    kernels.copy(normalized, x, size);
    const table = { x, inverse, rows, ...segmentsOf(this.#shape) };
    kernels.normalizeRowsBackward({ ...table, gain, dy, dGain: gradients.norm.ihGain });
    kernels.addScaled(x, 1, gradients.weightIh, size);
  }

  /**
   * Both biases have the same gradient where they are simply added; where the recurrent product stays apart they
   * differ. A shift joins where its bias does, so it has the same gradient.
   */
  #backwardBiases({ biasIh, biasHh, norm }: LayerBlock): void {
    const kernels = this.#kernels;
    const rows = this.#rows;
    const wide = this.#wide;
    const { plan } = this;
    kernels.fill(this.#scratch, 0, wide);
    kernels.sumRows(plan.buffers.gates, this.#scratch, rows, wide);
    kernels.addScaled(this.#scratch, 1, biasIh, wide);
    if (this.#shape.cell.separate) kernels.sumRows(plan.buffers.recurrent, biasHh, rows, wide);
    else kernels.addScaled(this.#scratch, 1, biasHh, wide);
    if (!norm) return;
    kernels.copy(biasIh, norm.ihShift, wide);
    kernels.copy(biasHh, norm.hhShift, wide);
  }

  /** dW (G·H, width) += dgatesᵀ · x over all T·N rows. */
  #addOuterProduct(dGates: Offset, x: Offset, width: number, dWeight: Offset): void {
    this.#kernels.transposedProduct({
      a: dGates,
      aStride: this.#wide,
      b: x,
      bStride: width,
      c: dWeight,
      cStride: width,
      rows: this.#wide,
      depth: this.#rows,
      columns: width,
      scratch: this.#scratch,
    });
  }

  #multiply(
    a: Offset,
    b: Offset,
    c: Offset,
    rows: number,
    depth: number,
    columns: number,
    accumulate: boolean,
    fromEnd = false,
  ): void {
    this.#kernels.product({ a, aStride: depth, b, c, cStride: columns, rows, depth, columns, accumulate, fromEnd });
  }

  /**
   * One row takes as long as its weights take to come. Walked to and fro, a step finds those in the cache that the step
   * before has read last. Not where nothing is walked back: what only reads shares whole products with a second thread.
   */
  #isFromEnd(t: number): boolean {
    return this.#chunk.lanes === 1 && t % 2 === 1 && this.plan.derived.recurrentBackward !== null;
  }

  /** The rows of so many steps from t on of a product that is normalised. */
  #rowsOf(
    { x, inverse }: NormalizedProduct,
    t: number,
    steps: number,
  ): Omit<NormalizationForward, 'gain' | 'shift' | 'y'> {
    const { lanes } = this.#chunk;
    const first = t * lanes;
    return {
      x: x + first * this.#wide,
      inverse: inverse + first,
      rows: steps * lanes,
      ...segmentsOf(this.#shape),
    };
  }

  /**
   * (T, N, G·H): gradient of the input product, once the steps have been walked back.
   * @throws Error where a table holds the product
   */
  get inputGradient(): Offset {
    const { norm, derived, buffers } = this.plan;
    if (derived.symbols) throw new Error('The input product stands in a table of symbols.');
    return norm?.input?.x ?? buffers.gates;
  }

  /** h of the chunk's first step. */
  #hiddenStart(): Offset {
    return this.plan.buffers.h + this.#chunk.lanes * this.#units;
  }

  #drawMask(noise: Noise): void {
    const kernels = this.#kernels;
    const units = this.#units;
    const shape = this.#shape;
    const { plan } = this;
    if (!plan.mask) return;
    const count = this.#chunk.lanes * units;
    kernels.fill(plan.mask.mask, 1, count);
    const key = noiseKey(noise, plan.index, 'recurrent');
    kernels.dropout(plan.mask.mask, plan.mask.mask, count, key, noise.firstLane * units, shape.recurrentDropout);
  }

  #maskState(t: number, hBefore: Offset): Offset {
    const kernels = this.#kernels;
    const units = this.#units;
    const { plan } = this;
    if (!plan.mask) return hBefore;
    const count = this.#chunk.lanes * units;
    const masked = plan.mask.masked + t * count;
    kernels.multiply(hBefore, plan.mask.mask, masked, count);
    return masked;
  }

  /** Dropout from (T, N, H) to (T, N, H), the same mask forward and backward; a plain copy without noise. */
  #dropOutputs(from: Offset, to: Offset, noise: Noise | null): void {
    const kernels = this.#kernels;
    const units = this.#units;
    const shape = this.#shape;
    const { plan } = this;
    const { lanes } = this.#chunk;
    const steps = this.#steps;
    const row = lanes * units;
    if (!noise) {
      if (from !== to) kernels.copy(from, to, steps * row);
      return;
    }
    const key = noiseKey(noise, plan.index, 'output');
    for (let t = 0; t < steps; t++) {
      const first = (t * noise.lanes + noise.firstLane) * units;
      kernels.dropout(from + t * row, to + t * row, row, key, first, shape.dropout);
    }
  }
}
