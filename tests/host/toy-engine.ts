// A small exact engine behind the host's interfaces. Its model is one number that each step moves by a known rule, so a
// test can tell from a checkpoint alone whether a run went on as if nothing had happened.

import type { Engine } from '../../src-engine/host/context.ts';
import { startImporterHere } from '../importing/importer-here.ts';
import { startLens } from '../../src-engine/insight/lens-client.ts';
import { startUnitsThread } from '../../src-engine/insight/units/client.ts';
import { startPorter } from '../../src-engine/interchange/work/client.ts';
import { lengthAt } from '../../src-engine/optimizers/run-length.ts';
import { testedRate } from '../../src-engine/optimizers/schedule.ts';
import type { RateRange } from '../../src-engine/optimizers/schedule.ts';
import type { RatePoint } from '../../src-engine/protocol/index.ts';
import type { SamplingWorker } from '../../src-engine/sampling/types.ts';
import { hasReached, lossToReach } from '../../src-engine/training/goal.ts';
import { noProgress } from '../../src-engine/training/progress.ts';
import type {
  CheckpointState,
  Trainer,
  TrainerListener,
  TrainingJob,
  TrainingProgress,
} from '../../src-engine/training/types.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';

/** A value after `steps` steps: depends on every one of them. */
export function toyValue(steps: number): number {
  let value = 1;
  for (let step = 1; step <= steps; step++) value = Math.fround(value * 1.0001 + step);
  return value;
}

/** The loss of a range test is lowest at a rate of 0.05. */
function toyPoint(range: RateRange, step: number): RatePoint {
  const rate = testedRate(range, step);
  return { rate, loss: 2 + Math.abs(Math.log10(rate / 0.05)) };
}

const stepsPerTurn = 5;

class ToyTrainer implements Trainer {
  readonly #job: TrainingJob;
  readonly #listen: TrainerListener;
  readonly #goal: number | null;
  #value: number;
  #progress: TrainingProgress;
  #wish: 'paused' | 'stopped' | null = null;
  #isOver = false;
  #recoveredOnce = false;
  #weightsFrom: number | null = null;

  constructor(job: TrainingJob, listen: TrainerListener) {
    this.#job = job;
    this.#listen = listen;
    this.#value = job.checkpoint?.parameters[0] ?? 1;
    const length = job.training.length.kind === 'steps' ? job.training.length.steps : 100;
    const totalSteps = lengthAt(Infinity, job.totalSteps ?? length, job.extensions);
    const before = job.checkpoint?.progress ?? noProgress;
    const isExtended = job.extensions.some(({ at }) => at === before.step);
    this.#goal = lossToReach(job.training.goal, job.ngram ?? null);
    const beyondGoal = before.beyondGoal || (isExtended && hasReached(before, this.#goal));
    this.#progress = { ...before, totalSteps, beyondGoal, withoutBetter: isExtended ? 0 : before.withoutBetter };
    setImmediate(() => this.#start());
  }

  end(reason: 'paused' | 'stopped'): void {
    this.#wish = reason;
  }

  requestCheckpoint(): void {
    void this.#checkpoint();
  }

  requestWeights(from: number): void {
    this.#weightsFrom = from;
  }

  setThreads(): void {}

  terminate(): Promise<void> {
    this.#isOver = true;
    return Promise.resolve();
  }

  #start(): void {
    void this.#listen({
      kind: 'started',
      totalSteps: this.#progress.totalSteps,
      stepsPerEpoch: 10,
      parameters: 1,
      memoryBytes: 1000,
      flopPerCharacter: 100,
    });
    void this.#turn();
  }

