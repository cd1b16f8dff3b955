// The thread that leads a run: gives the orders, watches the loss, tells the host. Its state between steps is
// TrainingProgress and the run's extensions and nothing else, so that a checkpoint is the whole truth.

import { initialize } from '../nn/initialize.ts';
import { isExtendedAt, lengthAt, secondsAt } from '../optimizers/run-length.ts';
import { learningRateAt, testedRate } from '../optimizers/schedule.ts';
import type { RateRange } from '../optimizers/schedule.ts';
import { createRandom } from '../random/xoshiro.ts';
import {
  charactersPerStep,
  checkpointEvery,
  isTimeToValidate,
  knownSteps,
  stepsPerEpoch,
  validateEvery,
} from './intervals.ts';
import { Soundness, troubleOf } from './divergence.ts';
import type { LeaderParts } from './leader-parts.ts';
import { hasReached, lossToReach } from './goal.ts';
import { Pace } from './pace.ts';
import { flopPerCharacter } from './plan.ts';
import { afterStep, afterValidation, noProgress } from './progress.ts';
import { Reporter } from './reporter.ts';
import { Saving } from './saving.ts';
import type { StepResult } from './shard.ts';
import { argument, command, control, nobody, order } from './shared.ts';
import type { WorkerSetting } from './shared.ts';
import { Stopwatch } from './stopwatch.ts';
import { rhythmOf, Timekeeper } from './timekeeper.ts';
import type { Source } from './source.ts';
import type { Accuracy } from '../protocol/runs.ts';
import type { TrainerEnd, TrainingProgress } from './types.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

const rehearsalMilliseconds = 1200;
/** A range test is over where the loss is so many times what it was at first. */
const testEnds = 2;
/** A short run is rehearsed for no longer than this share of its time. */
const rehearsalShare = 0.02;

/** Leads a run from its checkpoint (or its beginning) to its end, pause, stop or divergence. */
export function lead(parts: LeaderParts): void {
  const { tell, plan, setting } = parts;
  fillBlocks(parts);
  give(parts, order.load);
  if (setting.purpose !== 'train') {
    if ('rates' in setting.purpose) tryRates(parts, setting.purpose.rates);
    else tell({ kind: 'measured', charactersPerSecond: measureSpeed(parts, setting.purpose.measureFor) });
    give(parts, order.exit);
    return;
  }
  const stopwatch = new Stopwatch(parts.now);
  const from = firstProgress(parts);
  const length = lengthOf(parts, from);
  tell({
    kind: 'started',
    totalSteps: lengthAt(Infinity, length, setting.job.extensions),
    stepsPerEpoch: stepsPerEpoch(setting.job.training, parts.source.chunksPerEpoch),
    parameters: plan.layout.count,
    memoryBytes: plan.size * 4,
    flopPerCharacter: flopPerCharacter(plan.shape),
  });
  // What it has taken to get ready counts.
  new Sitting(parts, { ...from, seconds: from.seconds + stopwatch.lap(null) }, length, stopwatch).run();
  give(parts, order.exit);
}

/** A run from where it is to where it comes to rest. */
class Sitting {
  readonly #parts: LeaderParts;
  readonly #length: number;
  readonly #heldOut: Source['heldOut'];
  readonly #stopwatch: Stopwatch;
  readonly #timekeeper: Timekeeper;
  readonly #reporter: Reporter;
  readonly #saving: Saving;
  readonly #soundness: Soundness;
  readonly #firstStep: number;
  /** That it is to reach, in nats; null: it has no goal. */
  readonly #goal: number | null;
  #progress: TrainingProgress;
  /** Of the lines since the last validation: those that were labelled correctly, and all. */
  #hits = { right: 0, lines: 0 };
  #saved: number | null;
  #isDue = false;
  /** The one that is due is waited for. */
  #mustSave = false;

  constructor(parts: LeaderParts, from: TrainingProgress, length: number, stopwatch: Stopwatch) {
    const { job, checkpoint } = parts.setting;
    this.#parts = parts;
    this.#length = length;
    this.#heldOut = parts.source.heldOut;
    this.#stopwatch = stopwatch;
    const { training, extensions } = job;
    this.#timekeeper = new Timekeeper({ training, heldOut: this.#heldOut.positions, length, extensions }, from);
    this.#reporter = new Reporter(parts, (at) => this.#timekeeper.secondsLeft(at));
    this.#saving = new Saving(parts, stopwatch, () => give(parts, order.saveState));
    this.#soundness = new Soundness(choicesOf(job));
    this.#firstStep = from.step;
    this.#goal = lossToReach(training.goal, job.ngram ?? null);
    this.#progress = from;
    this.#saved = checkpoint ? checkpoint.step : null;
  }

