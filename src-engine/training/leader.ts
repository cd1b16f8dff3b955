// The thread that leads a run: gives the orders, watches the loss, tells the host. Its state between steps is TrainingProgress
// and nothing else, so that a checkpoint is the whole truth.

import type { Kernels } from '../kernels/kernels.ts';
import { initialize } from '../nn/initialize.ts';
import { type Extension, lengthAt } from '../optimizers/course.ts';
import { momentBlocks } from '../optimizers/optimizer.ts';
import { learningRateAt } from '../optimizers/schedule.ts';
import type { Schedule } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import type { Barrier } from './barrier.ts';
import {
  charactersPerStep,
  checkpointEvery,
  knownSteps,
  stepsIn,
  stepsPerEpoch,
  validateEvery,
  wakefulTime,
} from './cadence.ts';
import { Soundness, troubleOf } from './divergence.ts';
import type { LaneSizes } from './lanes.ts';
import { flopPerCharacter, type RunPlan } from './plan.ts';
import { noProgress } from './progress.ts';
import { type Shard, type StepResult, validationLength } from './shard.ts';
import { argument, command, control, type LeaderMessage, order, type WorkerSetting } from './shared.ts';
import type { RunEnd, TrainingProgress } from './types.ts';

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
  const progress = firstProgress(parts);
  const length = lengthOf(parts, progress);
  tell({
    kind: 'started',
    totalSteps: lengthAt(Infinity, length, setting.job.extensions),
    stepsPerEpoch: stepsPerEpoch(setting.job.training, parts.lanes),
    parameters: plan.layout.count,
    memoryBytes: plan.size * 4,
    flopPerCharacter: flopPerCharacter(plan.shape),
  });
  run(parts, progress, length);
  give(parts, order.exit);
}

function run(parts: LeaderParts, from: TrainingProgress, length: number): void {
  const { job, shared, checkpoint } = parts.setting;
  const heldOut = validationLength(job) * job.training.batch;
  const reporter = new Reporter(parts, length);
  const soundness = new Soundness(job.vocabulary);
  let saved = checkpoint ? checkpoint.step : null;
  let due = false;
  let progress = from;
  for (;;) {
    progress = onCourse(progress, length, job.extensions);
    const end = endOf(progress, job.training.patience, Atomics.load(shared.control, control.command));
    if (end !== null) {
      reporter.flush(progress);
      if (saved !== progress.step) sendCheckpoint(parts, progress, null);
      parts.tell({ kind: 'ended', reason: end });
      return;
    }
    const started = parts.now();
    const { result, rate } = takeStep(parts, progress, length);
    const milliseconds = reporter.awake(parts.now() - started);
    progress = afterStep(progress, result, milliseconds / 1000, charactersPerStep(job.training));
    const trouble = troubleOf(result.finite, progress, job.vocabulary);
    if (trouble !== null) {
      parts.tell({ kind: 'diverged', step: progress.step, reason: trouble, sound: soundness.proved(from.step - 1) });
      return;
    }
    reporter.add(progress, result.loss, rate, milliseconds);
    soundness.see(result.loss, progress);
    const finished = progress.step >= progress.totalSteps;
    const validations = validateEvery(job.training, progress.totalSteps, heldOut);
    const validates = heldOut > 0 && (finished || progress.step % validations === 0);
    const validation = validates ? takeValidation(parts) : null;
    if (validation) {
      progress = afterValidation(progress, validation, job.training.schedule);
      parts.tell({ kind: 'validation', step: progress.step, loss: validation.loss, characters: heldOut });
    }
    const requested = Atomics.exchange(shared.control, control.checkpoint, 0) === 1;
    due ||= validates || requested || progress.step % checkpointEvery(job.training, validations) === 0;
    // While the loss is suspiciously high a checkpoint has to wait: a diverged run goes back to one of the newest.
    if (finished || (due && soundness.allows(progress))) {
      reporter.flush(progress);
      sendCheckpoint(parts, progress, validation?.loss ?? null);
      saved = progress.step;
      due = false;
    }
  }
}

