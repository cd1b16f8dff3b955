// A trained model ready to read ids, one stream or several side by side. Bound to kernels that round like the plain
// build, which is the same on every processor, so that a sample can be replayed anywhere.

import { CharloomError } from '../errors.ts';
import { createMemory, firstOffset, instantiateWasm, panelWidth, recordCalls } from '../kernels/wasm.ts';
import type { ReadingKernels } from '../kernels/wasm.ts';
import { dismissFrom, openMailbox } from '../kernels/mailbox.ts';
import { mailboxWords } from '../kernels/layouts.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { Arena } from '../nn/arena.ts';
import { visiblePartsOf } from '../cells/cell.ts';
import { derive, forReading, planDerived } from '../nn/derived.ts';
import { Model, planModel } from '../nn/model.ts';
import type { ModelPlan } from '../nn/model.ts';
import { layOutParameters } from '../nn/parameters.ts';
import type { LayerPlan } from '../nn/recurrent-layer.ts';
import { headFor, shapeOf } from '../nn/shape.ts';
import type { ModelShape } from '../nn/shape.ts';
import type { Clamp } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { ToHelper } from './messages.ts';
import type { TrainedModel } from './types.ts';

/** What reads and has opinions on what comes next: one model, or several that are blended. */
export interface Session {
  /** V. */
  readonly classes: number;
  /** (N): the id that each stream reads next. */
  readonly ids: Uint32Array;
  /**
   * Reads one id a stream; `logits` then hold the scores of each stream's next one.
   * @throws CharloomError 'internal' where the helper was lost in the middle; the session's state is then worth nothing
   */
  read(): void;
  /** Whether `read` shares its products with a helper, if one waits at the mailbox; the bits are the same. */
  isHelped: boolean;
  /** What calls a helper to this session's mailbox; null: it reads alone. */
  readonly call: ToHelper | null;
  /** Whether its helper has died, or has hung, in the middle of a product. */
  readonly hasLostHelper: boolean;
  /** Sends the helper away for good. */
  dismiss(): void;
  /** Stream n goes on from where stream `from[n]` stands; streams beyond stay as they are. */
  arrange(from: readonly number[]): void;
  /** (V) a stream: views that the next `read` overwrites. */
  readonly logits: readonly Float32Array[];
}

/** Where one part of a layer's state lies, after each step of the chunk that was read last. */
export interface StateView {
  /** 0 is the lowest. */
  readonly layer: number;
  /** 'h', 'c', or a gate by its name. */
  readonly part: string;
  /** H. */
  readonly units: number;
  /** The value of unit u after step t stands at t · stride + u. */
  readonly numbers: Float32Array;
  readonly stride: number;
  /** Whether all values lie within −1 and 1. */
  readonly isBounded: boolean;
}

/** One model. */
export interface SoloSession extends Session {
  readonly call: ToHelper;
  /** Every stream forgets what it has read. */
  clear(): void;
  /** Reads in the streams that are named true; the others stay where they are. */
  readSome(reading: readonly boolean[]): void;
  /** Of a single stream: a copy of its state, to go on from later. */
  copyState(): Float32Array;
  /** Of a single stream: goes on from there; `logits` are what they were before. */
  putState(state: Float32Array): void;
  /**
   * Of a single stream: reads ids[from…], at most `steps`, and returns the summed loss of each one's successor, nats.
   */
  score(ids: ArrayLike<number>, from: number, count: number): number;
  /** As `score`, each loss by itself: written to `losses`, in the same places as the successors. */
  scoreEach(ids: ArrayLike<number>, from: number, count: number, losses: Float32Array): void;
  /** Of a single stream: reads ids[from…], `count` of them, at most `steps`; `states` then tell of each step. */
  readChunk(ids: ArrayLike<number>, from: number, count: number): void;
  /**
   * Of a single stream of a model that tells labels apart, after `readChunk`: (outputs) the logits after one of the
   * steps, as a view that the next question overwrites.
   */
  answerAfter(step: number): Float32Array;
  /** Of a single stream: h, c and gates of every layer. */
  readonly states: readonly StateView[];
}

export interface SessionSize {
  /** N streams that are read side by side. */
  readonly streams: number;
  /** Ids that `score` takes at a time; 1 where only `read` is used. */
  readonly steps: number;
}

