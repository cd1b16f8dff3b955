// The thread that leads a run: gives the orders, watches the loss, tells the host. Its state between steps is TrainingProgress
// and nothing else, so that a checkpoint is the whole truth.

import type { Kernels } from '../kernels/kernels.ts';
import { initialize } from '../nn/initialize.ts';
import { momentBlocks } from '../optimizers/optimizer.ts';
import type { Schedule } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import type { Barrier } from './barrier.ts';
import { charactersPerStep, checkpointEvery, knownSteps, stepsIn, stepsPerEpoch, validateEvery } from './cadence.ts';
import { Soundness, troubleOf } from './divergence.ts';
import type { LaneSizes } from './lanes.ts';
import { flopPerCharacter, type RunPlan } from './plan.ts';
import { type Shard, type StepResult, validationLength } from './shard.ts';
import { argument, command, control, type LeaderMessage, order, type WorkerSetting } from './shared.ts';
import type { TrainingProgress } from './types.ts';

/** The smoothed loss follows with this share of each new one. */
const SMOOTHING = 1 / 50;
const MILLISECONDS_BETWEEN_EVENTS = 100;
const REHEARSAL_MILLISECONDS = 1200;

export interface LeaderParts {
  readonly setting: WorkerSetting;
  readonly kernels: Kernels;
  readonly plan: RunPlan;
  readonly lanes: LaneSizes;
  readonly shard: Shard;
  readonly barrier: Barrier;
  /** Carries out an order that all threads carry out. */
  readonly obey: (what: number) => boolean;
  readonly tell: (message: LeaderMessage, transfer?: ArrayBuffer[]) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Leads a run from its checkpoint (or its beginning) to its end, pause, stop or divergence. */
export function lead(parts: LeaderParts): void {
  const { tell, plan, setting } = parts;
  fillBlocks(parts);
  give(parts, order.load);
  if (setting.purpose !== 'train') {
    tell({ kind: 'measured', charactersPerSecond: measureSpeed(parts, setting.purpose.measureFor) });
    give(parts, order.exit);
    return;
  }
  const progress = setting.checkpoint?.progress ?? firstProgress(parts);
  tell({
    kind: 'started',
    totalSteps: progress.totalSteps,
    stepsPerEpoch: stepsPerEpoch(setting.job.training, parts.lanes),
    parameters: plan.layout.count,
    memoryBytes: plan.size * 4,
    flopPerCharacter: flopPerCharacter(plan.shape),
  });
  run(parts, progress);
  give(parts, order.exit);
}

function run(parts: LeaderParts, from: TrainingProgress): void {
  const { job, shared, checkpoint } = parts.setting;
  const heldOut = validationLength(job) * job.training.batch;
  const validations = validateEvery(job.training, from.totalSteps, heldOut);
  const checkpoints = checkpointEvery(job.training, validations);
  const reporter = new Reporter(parts);
  const soundness = new Soundness(job.vocabulary);
  let saved = checkpoint ? checkpoint.step : null;
  let due = false;
  let progress = from;
  for (;;) {
    const end = endOf(progress, Atomics.load(shared.control, control.command));
    if (end !== null) {
      reporter.flush(progress);
      if (saved !== progress.step) sendCheckpoint(parts, progress, null);
      parts.tell({ kind: 'ended', reason: end });
      return;
    }
    const started = parts.now();
    const result = takeStep(parts, progress);
    const milliseconds = parts.now() - started;
    progress = afterStep(progress, result, milliseconds / 1000, charactersPerStep(job.training));
    const trouble = troubleOf(result.finite, progress, job.vocabulary);
    if (trouble !== null) {
      parts.tell({ kind: 'diverged', step: progress.step, reason: trouble });
      return;
    }
    reporter.add(progress, result, milliseconds);
    soundness.see(result.loss);
    const finished = progress.step >= progress.totalSteps;
    const validates = heldOut > 0 && (finished || progress.step % validations === 0);
    const validation = validates ? takeValidation(parts) : null;
    if (validation) {
      progress = afterValidation(progress, validation, job.training.schedule);
      parts.tell({ kind: 'validation', step: progress.step, loss: validation.loss, characters: heldOut });
    }
    const requested = Atomics.exchange(shared.control, control.checkpoint, 0) === 1;
    due ||= validates || requested || progress.step % checkpoints === 0;
    // While the loss is suspiciously high a checkpoint has to wait: a diverged run goes back to the newest.
    if (finished || (due && soundness.allows(progress))) {
      reporter.flush(progress);
      sendCheckpoint(parts, progress, validation?.loss ?? null);
      saved = progress.step;
      due = false;
    }
  }
}

function endOf(progress: TrainingProgress, wish: number): 'finished' | 'paused' | 'stopped' | null {
  if (progress.step >= progress.totalSteps) return 'finished';
  if (wish === command.pause) return 'paused';
  return wish === command.stop ? 'stopped' : null;
}

/** Puts weights, moments and carried state into the shared memory: a checkpoint's, or fresh ones. */
function fillBlocks({ setting, kernels, plan }: LeaderParts): void {
  const { checkpoint, job, shared } = setting;
  const { floats } = kernels;
  if (checkpoint) {
    floats.set(checkpoint.parameters, plan.parameters);
    floats.set(checkpoint.optimizer, plan.moments);
    if (plan.averaged !== null) floats.set(checkpoint.averaged ?? checkpoint.parameters, plan.averaged);
    shared.carried.set(checkpoint.carried);
    return;
  }
  initialize(floats, plan.parameters, plan.shape, plan.layout, createRandom(job.training.seed));
  if (plan.averaged !== null) kernels.copy(plan.parameters, plan.averaged, plan.layout.size);
}

function firstProgress(parts: LeaderParts): TrainingProgress {
  const { job, rateFactor, recoveries } = parts.setting;
  const totalSteps = job.totalSteps ?? knownSteps(job.training, parts.lanes) ?? measureLength(parts);
  return {
    step: 0,
    totalSteps,
    epoch: 0,
    cursor: 0,
    smoothedLoss: null,
    lowestLoss: null,
    best: null,
    sinceBest: 0,
    rateFactor,
    recoveries,
    seconds: 0,
    characters: 0,
  };
}

/** Steps of a run by the minute, from a second of training of which nothing is kept. */
function measureLength(parts: LeaderParts): number {
  const { job } = parts.setting;
  if (job.training.length.kind !== 'minutes') throw new Error('Only a run by the minute is measured.');
  const speed = measureSpeed(parts, REHEARSAL_MILLISECONDS);
  const heldOut = validationLength(job) * job.training.batch;
  return stepsIn(job.training.length.minutes * 60, speed, job.training, heldOut);
}

/** Characters a second; the first half of the time is for warming up. */
function measureSpeed(parts: LeaderParts, milliseconds: number): number {
  const { training } = parts.setting.job;
  const begun = parts.now();
  let counted = begun;
  let steps = 0;
  while (parts.now() - begun < milliseconds || steps === 0) {
    if (parts.now() - begun > milliseconds / 2) steps++;
    give(parts, order.rehearse);
    if (steps === 0) counted = parts.now();
  }
  return (steps * training.batch * training.sequence) / ((parts.now() - counted) / 1000);
}

function give({ setting, barrier, obey }: LeaderParts, what: number): void {
  Atomics.store(setting.shared.control, control.order, what);
  barrier.wait();
  obey(what);
}

function takeStep(parts: LeaderParts, progress: TrainingProgress): StepResult {
  const { shared } = parts.setting;
  shared.arguments[argument.step] = progress.step;
  shared.arguments[argument.totalSteps] = progress.totalSteps;
  shared.arguments[argument.rateFactor] = progress.rateFactor;
  shared.arguments[argument.epoch] = progress.epoch;
  shared.arguments[argument.cursor] = progress.cursor;
  Atomics.store(shared.control, control.order, order.step);
  parts.barrier.wait();
  return parts.shard.step({
    step: progress.step,
    totalSteps: progress.totalSteps,
    rateFactor: progress.rateFactor,
    from: progress,
  });
}

function takeValidation(parts: LeaderParts): { loss: number; seconds: number } {
  const started = parts.now();
  Atomics.store(parts.setting.shared.control, control.order, order.evaluate);
  parts.barrier.wait();
  return { loss: parts.shard.evaluate().loss, seconds: (parts.now() - started) / 1000 };
}

function afterStep(
  before: TrainingProgress,
  result: StepResult,
  seconds: number,
  characters: number,
): TrainingProgress {
  const share = Math.max(SMOOTHING, 1 / (before.step + 1));
  const smoothedLoss =
    before.smoothedLoss === null ? result.loss : before.smoothedLoss + share * (result.loss - before.smoothedLoss);
  return {
    ...before,
    step: before.step + 1,
    epoch: result.next.epoch,
    cursor: result.next.cursor,
    smoothedLoss,
    lowestLoss: before.lowestLoss === null ? smoothedLoss : Math.min(before.lowestLoss, smoothedLoss),
    seconds: before.seconds + seconds,
    characters: before.characters + characters,
  };
}

function afterValidation(
  before: TrainingProgress,
  { loss, seconds }: { readonly loss: number; readonly seconds: number },
  schedule: Schedule,
): TrainingProgress {
  const after = { ...before, seconds: before.seconds + seconds };
  // A NaN is never better.
  if (before.best === null ? Number.isFinite(loss) : loss < before.best.loss) {
    return { ...after, best: { step: before.step, loss }, sinceBest: 0 };
  }
  const sinceBest = before.sinceBest + 1;
  if (schedule.kind === 'plateau' && sinceBest >= schedule.patience) {
    return { ...after, sinceBest: 0, rateFactor: before.rateFactor * schedule.factor };
  }
  return { ...after, sinceBest };
}

function sendCheckpoint(parts: LeaderParts, progress: TrainingProgress, validation: number | null): void {
  const { kernels, plan, setting, tell } = parts;
  give(parts, order.saveState);
  function block(offset: number, count: number): Float32Array<ArrayBuffer> {
    return Float32Array.from(kernels.floats.subarray(offset, offset + count));
  }
  const size = plan.layout.size;
  const state = {
    step: progress.step,
    parameters: block(plan.parameters, size),
    optimizer: block(plan.moments, size * momentBlocks(setting.job.training.optimizer)),
    averaged: plan.averaged === null ? null : block(plan.averaged, size),
    carried: Float32Array.from(setting.shared.carried),
    progress,
  };
  const transfer = [state.parameters, state.optimizer, state.carried, ...(state.averaged ? [state.averaged] : [])];
  tell(
    { kind: 'checkpoint', state, validation },
    transfer.map((array) => array.buffer),
  );
}

/** Gathers what happens between two progress events. */
class Reporter {
  private readonly parts: LeaderParts;
  private points: { step: number; loss: number }[] = [];
  private sent = -Infinity;
  private rate = 0;
  private lastSpeed: number | null = null;

  constructor(parts: LeaderParts) {
    this.parts = parts;
  }

  add(progress: TrainingProgress, result: StepResult, milliseconds: number): void {
    const { training } = this.parts.setting.job;
    const speed = charactersPerStep(training) / Math.max(1e-6, milliseconds / 1000);
    // Averaged over about a second, whatever a step takes.
    const share = Math.min(1, Math.max(0.02, milliseconds / 1000));
    this.lastSpeed = this.lastSpeed === null ? speed : this.lastSpeed + share * (speed - this.lastSpeed);
    this.rate = result.learningRate;
    this.points.push({ step: progress.step, loss: result.loss });
    if (this.parts.now() - this.sent >= MILLISECONDS_BETWEEN_EVENTS) this.flush(progress);
  }

  flush(progress: TrainingProgress): void {
    if (this.points.length === 0 || this.lastSpeed === null) return;
    const left = (progress.totalSteps - progress.step) * (progress.seconds / Math.max(1, progress.step));
    this.parts.tell({
      kind: 'progress',
      progress,
      learningRate: this.rate,
      charactersPerSecond: this.lastSpeed,
      secondsLeft: left,
      points: this.points,
    });
    this.points = [];
    this.sent = this.parts.now();
  }
}
