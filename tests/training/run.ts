// Real runs for the trainer's tests: real threads, small models, made-up texts.

import { expect } from 'vitest';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { startTrainer } from '../../src-engine/training/trainer.ts';
import type { CheckpointState, Trainer, TrainerEvent, TrainingJob } from '../../src-engine/training/types.ts';
import { smallSettings, testNumbers } from '../nn/build.ts';
import { freshStart } from '../../bench/fresh-start.ts';

export type Told<Kind extends TrainerEvent['kind']> = Extract<TrainerEvent, { kind: Kind }>;

/** All that a trainer told, in order; the last event is 'ended' or 'failed'. */
export class Run {
  readonly events: readonly TrainerEvent[];

  constructor(events: readonly TrainerEvent[]) {
    this.events = events;
  }

  all<Kind extends TrainerEvent['kind']>(kind: Kind): Told<Kind>[] {
    return this.events.filter((event): event is Told<Kind> => event.kind === kind);
  }

  get checkpoints(): CheckpointState[] {
    return this.all('checkpoint').map(({ state }) => state);
  }

  /** The state at the end; fails if there is none. */
  get final(): CheckpointState {
    const state = this.checkpoints.at(-1);
    if (!state) throw new Error(`The run sent no checkpoint: ${JSON.stringify(this.ending)}`);
    return state;
  }

  get ending(): TrainerEvent {
    return this.events[this.events.length - 1];
  }

  /** The losses of the steps `first`…; fails where a step is missing or comes twice. */
  losses(first = 1): number[] {
    const points = this.all('progress').flatMap((event) => event.points);
    expect(points.map(({ step }) => step)).toEqual(points.map((_, index) => first + index));
    return points.map(({ loss }) => loss);
  }
}

/** Runs a trainer to its end. `watch` sees every event as it comes. */
export function train(
  job: TrainingJob,
  watch: (event: TrainerEvent, trainer: Trainer) => void = () => undefined,
): Promise<Run> {
  const events: TrainerEvent[] = [];
  return new Promise<Run>((resolve, reject) => {
    const trainer: Trainer = startTrainer(job, (event) => {
      events.push(event);
      try {
        watch(event, trainer);
      } catch (error) {
        void trainer.terminate();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      if (event.kind === 'ended' || event.kind === 'failed') resolve(new Run(events));
    });
  });
}

/** Ids of a text with something to learn in it: the next is mostly a function of the one before. */
export function madeUpText(characters: number, vocabulary: number, seed = 1): Uint8Array {
  const ids = new Uint8Array(new SharedArrayBuffer(characters));
  const next = testNumbers(seed);
  let id = 0;
  for (let place = 0; place < characters; place++) {
    ids[place] = id;
    const surprise = next() > 0.6;
    id = surprise ? Math.floor(((next() + 1) / 2) * vocabulary) : (id * 5 + 3) % vocabulary;
  }
  return ids;
}

const smallTraining: TrainingSettings = {
  ...defaultTraining(2),
  batch: 6,
  sequence: 8,
  length: { kind: 'steps', steps: 40 },
  threads: 2,
  learningRate: 0.01,
  schedule: { kind: 'constant' },
};

/** A job on a text; what is not said is small and plain. All but the last `heldOut` characters are trained on. */
export function jobOn(
  ids: Uint8Array,
  vocabulary: number,
  model: Partial<ModelSettings> = {},
  training: Partial<TrainingSettings> = {},
  heldOut = 0,
): TrainingJob {
  return {
    model: { ...smallSettings, hidden: 16, ...model },
    training: { ...smallTraining, ...training },
    vocabulary,
    labels: 0,
    lines: null,
    ids,
    trainCharacters: ids.length - heldOut,
    ...freshStart,
  };
}

/** The job that goes on from a checkpoint, which has been through JSON and copies as in the library. */
export function continued(job: TrainingJob, from: CheckpointState): TrainingJob {
  const copy = structuredClone(from);
  const progress = JSON.parse(JSON.stringify(from.progress)) as CheckpointState['progress'];
  return { ...job, totalSteps: from.progress.totalSteps, checkpoint: { ...copy, progress } };
}

/** Bit for bit the same state, but for the clock. */
export function expectSameState(got: CheckpointState, wanted: CheckpointState): void {
  expect(got.step).toBe(wanted.step);
  expect(bytes(got.parameters)).toEqual(bytes(wanted.parameters));
  expect(bytes(got.optimizer)).toEqual(bytes(wanted.optimizer));
  expect(bytes(got.carried)).toEqual(bytes(wanted.carried));
  expect(got.averaged && bytes(got.averaged)).toEqual(wanted.averaged && bytes(wanted.averaged));
  expect({ ...got.progress, seconds: 0 }).toEqual({ ...wanted.progress, seconds: 0 });
}

function bytes(block: Float32Array<ArrayBuffer>): Buffer {
  return Buffer.from(block.buffer, block.byteOffset, block.byteLength);
}
