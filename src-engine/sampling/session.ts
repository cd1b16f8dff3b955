// A trained model ready to read ids, one stream or several side by side. Bound to the plain kernels, whose rounding is the
// same on every processor, so that a sample can be replayed anywhere.

import { createMemory, firstOffset, instantiateKernels, panelWidth, recordCalls } from '../kernels/wasm.ts';
import type { CompiledKernels } from '../kernels/wasm.ts';
import { dismissFrom } from '../kernels/mailbox.ts';
import { mailboxWords } from '../kernels/layouts.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { Arena } from '../nn/arena.ts';
import { derive, planDerived } from '../nn/derived.ts';
import { Model, planModel } from '../nn/model.ts';
import { layOutParameters } from '../nn/parameters.ts';
import { shapeOf } from '../nn/shape.ts';
import type { ToHelper } from './messages.ts';
import type { TrainedModel } from './types.ts';

/** What reads and has opinions on what comes next: one model, or several that are blended. */
export interface Session {
  /** V. */
  readonly classes: number;
  /** (N): the id that each stream reads next. */
  readonly ids: Uint32Array;
  /** Reads one id a stream; `logits` then hold the scores of each stream's next one. */
  read(): void;
  /** Whether `read` shares its products with a helper, if one waits at the mailbox; the bits are the same. */
  isHelped: boolean;
  /** What calls a helper to this session's mailbox; null: it reads alone. */
  readonly call: ToHelper | null;
  /** Sends the helper away for good. */
  dismiss(): void;
  /** Stream n goes on from where stream `from[n]` stands; streams beyond stay as they are. */
  arrange(from: readonly number[]): void;
  /** (V) a stream: views that the next `read` overwrites. */
  readonly logits: readonly Float32Array[];
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
  /** Of a single stream: reads ids[from…], at most `steps`, and returns the summed loss of each one's successor, nats. */
  score(ids: ArrayLike<number>, from: number, count: number): number;
  /** As `score`, each loss by itself: written to `losses`, in the same places as the successors. */
  scoreEach(ids: ArrayLike<number>, from: number, count: number, losses: Float32Array): void;
}

export interface SessionSize {
  /** N streams that are read side by side. */
  readonly streams: number;
  /** Ids that `score` takes at a time; 1 where only `read` is used. */
  readonly steps: number;
}

/** @throws RangeError where the parameters do not fit the settings. */
export function openSession(
  compiled: CompiledKernels,
  trained: TrainedModel,
  { streams, steps }: SessionSize,
): SoloSession {
  const shape = shapeOf(trained.model, trained.vocabulary, panelWidth);
  const layout = layOutParameters(shape);
  if (trained.parameters.length !== layout.size) {
    throw new RangeError(`This model has ${layout.size} stored numbers, the checkpoint ${trained.parameters.length}.`);
  }
  const arena = new Arena(firstOffset);
  const parameters = arena.take(layout.size);
  const derived = planDerived(shape, arena, 'reading');
  const plan = planModel(shape, { steps, lanes: streams }, { layout, parameters, gradients: null, derived }, arena);
  const calls = recordCalls(compiled.build, (recorder) => {
    readChunk(new Model(recorder, shape, plan));
  });
  const tape = arena.take(calls.length);
  const mailbox = arena.take(mailboxWords);
  const memory = createMemory(arena.size, compiled.isShared);
  const kernels = instantiateKernels(compiled, memory);
  kernels.floats.set(trained.parameters, parameters);
  kernels.integers.set(calls, tape);
  derive(kernels, shape, layout, parameters, derived, 0, 1);
  const model = new Model(kernels, shape, plan);
  const bound = bind(kernels, model);
  return {
    ...bound,
    isHelped: false,
    call: { compiled, memory, mailbox },
    read() {
      kernels.play(tape, calls.length, this.isHelped ? mailbox : null);
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

function readChunk(model: Model): void {
  model.forward(null);
  model.carryState();
}

type BoundPart = Pick<
  SoloSession,
  'classes' | 'ids' | 'logits' | 'clear' | 'arrange' | 'copyState' | 'putState' | 'score' | 'scoreEach'
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
      integers[plan.targets + t] = t < count ? ids[from + t + 1] : 0;
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
    scoreEach: (ids, from, count, losses) => {
      predict(ids, from, count);
      for (let t = 0; t < count; t++) losses[from + t + 1] = model.lossAt(t);
      model.carryState();
    },
  };
}

/** Every stream reads the same context. */
export function readContext(session: Session, context: readonly number[]): void {
  for (const id of context) {
    session.ids.fill(id);
    session.read();
  }
}
