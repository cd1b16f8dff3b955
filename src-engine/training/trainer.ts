// The host's side of a run: starts the threads, passes on what they tell, and starts them anew where the number of
// threads changes or the run must go back after a divergence. Never computes.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { trainingKernels } from '../kernels/choice.ts';
import { createMemory, firstOffset, panelWidth } from '../kernels/wasm.ts';
import { lengthAt, withoutCorrections } from '../optimizers/run-length.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import { runMessages } from '../protocol/words/run-messages.ts';
import { onDeath } from '../thread-death.ts';
import { carriedSize } from './branch.ts';
import { minCharacters } from './lanes.ts';
import { planRun, usableThreads } from './plan.ts';
import { command, control, nobody, shareBlocks, steadyNow } from './shared.ts';
import type { LeaderMessage, SharedBlocks, WorkerSetting } from './shared.ts';
import { sourceOf } from './sources.ts';
import type {
  CheckpointState,
  StartTrainer,
  Trainer,
  TrainerFailure,
  TrainerListener,
  TrainingJob,
  WishedEnd,
} from './types.ts';

const maxRecoveries = 3;

/** Where the next sitting starts. */
interface Start {
  readonly checkpoint: CheckpointState | null;
  readonly rateFactor: number;
  readonly recoveries: number;
  readonly seconds: number;
}

/** Starts training in threads of its own; events come in order, the last one is 'ended' or 'failed'. */
export const startTrainer: StartTrainer = (job, listen) => new ThreadedTrainer(job, listen);

class ThreadedTrainer implements Trainer {
  #job: TrainingJob;
  readonly #listen: TrainerListener;
  #workers: Worker[] = [];
  #shared: SharedBlocks | null = null;
  #wantedThreads: number | null = null;
  /** The step from which on weights are wanted; null: nobody waits for them. */
  #wantedWeights: number | null = null;
  #wish: number = command.run;
  #over = false;
  #recoveries = 0;
  /** What recoveries have left of the learning rate. */
  #restartFactor = 1;

  constructor(job: TrainingJob, listen: TrainerListener) {
    this.#job = job;
    this.#listen = listen;
    this.#recoveries = job.checkpoint?.progress.recoveries ?? 0;
    // Later, so that the caller holds the trainer before the first event.
    setImmediate(() => {
      this.#begin({ checkpoint: job.checkpoint, rateFactor: 1, recoveries: 0, seconds: 0 });
    });
  }

