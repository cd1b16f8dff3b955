// One sitting of a run: passes on what its trainer tells, and writes it into the library. A checkpoint is told only
// once it is durable. What cannot be written stays in memory and is tried again; training goes on meanwhile.

import { asEngineError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredRun } from '../library/runs.ts';
import type { EngineEvent, LossPoint, RunState } from '../protocol/index.ts';
import type {
  CheckpointState,
  RunEnd,
  Trainer,
  TrainerEvent,
  TrainingJob,
  TrainingProgress,
} from '../training/types.ts';
import type { HostContext } from './context.ts';

const millisecondsBetweenSaves = 2000;
/** A run that chooses its checkpoints by itself loses no more than about this much when the machine fails. */
const millisecondsBetweenCheckpoints = 60_000;
/** Tries to write the end of a run before it is given up. */
const lastTries = 5;

/** What the library does not have yet. */
interface Unsaved {
  points: LossPoint[];
  validations: { readonly step: number; readonly loss: number; readonly characters: number }[];
  progress: TrainingProgress | null;
  checkpoint: { readonly state: CheckpointState; readonly validation: number | null } | null;
}

type End = {
  readonly state: Exclude<RunState, 'training' | 'queued' | 'interrupted'>;
  readonly message: string | null;
};

export interface SessionParts {
  readonly context: HostContext;
  readonly run: StoredRun;
  readonly job: Omit<TrainingJob, 'reload'>;
  /** GFLOP/s of one thread; null while unknown. */
  readonly peak: number | null;
  readonly onCheckpoint: (state: CheckpointState) => void;
  readonly onOver: (last: CheckpointState | null) => void;
}