  run(): void {
    const { job, shared } = this.#parts.setting;
    for (;;) {
      this.#followLength();
      const end = this.#endOf(job.training.patience, Atomics.load(shared.control, control.command));
      if (end !== null) return this.#end(end);
      this.#lendWeights();
      const { result, rate, seconds } = this.#step();
      const trouble = troubleOf(result.finite, this.#progress, choicesOf(job));
      if (trouble !== null) return this.#diverge(trouble);
      this.#reporter.add(this.#progress, result, rate, seconds);
      this.#soundness.see(result.loss, this.#progress);
      this.#save(this.#validate());
    }
  }

  #endOf(patience: number, wish: number): TrainerEnd | null {
    const { step, totalSteps, withoutBetter } = this.#progress;
    if (step >= totalSteps) return 'finished';
    if (hasReached(this.#progress, this.#goal)) return 'reached';
    if (patience > 0 && withoutBetter >= patience) return 'early';
    if (wish === command.pause) return 'paused';
    return wish === command.stop ? 'stopped' : null;
  }

  /**
   * What the run's length is from here on; where its user extended it, the patience begins anew, and a goal that it has
   * reached is behind it.
   */
  #followLength(): void {
    const { step } = this.#progress;
    const saved = this.#saving.lookUp();
    if (saved !== null) this.#timekeeper.pace.sawSaving(saved);
    if (this.#timekeeper.correct(this.#progress, this.#saving.busyFor)) this.#tellLength();
    const isExtended = isExtendedAt(step, this.#timekeeper.extensions);
    this.#progress = {
      ...this.#progress,
      totalSteps: lengthAt(step, this.#length, this.#timekeeper.extensions),
      withoutBetter: isExtended ? 0 : this.#progress.withoutBetter,
      beyondGoal: this.#progress.beyondGoal || (isExtended && hasReached(this.#progress, this.#goal)),
    };
  }

  #tellLength(): void {
    const { extensions } = this.#timekeeper;
    this.#parts.tell({ kind: 'corrected', extensions, totalSteps: lengthAt(Infinity, this.#length, extensions) });
  }

  /** Sends the weights where somebody waits for those of this step or an earlier one. */
  #lendWeights(): void {
    const { kernels, plan, setting, tell } = this.#parts;
    const words = setting.shared.control;
    const wanted = Atomics.load(words, control.weights);
    const { step } = this.#progress;
    if (wanted === nobody || step < wanted) return;
    Atomics.store(words, control.weights, nobody);
    const from = plan.averaged ?? plan.parameters;
    const parameters = Float32Array.from(kernels.floats.subarray(from, from + plan.layout.size));
    tell({ kind: 'weights', step, parameters }, [parameters.buffer]);
  }

  #step(): { readonly result: StepResult; readonly rate: number; readonly seconds: number } {
    const { training } = this.#parts.setting.job;
    const { pace, extensions } = this.#timekeeper;
    const { step, rateFactor } = this.#progress;
    const rate = learningRateAt(training, step, this.#length, rateFactor, extensions);
    const result = takeStep(this.#parts, this.#progress, rate);
    const seconds = this.#stopwatch.lap(pace.secondsPerStep);
    pace.sawStep(seconds);
    this.#progress = afterStep(this.#progress, result, seconds);
    this.#hits.right += result.hits;
    this.#hits.lines += training.batch * training.accumulate;
    return { result, rate, seconds };
  }

  /** The held-out part's loss, where it is time to measure it. */
  #validate(): number | null {
    const parts = this.#parts;
    const heldOut = this.#heldOut;
    const { training } = parts.setting.job;
    const { step } = this.#progress;
    if (heldOut.positions === 0 || !isTimeToValidate(training, this.#progress, heldOut.positions)) return null;
    const { pace } = this.#timekeeper;
    Atomics.store(parts.setting.shared.control, control.order, order.evaluate);
    parts.barrier.wait();
    const { loss, hits } = parts.shard.evaluate();
    const seconds = this.#stopwatch.lap(pace.secondsPerValidation);
    pace.sawValidation(seconds);
    this.#progress = afterValidation(this.#progress, { loss, seconds }, training.schedule);
    const accuracy = this.#accuracy(hits);
    parts.tell({ kind: 'validation', step, loss, characters: heldOut.predictions, ...(accuracy && { accuracy }) });
    return loss;
  }

  /** @param hits lines of the validation that were labelled correctly */
  #accuracy(hits: number): Accuracy | null {
    const { counted } = this.#heldOut;
    const { right, lines } = this.#hits;
    this.#hits = { right: 0, lines: 0 };
    return counted === 0 ? null : { training: right / Math.max(1, lines), heldOut: hits / counted };
  }

  /** Sends a checkpoint where it is time for one. */
  #save(validation: number | null): void {
    const { shared, job } = this.#parts.setting;
    const { step, totalSteps, best } = this.#progress;
    const every = checkpointEvery(job.training, validateEvery(job.training, totalSteps, this.#heldOut.positions));
    const isRequested = Atomics.exchange(shared.control, control.checkpoint, 0) === 1;
    const isFinished = step >= totalSteps;
    const isBest = validation !== null && best?.step === step;
    const isOnTime = validation !== null || step % every === 0;
    this.#isDue ||= isOnTime || isRequested;
    this.#mustSave ||= isRequested || isBest || !this.#timekeeper.isTimed(step);
    const { isBusy, busyFor } = this.#saving;
    if (validation !== null && this.#timekeeper.endHere(this.#progress, this.#mustSave, busyFor)) this.#tellLength();
    // A run by time does not spend it on waiting for what only stands in the rhythm; nor is the last one to wait for
    // such.
    // Of a rhythm that nobody has asked for there is nothing to say.
    const isAsked = job.training.checkpointEvery > 0;
    if (!isFinished && !this.#mustSave && (isBusy || this.#timekeeper.isNearEnd(this.#progress))) {
      if (isAsked && this.#isDue && isBusy) this.#saving.leaveOut(every);
      this.#isDue = false;
      return;
    }
    // While the loss is suspiciously high a checkpoint has to wait: a diverged run goes back to one of the newest.
    if (!isFinished && !(this.#isDue && this.#soundness.allows(this.#progress))) return;
    this.#reporter.flush(this.#progress);
    this.#send(validation);
    this.#saving.warn(every, this.#progress.seconds);
    this.#isDue = false;
    this.#mustSave = false;
  }

  #send(validation: number | null): void {
    const waited = this.#saving.waitForLast();
    this.#progress = { ...this.#progress, seconds: this.#progress.seconds + waited };
    this.#saving.send(this.#progress, validation);
    const copied = this.#stopwatch.lap(null);
    this.#timekeeper.pace.sawWait(waited + copied);
    this.#progress = { ...this.#progress, seconds: this.#progress.seconds + copied };
    this.#saved = this.#progress.step;
  }

  #end(reason: TrainerEnd): void {
    this.#reporter.flush(this.#progress);
    if (this.#saved !== this.#progress.step) this.#send(null);
    this.#parts.tell({ kind: 'ended', reason });
  }

  #diverge(reason: Sentence): void {
    const { step, seconds } = this.#progress;
    this.#parts.tell({ kind: 'diverged', step, seconds, reason, sound: this.#soundness.proved(this.#firstStep - 1) });
  }
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
  const { checkpoint, rateFactor, recoveries, seconds } = setting;
  return checkpoint?.progress ?? { ...noProgress, rateFactor, recoveries, seconds };
}

/** The length of the run before it was ever extended. */
function lengthOf(parts: LeaderParts, { totalSteps, seconds }: TrainingProgress): number {
  const { job } = parts.setting;
  const told = job.extensions[0]?.from ?? job.totalSteps ?? (totalSteps > 0 ? totalSteps : null);
  return told ?? knownSteps(job.training, parts.source.chunksPerEpoch) ?? measureLength(parts, seconds);
}

/** Steps that a run by the minute is likely to take, from a moment of training of which nothing is kept. */
function measureLength(parts: LeaderParts, spent: number): number {
  const { training } = parts.setting.job;
  const allowed = secondsAt(0, training.length, []);
  if (allowed === null) throw new Error('Only a run by the minute is measured.');
  const speed = measureSpeed(parts, Math.min(rehearsalMilliseconds, rehearsalShare * allowed * 1000));
  const pace = new Pace(rhythmOf(training, parts.source.heldOut.positions));
  pace.sawStep(charactersPerStep(training) / speed);
  return pace.lengthFor(0, allowed - spent - parts.now() / 1000) ?? 1;
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

/** A step for each rate, told as it is done; over when the loss has left all measure. */
function tryRates(parts: LeaderParts, range: RateRange): void {
  let progress = noProgress;
  let first: number | null = null;
  while (progress.step < range.steps) {
    const rate = testedRate(range, progress.step);
    const result = takeStep(parts, progress, rate);
    first ??= result.loss;
    if (!result.finite || result.loss > testEnds * first) break;
    parts.tell({ kind: 'tested', point: { rate, loss: result.loss } });
    progress = afterStep(progress, result, 0);
  }
  parts.tell({ kind: 'ended', reason: 'finished' });
}

/** What a model without any idea chooses among. */
function choicesOf({ labels = 0, vocabulary }: WorkerSetting['job']): number {
  return labels > 0 ? 2 : vocabulary;
}

function give({ setting, barrier, obey }: LeaderParts, what: number): void {
  Atomics.store(setting.shared.control, control.order, what);
  barrier.wait();
  obey(what);
}

function takeStep({ setting, barrier, shard }: LeaderParts, progress: TrainingProgress, rate: number): StepResult {
  const { shared } = setting;
  const update = progress.step + progress.updatesBefore;
  shared.arguments[argument.update] = update;
  shared.arguments[argument.rate] = rate;
  shared.arguments[argument.epoch] = progress.epoch;
  shared.arguments[argument.cursor] = progress.cursor;
  Atomics.store(shared.control, control.order, order.step);
  barrier.wait();
  return shard.step({ update, rate, from: progress });
}