/** @throws RangeError where the parameters do not fit the settings. */
export function openSession(
  { replace, ...compiled }: ReadingKernels,
  trained: TrainedModel,
  { streams, steps }: SessionSize,
): SoloSession {
  const shape = shapeOf(trained.model, trained.vocabulary, panelWidth, headFor(trained.labels ?? 0));
  const layout = layOutParameters(shape);
  if (trained.parameters.length !== layout.size) {
    throw new RangeError(`This model has ${layout.size} stored numbers, the checkpoint ${trained.parameters.length}.`);
  }
  const arena = new Arena(firstOffset);
  const parameters = arena.take(layout.size);
  const derived = planDerived(shape, arena, forReading);
  const clamped = new Set(trained.clamps?.map(({ layer }) => layer - 1));
  const blocks = { layout, parameters, gradients: null, derived, clamped };
  const plan = planModel(shape, { steps, lanes: streams }, blocks, arena);
  const calls = recordCalls(compiled.build, (recorder) => {
    readChunk(new Model(recorder, shape, plan));
  });
  const tape = arena.take(calls.length);
  const mailbox = arena.take(mailboxWords);
  const memory = createMemory(arena.size, compiled.isShared);
  const kernels = instantiateWasm(compiled, memory, replace);
  kernels.floats.set(trained.parameters, parameters);
  kernels.integers.set(calls, tape);
  openMailbox(kernels, mailbox);
  holdUnits(kernels, plan, shape, trained.clamps ?? []);
  derive(kernels, shape, layout, parameters, derived, 0, 1);
  const model = new Model(kernels, shape, plan);
  // Of labels each step of a stream is asked.
  if (plan.head.answers) kernels.integers.set([...Array(streams).keys()], plan.head.answers.ends);
  const bound = bind(kernels, model);
  let hasLostHelper = false;
  return {
    ...bound,
    isHelped: false,
    call: { compiled, memory, mailbox },
    get hasLostHelper() {
      return hasLostHelper;
    },
    read() {
      hasLostHelper ||= !kernels.play(tape, calls.length, this.isHelped ? mailbox : null);
      if (hasLostHelper) throw helperLost();
    },
    readSome(reading) {
      const held = [...reading.keys()].filter((stream) => !reading[stream]);
      if (held.length === reading.length) return;
      const before = held.map((stream) => ({
        state: model.stateOf(stream),
        logits: Float32Array.from(bound.logits[stream]),
      }));
      this.read();
      for (const [index, stream] of held.entries()) {
        model.setState(stream, before[index].state);
        bound.logits[stream].set(before[index].logits);
      }
    },
    dismiss: () => {
      dismissFrom(kernels, mailbox);
    },
  };
}

function helperLost(): CharloomError {
  return new CharloomError(
    'internal',
    sentence`A thread that helped to write this text has died, so the text ends here. Write it again: one thread writes it then, the same text from the same seed.`,
  );
}

/** @throws RangeError for a unit that the model does not have */
function holdUnits(kernels: Kernels, plan: ModelPlan, shape: ModelShape, clamps: readonly Clamp[]): void {
  for (const { clamp } of plan.layers) if (clamp) kernels.floats.fill(1, clamp.keep, clamp.keep + shape.units);
  for (const { layer, unit, value } of clamps) {
    const clamp = plan.layers[layer - 1]?.clamp;
    if (!clamp || unit >= shape.units) throw new RangeError(`This model has no unit ${unit} in layer ${layer}.`);
    kernels.floats[clamp.keep + unit] = 0;
    kernels.floats[clamp.value + unit] = value;
  }
}

function readChunk(model: Model): void {
  model.forward(null);
  model.carryState();
}

type BoundPart = Pick<
  SoloSession,
  | 'classes'
  | 'ids'
  | 'logits'
  | 'clear'
  | 'arrange'
  | 'copyState'
  | 'putState'
  | 'score'
  | 'scoreEach'
  | 'readChunk'
  | 'answerAfter'
  | 'states'
>;

function bind(kernels: Kernels, model: Model): BoundPart {
  const { plan, shape } = model;
  const { integers, floats } = kernels;
  const logits = Array.from({ length: plan.chunk.lanes }, (_, stream) => {
    const start = plan.head.logits + stream * shape.paddedClasses;
    return floats.subarray(start, start + shape.classes) as Float32Array;
  });
  function predict(ids: ArrayLike<number>, from: number, count: number): void {
    for (let t = 0; t < plan.chunk.steps; t++) {
      integers[plan.inputs + t] = t < count ? ids[from + t] : 0;
      integers[plan.head.targets + t] = t < count ? ids[from + t + 1] : 0;
    }
    model.forward(null);
  }
  return {
    classes: shape.classes,
    ids: integers.subarray(plan.inputs, plan.inputs + plan.chunk.lanes),
    logits,
    clear: () => {
      model.clearState();
    },
    arrange: (from) => {
      model.arrangeState(from);
    },
    copyState: () => model.stateOf(0),
    putState: (state) => {
      model.setState(0, state);
    },
    score: (ids, from, count) => {
      predict(ids, from, count);
      const loss = model.loss(0, count);
      model.carryState();
      return loss;
    },
    states: plan.chunk.lanes === 1 ? plan.layers.flatMap((layer) => viewsOf(kernels, shape, layer)) : [],
    readChunk: (ids, from, count) => {
      for (let t = 0; t < count; t++) integers[plan.inputs + t] = ids[from + t];
      model.shorten(count);
      model.forward(null);
      model.carryState(count);
      model.shorten(plan.chunk.steps);
    },
    answerAfter: (step) => {
      model.answerAfter(step);
      return logits[0];
    },
    scoreEach: (ids, from, count, losses) => {
      predict(ids, from, count);
      for (let t = 0; t < count; t++) losses[from + t + 1] = model.lossAt(t);
      model.carryState();
    },
  };
}

function viewsOf({ floats }: Kernels, shape: ModelShape, { index, buffers }: LayerPlan): StateView[] {
  const { cell, units, paddedUnits } = shape;
  const wide = cell.gates.length * paddedUnits;
  return visiblePartsOf(cell).map((part) => {
    const isState = part === 'h' || part === 'c';
    const start = isState ? buffers[part] + paddedUnits : buffers.gates + cell.gates.indexOf(part) * paddedUnits;
    return {
      layer: index,
      part,
      units,
      numbers: (floats as Float32Array).subarray(start),
      stride: isState ? paddedUnits : wide,
      isBounded: part !== 'c' && cell.isBounded,
    };
  });
}

/** Every stream reads the same context. */
export function readContext(session: Session, context: readonly number[]): void {
  for (const id of context) {
    session.ids.fill(id);
    session.read();
  }
}