export class TrainingSession {
  readonly #parts: SessionParts;
  readonly #trainer: Trainer;
  readonly #timer: NodeJS.Timeout;
  readonly #over: Promise<void>;
  #tellOver: () => void = () => {};
  #unsaved: Unsaved = { points: [], validations: [], progress: null, checkpoint: null };
  #threads: number;
  #flopPerCharacter = 0;
  #totalSteps: number | null;
  #step = 0;
  #last: CheckpointState | null = null;
  #cannotSave = false;
  #checkpointAt = performance.now();
  #isOver = false;
  #endMessage: string | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#threads = parts.job.training.threads;
    this.#totalSteps = parts.job.totalSteps;
    this.#step = parts.job.checkpoint?.step ?? 0;
    this.#over = new Promise((resolve) => (this.#tellOver = resolve));
    const job = { ...parts.job, reload: (upTo: number) => this.#lastGood(upTo) };
    this.#trainer = parts.context.engine.startTrainer(job, (event) => this.#hear(event));
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
  async end(reason: 'paused' | 'stopped', message: string | null = null): Promise<void> {
    this.#endMessage = message;
    if (!this.#isOver) this.#trainer.end(reason);
    await this.#over;
  }

  setThreads(threads: number): void {
    this.#threads = threads;
    this.#trainer.setThreads(threads);
  }

  /** The machine may stop at any moment: what there is goes into the library now, the state as soon as the step is done. */
  secure(): void {
    this.save();
    if (!this.#isOver) this.#trainer.requestCheckpoint();
  }

  /** For a run that is to be deleted: nothing more is told or written. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#timer);
    await this.#trainer.terminate();
    this.#finish();
  }

  /** Writes what the library does not have yet. @returns whether it has everything now */
  save(): boolean {
    const { points, validations, progress, checkpoint } = this.#unsaved;
    if (points.length + validations.length === 0 && progress === null && checkpoint === null) return true;
    const { library } = this.#parts.context;
    const { id } = this.run;
    try {
      const written = library.atomically(() => {
        for (const { step, loss, characters } of validations) library.validations.put(id, step, loss, characters);
        if (checkpoint) return library.saveCheckpoint(id, checkpoint.state, checkpoint.validation, points);
        library.curves.append(id, points);
        if (progress) library.runs.setProgress(id, progress);
        return null;
      });
      this.#unsaved = { points: [], validations: [], progress: null, checkpoint: null };
      this.#tellSaved();
      if (written !== null)
        this.#emit({ kind: 'run.checkpoint', run: id, checkpoint: library.checkpoints.summary(written) });
      return true;
    } catch (error) {
      this.#tellCannotSave(error);
      return false;
    }
  }

  #look(): void {
    this.save();
    const isAutomatic = this.#parts.job.training.checkpointEvery === 0;
    if (!isAutomatic || performance.now() - this.#checkpointAt < millisecondsBetweenCheckpoints) return;
    this.#checkpointAt = performance.now();
    this.#trainer.requestCheckpoint();
  }

  #hear(event: TrainerEvent): void {
    if (this.#isOver) return;
    try {
      this.#handle(event);
    } catch (error) {
      const { message } = asEngineError(asLibraryError(error));
      this.#parts.context.log(`Run ${this.run.id}, ${event.kind}: ${message}`);
      this.#emit({ kind: 'notice', severity: 'error', text: message });
    }
  }

  #handle(event: TrainerEvent): void {
    const { library } = this.#parts.context;
    const { id } = this.run;
    switch (event.kind) {
      case 'started':
        this.#totalSteps = event.totalSteps;
        this.#flopPerCharacter = event.flopPerCharacter;
        library.runs.setPlan(id, event.totalSteps, event.parameters);
        return this.#emit({ kind: 'shelf.changed' });
      case 'progress':
        return this.#progress(event);
      case 'validation':
        this.#unsaved.validations.push({ step: event.step, loss: event.loss, characters: event.characters });
        return this.#emit({ kind: 'run.validation', run: id, step: event.step, loss: event.loss });
      case 'checkpoint':
        this.#last = event.state;
        this.#checkpointAt = performance.now();
        this.#unsaved.checkpoint = { state: event.state, validation: event.validation };
        if (this.save()) this.#parts.onCheckpoint(event.state);
        return;
      case 'recovered':
        this.#forgetAfter(event.step);
        library.rewind(id, event.step, { checkpoints: 'remove' });
        library.runs.setMessage(id, event.message);
        this.#emit({ kind: 'run.state', run: id, state: 'training', message: event.message });
        return this.#emit({ kind: 'notice', severity: 'warning', text: `"${this.run.name}": ${event.message}` });
      case 'ended':
        return void this.#close(this.#endOf(event.reason));
      case 'failed':
        return void this.#close({ state: 'failed', message: event.message });
    }
  }

  #progress(event: Extract<TrainerEvent, { kind: 'progress' }>): void {
    const { progress, points, charactersPerSecond } = event;
    const { peak } = this.#parts;
    this.#step = progress.step;
    this.#unsaved.points.push(...points);
    this.#unsaved.progress = progress;
    const gigaflops = (this.#flopPerCharacter * charactersPerSecond) / 1e9;
    this.#emit({
      kind: 'run.progress',
      run: this.run.id,
      step: progress.step,
      totalSteps: this.#totalSteps,
      epoch: progress.characters / this.run.trainCharacters,
      loss: progress.smoothedLoss ?? points.at(-1)?.loss ?? Number.NaN,
      learningRate: event.learningRate,
      charactersPerSecond,
      secondsLeft: event.secondsLeft,
      peakShare: peak === null ? null : gigaflops / (peak * this.#threads),
      points,
    });
  }

  #forgetAfter(step: number): void {
    const { points, validations, checkpoint } = this.#unsaved;
    this.#step = step;
    this.#unsaved = {
      points: points.filter((point) => point.step <= step),
      validations: validations.filter((validation) => validation.step <= step),
      progress: null,
      checkpoint: checkpoint && checkpoint.state.step <= step ? checkpoint : null,
    };
  }

  #endOf(reason: RunEnd): End {
    if (reason === 'finished') return { state: reason, message: null };
    if (reason !== 'early') return { state: reason, message: this.#endMessage };
    const { patience } = this.#parts.job.training;
    const best = this.#last?.progress.best;
    const tries = patience === 1 ? 'the last validation was' : `the last ${patience} validations were`;
    const kept = best
      ? ` The best, ${best.loss.toFixed(3)} nats at step ${best.step.toLocaleString('en')}, is kept.`
      : '';
    return { state: 'finished', message: `Stopped early: ${tries} no better than the best.${kept}` };
  }

  /** What a diverged run goes back to: a state that later losses have proved, of step `upTo` or before. */
  #lastGood(upTo: number): CheckpointState | null {
    const { library, log } = this.#parts.context;
    const unsaved = this.#unsaved.checkpoint?.state;
    if (unsaved && unsaved.step <= upTo) return unsaved;
    try {
      return library.checkpoints.newestGood(this.run.id, upTo).state;
    } catch (error) {
      // Nothing is left to go back to but the beginning.
      log(`Run ${this.run.id} cannot go back: ${asEngineError(asLibraryError(error)).message}`);
      return null;
    }
  }

  /** Writes the last of it, then lets the run go. */
  async #close(end: End): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    const { context, run } = this.#parts;
    let isSaved = this.save();
    for (let attempt = 1; !isSaved && attempt < lastTries; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetweenSaves));
      isSaved = this.save();
    }
    const lost = 'Its last part could not be saved, so it can only go on from its last checkpoint.';
    const { state, message } = isSaved ? end : ({ state: 'failed', message: lost } as const);
    try {
      context.library.runs.end(run.id, state, message);
    } catch (error) {
      context.log(`The end of run ${run.id} could not be written: ${asEngineError(asLibraryError(error)).message}`);
    }
    this.#emit({ kind: 'run.state', run: run.id, state, message });
    this.#finish();
    this.#emit({ kind: 'shelf.changed' });
  }

  #finish(): void {
    this.#parts.onOver(this.#last);
    this.#tellOver();
  }

  #tellCannotSave(error: unknown): void {
    const { message } = asEngineError(asLibraryError(error));
    this.#parts.context.log(`Run ${this.run.id} cannot be saved: ${message}`);
    if (this.#cannotSave) return;
    this.#cannotSave = true;
    const text = `"${this.run.name}" cannot be saved at the moment; training goes on, and saving is tried again. ${message}`;
    this.#emit({ kind: 'notice', severity: 'error', text });
  }

  #tellSaved(): void {
    if (!this.#cannotSave) return;
    this.#cannotSave = false;
    this.#emit({ kind: 'notice', severity: 'info', text: `"${this.run.name}" is saved again.` });
  }

  #emit(event: EngineEvent): void {
    this.#parts.context.emit(event);
  }
}