  async #turn(): Promise<void> {
    if (this.#isOver) return;
    if (this.#weightsFrom !== null && this.#progress.step >= this.#weightsFrom) {
      this.#weightsFrom = null;
      void this.#listen({ kind: 'weights', step: this.#progress.step, parameters: Float32Array.of(this.#value) });
    }
    const points = [];
    for (let count = 0; count < stepsPerTurn && this.#progress.step < this.#progress.totalSteps; count++) {
      const step = this.#progress.step + 1;
      this.#value = Math.fround(this.#value * 1.0001 + step);
      const loss = Math.fround(4 / Math.sqrt(step));
      points.push({ step, loss });
      this.#progress = {
        ...this.#progress,
        step,
        smoothedLoss: loss,
        epoch: Math.floor(step / 10),
        characters: step * 10,
        seconds: step / 100,
      };
      if (this.#job.training.seed === 88 && step === 20) this.#correct();
      if (this.#job.training.seed === 666 && step === 30 && !this.#recoveredOnce) return this.#recover();
    }
    void this.#listen({
      kind: 'progress',
      progress: this.#progress,
      learningRate: 0.01,
      charactersPerSecond: 1000,
      secondsLeft: 1,
      points,
      gauges: [],
    });
    const { step, totalSteps } = this.#progress;
    const { patience, seed } = this.#job.training;
    const every = this.#job.training.checkpointEvery || 10;
    if (step % every === 0 || step === totalSteps) {
      // Seed 77 learns nothing after step 20.
      const loss = seed === 77 && step > 20 ? 1 : (this.#progress.smoothedLoss ?? 0);
      const { best, withoutBetter } = this.#progress;
      const isBetter = best === null || loss < best.loss;
      this.#progress = isBetter
        ? { ...this.#progress, best: { step, loss }, withoutBetter: 0 }
        : { ...this.#progress, withoutBetter: withoutBetter + 1 };
      void this.#listen({ kind: 'validation', step, loss, characters: 50 });
      await this.#checkpoint(loss);
    }
    const isEarly = patience > 0 && this.#progress.withoutBetter >= patience;
    const isThere = hasReached(this.#progress, this.#goal);
    const reason = step === totalSteps ? 'finished' : isThere ? 'reached' : isEarly ? 'early' : this.#wish;
    if (reason) {
      if (step % every !== 0) await this.#checkpoint();
      void this.#listen({ kind: 'ended', reason });
    } else if (seed === 13 && step >= 20) {
      void this.#listen({ kind: 'failed', code: 'diverged', message: 'It diverged.' });
    } else {
      setImmediate(() => void this.#turn());
    }
  }

  /** Seed 88 takes half as long again as was expected, and says so at step 20. */
  #correct(): void {
    const { totalSteps } = this.#progress;
    const extensions = [{ at: 20, from: totalSteps, to: 40, keepsTime: true as const }];
    this.#progress = { ...this.#progress, totalSteps: 40 };
    void this.#listen({ kind: 'corrected', extensions, totalSteps: 40 });
    void this.#listen({ kind: 'notice', message: sentence`It was corrected.` });
  }

  async #recover(): Promise<void> {
    this.#recoveredOnce = true;
    const state = await this.#job.reload(this.#progress.step - 1);
    this.#value = state?.parameters[0] ?? 1;
    this.#progress = { ...this.#progress, ...state?.progress };
    void this.#listen({
      kind: 'recovered',
      step: this.#progress.step,
      message: sentence`It went back to step ${this.#progress.step}.`,
    });
    setImmediate(() => void this.#turn());
  }

  async #checkpoint(validation: number | null = null): Promise<void> {
    const state: CheckpointState = {
      step: this.#progress.step,
      parameters: Float32Array.of(this.#value),
      optimizer: new Float32Array(0),
      averaged: null,
      carried: Float32Array.of(this.#progress.step),
      progress: this.#progress,
    };
    await this.#listen({ kind: 'checkpoint', state, validation });
  }
}

/** Writes prompt and then the vocabulary over and over, a few ids a turn. */
function makeToySampler(): SamplingWorker {
  return {
    async generate({ trained, prompt, first, sampling, texts }, onDrawn, signal) {
      let drawn = 0;
      let id = prompt.at(-1) ?? first;
      while (drawn < sampling.length && !signal.aborted) {
        const count = Math.min(10, sampling.length - drawn);
        const ids = new Uint32Array(count);
        for (let index = 0; index < count; index++) ids[index] = id = (id + 1) % trained.vocabulary;
        for (let text = 0; text < texts; text++) onDrawn({ ids, surprisals: new Float32Array(count).fill(1) }, text);
        drawn += count;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { characters: drawn, seconds: 0.5 };
    },
    weigh: ({ text }) => Promise.resolve(new Float32Array(text.length).fill(1)),
    async complete({ symbols, prompt, first, length, alternatives }, signal) {
      // As long as the wish.
      for (let turn = 0; turn < length; turn++) await new Promise((resolve) => setTimeout(resolve, turn < 5 ? 0 : 1));
      if (signal.aborted) return null;
      return Array.from({ length: alternatives }, (_, turn) => ({
        ids: Array.from({ length }, (__, at) => ((prompt.at(-1) ?? first) + 1 + turn + at) % symbols.length),
        probability: 1 / alternatives,
      }));
    },
    nextLogits: ({ trained, prompt, first }) => {
      const logits = new Float32Array(trained.vocabulary);
      logits[((prompt.at(-1) ?? first) + 1) % trained.vocabulary] = 3;
      return Promise.resolve(logits);
    },
    answer: ({ starts }) => Promise.resolve(new Float32Array(starts.length - 1)),
    follow: ({ line }) => Promise.resolve(new Float32Array(line.length)),
    score: ({ ids }) => Promise.resolve({ characters: ids.length - 1, nats: 2 }),
    scoreEach: ({ ids }) => Promise.resolve(Float32Array.from(ids, (id, place) => (place === 0 ? NaN : 1 + (id % 2)))),
    terminate: () => Promise.resolve(),
  };
}

export const toyEngine: Engine = {
  startTrainer: (job, listen) => new ToyTrainer(job, listen),
  startSamplingWorker: makeToySampler,
  startLens,
  startImporter: startImporterHere,
  startPorter,
  startUnitsThread,
  summarize: ({ model, training, trainCharacters }) => ({
    rows: [{ layer: sentence`Toy`, shape: '', parameters: model.hidden }],
    parameters: model.hidden,
    memoryBytes: model.hidden * model.hidden * 1000,
    stepsPerEpoch: trainCharacters / (training.batch * training.sequence),
  }),
  // The number of symbols stands where a test looks for what was carried over.
  branch: ({ state, to }) => ({
    ...state,
    step: 0,
    optimizer: Float32Array.of(to.symbols.length),
    progress: { ...noProgress, updatesBefore: state.step },
  }),
  measureSpeed: () => Promise.resolve(5000),
  testRates: (_job, range) => Promise.resolve(Array.from({ length: range.steps }, (_, step) => toyPoint(range, step))),
  measurePeak: () => 10,
  kernels: () => ({ build: 'plain', note: null }),
};
