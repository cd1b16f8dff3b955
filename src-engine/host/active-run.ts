// A run while this process trains it: passes on what its trainer tells, and has it saved. A checkpoint is told only
// once it is durable.

import { shortened } from '../quoting.ts';
import { asEngineError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredRun } from '../library/runs.ts';
import { roundAlike } from '../kernels/choice.ts';
import type { CheckpointId, EngineEvent, Forecast, KernelBuild, RestingState } from '../protocol/index.ts';
import { inEnglish, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { runMessages } from '../protocol/words/run-messages.ts';
import type {
  CheckpointState,
  TrainerEnd,
  Trainer,
  TrainerEvent,
  TrainingJob,
  TrainingProgress,
  WishedEnd,
} from '../training/types.ts';
import { lossToReach } from '../training/goal.ts';
import { changesOf } from './changes.ts';
import { entropyOf } from './catalogue.ts';
import type { HostContext } from './context.ts';
import { Forecaster } from '../training/forecast.ts';
import { RecentLoss } from './recent-loss.ts';
import type { WeightsAtStep } from './run-specimens.ts';
import { RunSaver } from './run-saver.ts';
import { YoungRun } from './young-run.ts';

const millisecondsBetweenSaves = 2000;
/** A run that chooses its checkpoints by itself loses no more than about this much when the machine fails. */
const millisecondsBetweenCheckpoints = 60_000;
/**
 * Tries to write the end of a run before it is given up, when Charloom is closing; else it is tried until it is done.
 */
const lastTries = 5;
const millisecondsBetweenLastTries = 1500;
/** Of the curve that a run has behind it: in so many stretches it tells how it falls. */
const pointsBehind = 1000;

type End = {
  readonly state: RestingState;
  readonly message: string | null;
};

export interface ActiveRunParts {
  readonly context: HostContext;
  readonly run: StoredRun;
  readonly job: Omit<TrainingJob, 'reload'>;
  /** GFLOP/s of one thread; null while unknown. */
  readonly peak: number | null;
  readonly onCheckpoint: (state: CheckpointState) => void;
  /** Writes with them, and tells for how many seconds, where that can be told; null: the run does not write. */
  readonly onWeights: ((weights: WeightsAtStep) => Promise<number | null>) | null;
  readonly onOver: (last: CheckpointState | null) => void;
}

export class ActiveRun {
  readonly #parts: ActiveRunParts;
  readonly #trainer: Trainer;
  readonly #timer: NodeJS.Timeout;
  readonly #over: Promise<void>;
  #tellOver: () => void = () => {};
  readonly #saver: RunSaver;
  readonly #recentLoss: RecentLoss;
  readonly #young: YoungRun;
  readonly #forecaster: Forecaster;
  readonly #entropy: number | null;
  /** At work now. */
  #threads: number;
  #ownThreads: number;
  #isSpared = false;
  #flopPerCharacter = 0;
  #parameters = 0;
  readonly #kernels: KernelBuild;
  #totalSteps: number | null;
  #step = 0;
  #seconds: number;
  #best: TrainingProgress['best'];
  /** Those that everybody has been told of. */
  #checkpoints: readonly CheckpointId[];
  #isHurried = false;
  #checkpointAt = performance.now();
  #isOver = false;
  #endMessage: string | null = null;

  constructor(parts: ActiveRunParts) {
    this.#parts = parts;
    this.#threads = parts.job.training.threads;
    this.#ownThreads = this.#threads;
    this.#kernels = parts.context.engine.kernels().build;
    this.#checkpoints = parts.context.library.checkpoints.list(parts.run.id).map(({ id }) => id);
    this.#totalSteps = parts.job.totalSteps;
    this.#step = parts.job.checkpoint?.step ?? 0;
    this.#seconds = parts.job.checkpoint?.progress.seconds ?? 0;
    this.#best = parts.job.checkpoint?.progress.best ?? null;
    this.#young = new YoungRun({ step: this.#step, seconds: this.#seconds });
    this.#over = new Promise((resolve) => (this.#tellOver = resolve));
    this.#recentLoss = new RecentLoss(parts.context.library.curves.newest(parts.run.id));
    this.#forecaster = forecasterOf(parts);
    const { catalogue, library } = parts.context;
    this.#entropy = entropyOf(catalogue, library.corpora.find(parts.run.corpus).source);
    this.#saver = new RunSaver(parts.context, parts.run.id, (id, state) => this.#tellCheckpoint(id, state));
    const job = { ...parts.job, reload: (upTo: number) => this.#lastGood(upTo) };
    this.#trainer = parts.context.engine.startTrainer(job, (event) => this.#hear(event));
    this.#askForWeights();
    this.#timer = setInterval(() => this.#look(), millisecondsBetweenSaves);
  }

  get run(): StoredRun {
    return this.#parts.run;
  }

  /** Share of the run that is done; 0 while its length is unknown. */
  get share(): number {
    return this.#totalSteps === null ? 0 : Math.min(1, this.#step / this.#totalSteps);
  }

  /** Resolves when the run is at rest and its last checkpoint is in the library. */
  async end(reason: WishedEnd, message: string | null = null): Promise<void> {
    this.#endMessage = message;
    if (!this.#isOver) this.#trainer.end(reason);
    await this.#over;
  }

  /** Those of the run; while the machine is spared, half of them work. */
  setThreads(threads: number): void {
    this.#ownThreads = threads;
    this.#applyThreads();
  }

  /** Spares the machine, or no longer. */
  spare(isSpared: boolean): void {
    this.#isSpared = isSpared;
    this.#applyThreads();
  }

  #applyThreads(): void {
    const threads = this.#isSpared ? Math.ceil(this.#ownThreads / 2) : this.#ownThreads;
    if (threads === this.#threads) return;
    this.#threads = threads;
    this.#trainer.setThreads(threads);
  }

  /**
   * The machine may stop at any moment: what there is goes into the library now, the state as soon as the step is done.
   */
  secure(): void {
    this.save();
    if (!this.#isOver) this.#trainer.requestCheckpoint();
  }

  /** For a run that is to be deleted: nothing more is told or written. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#timer);
    await this.#trainer.terminate();
    await this.#saver.giveUp();
    this.#finish(null);
  }

  /** Charloom is closing: what cannot be saved soon is given up. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** Writes what is small, so that the library tells what has happened till now. */
  save(): void {
    this.#saver.save();
  }

  #look(): void {
    if (this.#saver.isDue) void this.#saver.write();
    const isAutomatic = this.#parts.job.training.checkpointEvery === 0;
    if (!isAutomatic || performance.now() - this.#checkpointAt < millisecondsBetweenCheckpoints) return;
    this.#checkpointAt = performance.now();
    this.#trainer.requestCheckpoint();
  }

  #hear(event: TrainerEvent): void | Promise<void> {
    if (this.#isOver) return;
    const { id } = this.run;
    switch (event.kind) {
      case 'started':
        this.#totalSteps = event.totalSteps;
        this.#flopPerCharacter = event.flopPerCharacter;
        this.#parameters = event.parameters;
        this.#tellRounding();
        this.#plan(event.totalSteps);
        this.#saver.save();
        return this.#parts.context.changes.run(id);
      case 'corrected':
        return this.#correct(event);
      case 'notice':
        return this.#warn(event.message);
      case 'progress':
        return this.#progress(event);
      case 'validation':
        return this.#validation(event);
      case 'weights':
        return void this.#write(event);
      case 'checkpoint':
        this.#best = event.state.progress.best;
        this.#checkpointAt = performance.now();
        return this.#saver.keep({ state: event.state, validation: event.validation });
      case 'recovered':
        this.#step = event.step;
        this.#recentLoss.rewind(event.step);
        this.#forecaster.rewind(event.step);
        this.#saver.rewind(event.step, inEnglish(event.message));
        this.#saver.save();
        this.#emit({ kind: 'run.state', run: id, state: 'training', message: inEnglish(event.message) });
        return this.#warn(event.message);
      case 'ended':
        return void this.#close(this.#endOf(event.reason));
      case 'failed':
        return void this.#close({ state: 'failed', message: event.message });
    }
  }

  /** A run that is young writes oftener than at its checkpoints. */
  #askForWeights(): void {
    if (this.#parts.onWeights === null || this.#isOver) return;
    const from = this.#young.wish({ step: this.#step, seconds: this.#seconds });
    if (from !== null) this.#trainer.requestWeights(from);
  }

  async #write(weights: WeightsAtStep): Promise<void> {
    this.#young.begin({ step: weights.step, seconds: this.#seconds });
    this.#young.end((await this.#parts.onWeights?.(weights)) ?? null);
    this.#askForWeights();
  }

  #validation({ kind: _kind, ...told }: Extract<TrainerEvent, { kind: 'validation' }>): void {
    const { step, loss, accuracy = null } = told;
    this.#saver.unsaved.addValidation(told);
    this.#forecaster.validate({ step, loss });
    this.#emit({ kind: 'run.validation', run: this.run.id, step, loss, accuracy });
  }

  #plan(totalSteps: number): void {
    this.#saver.unsaved.setPlan({ totalSteps, parameters: this.#parameters, kernels: this.#kernels });
  }

  /** Bit for bit it goes on only with kernels that round alike. */
  #tellRounding(): void {
    const before = this.run.kernels;
    if (before === null || roundAlike(before, this.#kernels)) return;
    const text = sentence`"${shortened(this.run.name)}" has been trained with the ${before} kernels so far; the ${this.#kernels} ones, which train it now, round differently from here on.`;
    this.#emit({ kind: 'notice', severity: 'warning', text });
  }

  #warn(message: Sentence): void {
    const text = sentence`"${shortened(this.run.name)}": ${message}`;
    this.#emit({ kind: 'notice', severity: 'warning', text });
  }

  /** Written at once: what is trained from here on cannot be repeated without it. */
  #correct({ extensions, totalSteps }: Extract<TrainerEvent, { kind: 'corrected' }>): void {
    this.#totalSteps = totalSteps;
    this.#saver.unsaved.setExtensions(extensions);
    this.#plan(totalSteps);
    this.#saver.save();
  }

  #progress(event: Extract<TrainerEvent, { kind: 'progress' }>): void {
    const { progress, points, charactersPerSecond } = event;
    const { peak } = this.#parts;
    this.#step = progress.step;
    this.#seconds = progress.seconds;
    this.#askForWeights();
    this.#recentLoss.append(points);
    this.#forecaster.train(points);
    this.#saver.unsaved.advance(event);
    const gigaflops = (this.#flopPerCharacter * charactersPerSecond) / 1e9;
    this.#emit({
      kind: 'run.progress',
      run: this.run.id,
      step: progress.step,
      totalSteps: this.#totalSteps,
      epoch: progress.characters / this.run.trainCharacters,
      loss: this.#recentLoss.value ?? Number.NaN,
      learningRate: event.learningRate,
      charactersPerSecond,
      seconds: progress.seconds,
      characters: progress.characters,
      secondsLeft: event.secondsLeft,
      forecast: this.#forecast(progress),
      peakShare: peak === null ? null : gigaflops / (peak * this.#threads),
      points,
    });
  }

  /** A run that was extended has another course than those that forecasts were tried on. */
  #forecast({ step, characters, seconds }: TrainingProgress): Forecast | null {
    const { extensions, training } = this.#parts.job;
    const totalSteps = this.#totalSteps;
    if (totalSteps === null || step === 0 || extensions.some(({ keepsTime }) => !keepsTime)) return null;
    const epochs = ((characters / this.run.trainCharacters) * totalSteps) / step;
    return this.#forecaster.forecast({ training, totalSteps, epochs, entropy: this.#entropy, seconds });
  }

  #tellCheckpoint(id: CheckpointId, state: CheckpointState): void {
    const now = this.#parts.context.library.checkpoints.list(this.run.id);
    const checkpoint = now.find((one) => one.id === id);
    if (checkpoint)
      this.#emit({ kind: 'run.checkpoint', run: this.run.id, checkpoint, ...changesOf(this.#checkpoints, now) });
    this.#checkpoints = now.map((one) => one.id);
    this.#parts.onCheckpoint(state);
  }

  #endOf(reason: TrainerEnd): End {
    if (reason === 'finished') return { state: reason, message: null };
    const best = this.#best;
    if (reason === 'reached') return { state: 'finished', message: best && inEnglish(this.#reachedMessage(best)) };
    if (reason !== 'early') return { state: reason, message: this.#endMessage };
    const { patience } = this.#parts.job.training;
    const tries = runMessages.lastValidations(patience);
    const kept = best ? { step: best.step, loss: best.loss } : null;
    return { state: 'finished', message: inEnglish(runMessages.stoppedEarly(tries, kept)) };
  }

  /** @param best that has reached the goal */
  #reachedMessage(best: NonNullable<TrainingProgress['best']>): Sentence {
    const { training, ngram = null } = this.#parts.job;
    const goal = lossToReach(training.goal, ngram) ?? Number.NaN;
    const found = runMessages.lossFound(best.step, best.loss);
    switch (training.goal.kind) {
      case 'ngram':
        return runMessages.beatNgram(found, goal);
      case 'bits':
        return runMessages.reachedBits(training.goal.bits, found, best.loss / Math.LN2);
      default:
        return runMessages.reachedLoss(goal, found);
    }
  }

  /** What a diverged run goes back to: a state that later losses have proved, of step `upTo` or before. */
  async #lastGood(upTo: number): Promise<CheckpointState | null> {
    const { library, log } = this.#parts.context;
    try {
      return (await this.#saver.newest(upTo)) ?? library.checkpoints.newestGood(this.run.id, upTo).state;
    } catch (error) {
      // Nothing is left to go back to but the beginning.
      log(`Run ${this.run.id} cannot go back: ${asEngineError(asLibraryError(error)).message}`);
      return null;
    }
  }

  /** Writes the last of it, then lets the run go. */
  async #close({ state, message }: End): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    const { library, log } = this.#parts.context;
    const { id } = this.run;
    let isSaved = await this.#saver.finish(() => library.runs.end(id, state, message));
    for (let tries = 1; !isSaved && (tries < lastTries || !this.#isHurried); tries++) {
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetweenLastTries));
      isSaved = await this.#saver.finish(() => library.runs.end(id, state, message));
    }
    if (!isSaved) log(`The end of run ${id} could not be saved: it can go on from its last saved checkpoint.`);
    const last = await this.#saver.newest();
    this.#emit({ kind: 'run.state', run: id, state, message });
    this.#finish(last);
    this.#parts.context.changes.queue(id);
  }

  #finish(last: CheckpointState | null): void {
    this.#parts.onOver(last);
    this.#tellOver();
  }

  #emit(event: EngineEvent): void {
    this.#parts.context.emit(event);
  }
}

/** With what the run has behind it. */
function forecasterOf({ context, run }: ActiveRunParts): Forecaster {
  const forecaster = new Forecaster();
  const { steps, means } = context.library.curves.band(run.id, 0, Number.MAX_SAFE_INTEGER, pointsBehind);
  forecaster.train(Array.from(steps, (step, at) => ({ step: Math.max(1, Math.round(step)), loss: means[at] })));
  for (const { step, loss } of context.library.validations.list(run.id))
    forecaster.validate({ step, loss: loss ?? Number.NaN });
  return forecaster;
}