/** What the run's length is from here on; where it was extended, the patience begins anew. */
function onCourse(progress: TrainingProgress, length: number, extensions: readonly Extension[]): TrainingProgress {
  const isExtended = extensions.some(({ at }) => at === progress.step);
  return {
    ...progress,
    totalSteps: lengthAt(progress.step, length, extensions),
    withoutBetter: isExtended ? 0 : progress.withoutBetter,
  };
}

function endOf(progress: TrainingProgress, patience: number, wish: number): RunEnd | null {
  if (progress.step >= progress.totalSteps) return 'finished';
  if (patience > 0 && progress.withoutBetter >= patience) return 'early';
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

function firstProgress({ setting }: LeaderParts): TrainingProgress {
  const { checkpoint, rateFactor, recoveries } = setting;
  return checkpoint?.progress ?? { ...noProgress, rateFactor, recoveries };
}

/** The length of the run before it was ever extended. */
function lengthOf(parts: LeaderParts, { totalSteps }: TrainingProgress): number {
  const { job } = parts.setting;
  const told = job.extensions[0]?.from ?? job.totalSteps ?? (totalSteps > 0 ? totalSteps : null);
  return told ?? knownSteps(job.training, parts.lanes) ?? measureLength(parts);
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

function takeStep(
  parts: LeaderParts,
  progress: TrainingProgress,
  length: number,
): { readonly result: StepResult; readonly rate: number } {
  const { shared, job } = parts.setting;
  const rate = learningRateAt(job.training, progress.step, length, progress.rateFactor, job.extensions);
  const update = progress.step + progress.updatesBefore;
  shared.arguments[argument.update] = update;
  shared.arguments[argument.rate] = rate;
  shared.arguments[argument.epoch] = progress.epoch;
  shared.arguments[argument.cursor] = progress.cursor;
  Atomics.store(shared.control, control.order, order.step);
  parts.barrier.wait();
  return { result: parts.shard.step({ update, rate, from: progress }), rate };
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
    return { ...after, best: { step: before.step, loss }, sinceBest: 0, withoutBetter: 0 };
  }
  const sinceBest = before.sinceBest + 1;
  const withoutBetter = before.withoutBetter + 1;
  if (schedule.kind === 'plateau' && sinceBest >= schedule.patience) {
    return { ...after, sinceBest: 0, withoutBetter, rateFactor: before.rateFactor * schedule.factor };
  }
  return { ...after, sinceBest, withoutBetter };
}

function sendCheckpoint(parts: LeaderParts, progress: TrainingProgress, validation: number | null): void {
  const { kernels, plan, setting, tell } = parts;
  const { shared } = setting;
  Atomics.wait(shared.control, control.keeping, 1);
  Atomics.store(shared.control, control.keeping, 1);
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
    carried: Float32Array.from(shared.carried),
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
  private readonly finalSteps: number;
  private points: { step: number; loss: number }[] = [];
  private sent = -Infinity;
  private rate = 0;
  private lastSpeed: number | null = null;

  constructor(parts: LeaderParts, length: number) {
    this.parts = parts;
    this.finalSteps = lengthAt(Infinity, length, parts.setting.job.extensions);
  }

  /** What a step of so many milliseconds took while the machine was awake. */
  awake(milliseconds: number): number {
    if (this.lastSpeed === null) return milliseconds;
    return wakefulTime(milliseconds, (1000 * charactersPerStep(this.parts.setting.job.training)) / this.lastSpeed);
  }

  add(progress: TrainingProgress, loss: number, rate: number, milliseconds: number): void {
    const { training } = this.parts.setting.job;
    const speed = charactersPerStep(training) / Math.max(1e-6, milliseconds / 1000);
    // Averaged over about a second, whatever a step takes.
    const share = Math.min(1, Math.max(0.02, milliseconds / 1000));
    this.lastSpeed = this.lastSpeed === null ? speed : this.lastSpeed + share * (speed - this.lastSpeed);
    this.rate = rate;
    this.points.push({ step: progress.step, loss });
    if (this.parts.now() - this.sent >= MILLISECONDS_BETWEEN_EVENTS) this.flush(progress);
  }

  flush(progress: TrainingProgress): void {
    if (this.points.length === 0 || this.lastSpeed === null) return;
    const left = (this.finalSteps - progress.step) * (progress.seconds / Math.max(1, progress.step));
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