  end(reason: WishedEnd): void {
    this.#wish = reason === 'paused' ? command.pause : command.stop;
    if (this.#shared) Atomics.store(this.#shared.control, control.command, this.#wish);
  }

  requestCheckpoint(): void {
    if (this.#shared) Atomics.store(this.#shared.control, control.checkpoint, 1);
  }

  requestWeights(from: number): void {
    this.#wantedWeights = from;
    if (this.#shared) Atomics.store(this.#shared.control, control.weights, from);
  }

  setThreads(threads: number): void {
    this.#wantedThreads = threads;
    this.requestCheckpoint();
  }

  async terminate(): Promise<void> {
    this.#over = true;
    await this.#endWorkers();
  }

  #begin(start: Start): void {
    if (this.#over) return;
    try {
      this.#startWorkers(start);
    } catch (error) {
      this.#fail('internal', error instanceof Error ? error.message : String(error));
    }
  }

  #startWorkers({ checkpoint, ...before }: Start): void {
    this.#adoptThreads();
    const { reload: _reload, checkpoint: _checkpoint, ...job } = this.#job;
    if (sourceOf(job) === null) {
      this.#fail('corpus-too-small', tooLittle(job));
      return;
    }
    const settings = threadSettings(job, { purpose: 'train', checkpoint, ...before });
    this.#shared = settings[0].shared;
    Atomics.store(this.#shared.control, control.command, this.#wish);
    Atomics.store(this.#shared.control, control.weights, this.#wantedWeights ?? nobody);
    this.#workers = settings.map((setting) => this.#startWorker(setting));
  }

  #adoptThreads(): void {
    const threads = this.#wantedThreads ?? this.#job.training.threads;
    this.#wantedThreads = null;
    this.#job = { ...this.#job, training: { ...this.#job.training, threads } };
  }

  #startWorker(setting: WorkerSetting): Worker {
    const worker = new Worker(engineFile('training-worker'), { workerData: setting });
    worker.on('message', (message: LeaderMessage) => {
      if (this.#workers.includes(worker)) this.#hear(message);
    });
    onDeath(worker, (reason) => {
      if (this.#workers.includes(worker)) this.#fail('internal', inEnglish(runMessages.threadFailed(reason.message)));
    });
    return worker;
  }

  #hear(message: LeaderMessage): void {
    if (this.#over) return;
    if (message.kind === 'diverged') {
      this.#recover(message).catch((error: unknown) => {
        this.#fail('internal', error instanceof Error ? error.message : String(error));
      });
      return;
    }
    if (message.kind === 'measured' || message.kind === 'tested') return;
    if (message.kind === 'ended') this.#over = true;
    if (message.kind === 'weights') this.#wantedWeights = null;
    if (message.kind === 'started') this.#job = { ...this.#job, totalSteps: message.totalSteps };
    if (message.kind === 'corrected') this.#job = { ...this.#job, extensions: message.extensions };
    if (message.kind === 'checkpoint') this.#hearCheckpoint(message);
    else void this.#listen(message);
  }

  #hearCheckpoint(message: Extract<LeaderMessage, { kind: 'checkpoint' }>): void {
    const shared = this.#shared;
    // The state is the listener's to keep or to give away: what the new threads start from is a copy.
    const start = this.#wantedThreads === null ? null : structuredClone(message.state);
    void Promise.resolve(this.#listen(message)).finally(() => {
      if (!shared) return;
      Atomics.store(shared.control, control.keeping, 0);
      Atomics.notify(shared.control, control.keeping);
    });
    if (start === null) return;
    void this.#endWorkers().then(() => {
      this.#begin({ checkpoint: start, rateFactor: 1, recoveries: 0, seconds: 0 });
    });
  }

  /** Back to the last good state with half the learning rate; gives up after three times. */
  async #recover({ step, seconds, reason, sound }: Extract<LeaderMessage, { kind: 'diverged' }>): Promise<void> {
    void this.#endWorkers();
    const checkpoint = await this.#job.reload(sound);
    if (this.#over) return;
    const rateFactor = checkpoint?.progress.rateFactor ?? this.#restartFactor;
    const recoveries = this.#recoveries + 1;
    if (recoveries > maxRecoveries) {
      this.#fail('diverged', inEnglish(runMessages.givenUp(step, reason)));
      return;
    }
    this.#recoveries = recoveries;
    this.#restartFactor = Math.min(this.#restartFactor, rateFactor) / 2;
    const back = checkpoint?.step ?? 0;
    void this.#listen({
      kind: 'recovered',
      step: back,
      message: runMessages.wentBack(step, reason, back),
    });
    this.#forgetCorrections(back);
    // The time that was lost is spent all the same.
    const before = { rateFactor: this.#restartFactor, recoveries, seconds };
    const progress = checkpoint && { ...checkpoint.progress, ...before };
    this.#begin({ checkpoint: checkpoint && progress && { ...checkpoint, progress }, ...before });
  }

  /** The run will be another one from `step` on, and so will the time that it takes. */
  #forgetCorrections(step: number): void {
    const extensions = withoutCorrections(this.#job.extensions, step);
    if (extensions.length === this.#job.extensions.length) return;
    const length = this.#job.extensions[0].from;
    this.#job = { ...this.#job, extensions, totalSteps: length };
    void this.#listen({ kind: 'corrected', extensions, totalSteps: lengthAt(Infinity, length, extensions) });
  }

  #fail(code: TrainerFailure, message: string): void {
    if (this.#over) return;
    this.#over = true;
    void this.#endWorkers();
    void this.#listen({ kind: 'failed', code, message });
  }

  async #endWorkers(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    this.#shared = null;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function tooLittle({ training, trainCharacters, lines }: WorkerSetting['job']): string {
  const { batch, sequence } = training;
  const needed = minCharacters(batch, sequence);
  return inEnglish(
    lines
      ? runMessages.tooFewLines(lines.trained, batch)
      : runMessages.tooShort(trainCharacters, batch, sequence, needed),
  );
}

/**
 * What each thread of a run is started with: one plan, one memory.
 * @throws RangeError where the memory would be too large.
 */
export function threadSettings(
  job: WorkerSetting['job'],
  rest: Pick<WorkerSetting, 'purpose' | 'checkpoint' | 'rateFactor' | 'recoveries' | 'seconds'>,
): WorkerSetting[] {
  const begunAt = steadyNow();
  const { compiled } = trainingKernels();
  const plan = planRun(job, panelWidth, firstOffset);
  const memory = createMemory(plan.size);
  const threads = usableThreads(job.training);
  const shared = shareBlocks(threads, carriedSize(plan.shape, job.training.batch));
  const common = { ...rest, job, begunAt, compiled, memory, shared };
  return Array.from({ length: threads }, (_, thread) => ({
    ...common,
    thread,
    // Only the leader reads it; the others find it in the shared memory.
    checkpoint: thread === 0 ? rest.checkpoint : null,
  }));
}
