// Training, asked for: a run is started, paused, continued, stopped, extended, branched, or put into the queue.

import { areSameLabels } from '../corpus/labels.ts';
import { asEngineError, CharloomError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredRun } from '../library/runs.ts';
import type {
  Ask,
  CorpusId,
  ModelSettings,
  RunId,
  RunStart,
  RunState,
  RunSummary,
  TrainingSettings,
} from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { cellWords } from '../protocol/words/cells.ts';
import { isDivergence } from '../protocol/words/run-messages.ts';
import { shortened } from '../quoting.ts';
import type { CheckpointState, TrainingJob, WishedEnd } from '../training/types.ts';
import { addBranch, planBranch } from './run-branching.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { extended } from './run-extending.ts';
import type { CorpusYardsticks } from './corpus-yardsticks.ts';
import { freeName } from '../protocol/free-name.ts';
import type { Peak } from './peak.ts';
import type { RunPlans } from './run-plans.ts';
import type { RunSpecimens } from './run-specimens.ts';
import type { RunTests } from './run-tests.ts';
import { ActiveRun } from './active-run.ts';
import type { TrainingSlot } from './training-slot.ts';
import type { TrainingTexts } from './training-texts.ts';

export interface TrainingParts {
  readonly slot: TrainingSlot;
  readonly peak: Peak;
  readonly plans: RunPlans;
  readonly specimens: RunSpecimens;
  readonly tests: RunTests;
  readonly texts: TrainingTexts;
  readonly yardsticks: CorpusYardsticks;
}

/** Of a run that does not train: whether it can still be stopped. */
const canStillStop: Readonly<Record<RunState, boolean>> = {
  queued: true,
  training: false,
  paused: true,
  finished: false,
  stopped: false,
  interrupted: true,
  failed: false,
};

export class RunTraining implements Service {
  readonly handlers = {
    'run.start': (ask) => this.#startNew(ask),
    'run.extend': (ask) => this.#extend(ask),
    'run.branch.plan': ({ run, checkpoint, corpus }) => {
      const { runs, corpora, checkpoints } = this.#context.library;
      const parent = runs.find(run);
      checkpoints.choose(run, checkpoint);
      return planBranch(runs.symbols(run), corpora.symbols(corpus).symbols, parent.corpus === corpus);
    },
    'run.branch': (ask) => this.#branch(ask),
    'run.queue': ({ run, place }) => this.#queue(run, place),
    'run.continue': (ask) => this.#continue(ask),
    'run.pause': ({ run }) => this.#pause(run),
    'run.stop': ({ run }) => this.#stop(run),
    'run.threads': ({ run, threads }) => this.#setThreads(run, threads),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #parts: TrainingParts;

  constructor(context: HostContext, parts: TrainingParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** From now on a queued run starts when the one before it ends. */
  followQueue(): void {
    this.#parts.slot.followQueue((run) => this.#begin(run, { fromQueue: true }));
  }

  /** The run rests, with a checkpoint. */
  close(): Promise<void> {
    return this.#parts.slot.close();
  }

  /** Claims the run for this process and starts its trainer from its last good checkpoint. */
  async #begin(id: RunId, { fromQueue = false } = {}): Promise<void> {
    const { library } = this.#context;
    this.#parts.slot.checkFree();
    library.corpora.requireText(library.runs.find(id).corpus);
    const before = library.runs.claim(id, { fromQueue });
    await this.#parts.slot.reserve(id, this.#prepare(before));
  }

  async #prepare(run: StoredRun): Promise<void> {
    const { library, emit } = this.#context;
    try {
      const { state, damaged } = library.checkpoints.newestGood(run.id);
      if (damaged.length > 0) emit(damagedNotice(run, damaged, state));
      library.rewind(run.id, state?.step ?? 0, { checkpoints: 'keep' });
      const parts = { ...(await this.#parts.texts.partsOf(run)), ngram: await this.#ngramOf(run) };
      checkPosition(run, parts, state);
      await this.#parts.plans.checkMemoryOf(run);
      this.#parts.slot.take(this.#open(run, parts, state));
    } catch (error) {
      const { message } = asEngineError(asLibraryError(error));
      library.runs.end(run.id, 'failed', message);
      this.#tellState(run.id, 'failed', message);
      throw error;
    }
    this.#tellState(run.id, 'training');
  }

  /** Known before the first step, so that the run ends at the same one whenever it is trained. */
  #ngramOf(run: StoredRun): Promise<number | null> | null {
    const { goal, task } = run.training;
    return goal.kind === 'ngram' && task === 'generate' ? this.#parts.yardsticks.fiveGramOf(run) : null;
  }

  #open(
    run: StoredRun,
    parts: Pick<TrainingJob, 'ids' | 'lines' | 'labels' | 'ngram'>,
    state: CheckpointState | null,
  ): ActiveRun {
    const { slot, peak, specimens, tests } = this.#parts;
    return new ActiveRun({
      context: this.#context,
      run,
      job: {
        model: run.model,
        training: run.training,
        vocabulary: this.#context.library.runs.symbols(run.id).length,
        ...parts,
        trainCharacters: run.trainCharacters,
        totalSteps: run.totalSteps,
        extensions: run.extensions,
        checkpoint: state,
      },
      peak: peak.known(),
      onCheckpoint: (saved) => {
        if (run.labels.length === 0) specimens.offer(run, saved);
      },
      onWeights: run.labels.length === 0 ? (weights) => specimens.writeYoung(run, weights) : null,
      onOver: (last) => {
        slot.leave();
        if (last && run.labels.length === 0) specimens.offerLast(run, last);
        tests.offer(run.id);
      },
    });
  }

  async #startNew({ corpus, name, model, training, start = 'now' }: Ask<'run.start'>): Promise<RunSummary> {
    const { library } = this.#context;
    if (start === 'now') this.#parts.slot.checkFree();
    const { unit } = library.corpora.requireText(corpus);
    const { labels, trainCharacters } = await this.#parts.plans.check({ corpus, model, training });
    // Another may have begun meanwhile.
    if (start === 'now') this.#parts.slot.checkFree();
    const id = library.runs.add({
      name: name ?? this.#nameFor(corpus, model),
      corpus,
      model,
      training,
      trainCharacters,
      labels,
      symbols: library.corpora.symbols(corpus).symbols,
      unit,
    });
    return this.#startOrQueue(id, start);
  }

  async #extend({ run, length, start = 'now' }: Ask<'run.extend'>): Promise<RunSummary> {
    const { library, engine } = this.#context;
    await this.#parts.plans.checkMemoryOf(library.runs.find(run));
    const stored = this.#parts.slot.findAtRest(run);
    if (start === 'now') this.#parts.slot.checkFree();
    library.corpora.requireText(stored.corpus);
    const step = library.checkpoints.list(run).at(-1)?.step ?? null;
    const isText = stored.labels.length === 0;
    const sizes = isText ? {} : await this.#parts.texts.sizesOf(stored.corpus, stored.training);
    if (start === 'now') this.#parts.slot.checkFree();
    const vocabulary = library.runs.symbols(run).length;
    const { stepsPerEpoch } = engine.summarize({ ...stored, ...sizes, vocabulary, labels: stored.labels.length });
    library.transaction(() => {
      // Another process may have begun meanwhile.
      library.runs.checkFree(library.runs.find(run));
      library.runs.setExtensions(run, extended(stored, step, length, stepsPerEpoch));
    });
    return this.#startOrQueue(run, start);
  }

  async #branch({ run, checkpoint, corpus, name, training, start }: Ask<'run.branch'>): Promise<RunSummary> {
    const { library } = this.#context;
    if (start === 'now') this.#parts.slot.checkFree();
    const parent = library.runs.find(run);
    const text = library.corpora.requireText(corpus);
    refuseOtherTask(parent, training);
    const { labels, trainCharacters } = await this.#parts.plans.check({ corpus, model: parent.model, training });
    refuseOtherLabels(parent, text.name, labels);
    if (start === 'now') this.#parts.slot.checkFree();
    const { step } = library.checkpoints.choose(run, checkpoint);
    const own =
      parent.corpus === corpus
        ? freeName(`${parent.name}, from step ${step}`, library.runs.names())
        : this.#nameFor(corpus, parent.model);
    const wish = { parent, checkpoint, corpus: text, name: name ?? own, training, trainCharacters };
    return this.#startOrQueue(await addBranch(this.#context, wish), start);
  }

  /** A run that is ready begins, or waits for its turn. */
  async #startOrQueue(id: RunId, start: RunStart): Promise<RunSummary> {
    const starts: Readonly<Record<RunStart, () => void | Promise<void>>> = {
      now: () => this.#begin(id),
      queued: () => this.#enqueue(id, this.#context.library.runs.queue().length + 1),
    };
    await starts[start]();
    return this.#summaryOf(id);
  }

  #enqueue(id: RunId, place: number): void {
    this.#context.library.runs.enqueue(id, place);
    this.#tellState(id, 'queued');
    this.#parts.slot.moveOn();
  }

  #queue(id: RunId, place: number | null): RunSummary {
    const { library } = this.#context;
    const stored = this.#parts.slot.findAtRest(id);
    if (place !== null) {
      checkIsShort(stored);
      this.#checkCanGoOn(stored);
      library.corpora.requireText(stored.corpus);
      this.#enqueue(id, place);
    } else if (stored.state === 'queued') this.#leaveQueue(id);
    return this.#summaryOf(id);
  }

  #leaveQueue(id: RunId): void {
    const { runs } = this.#context.library;
    runs.leaveQueue(id);
    const { state, message } = runs.find(id);
    this.#tellState(id, state, message);
  }

  async #continue({ run: id, fromQueue = false }: Ask<'run.continue'>): Promise<RunSummary> {
    await this.#parts.plans.checkMemoryOf(this.#context.library.runs.find(id));
    const stored = this.#context.library.runs.find(id);
    if (this.#parts.slot.isOf(id)) return this.#summaryOf(id);
    // What waits was looked at when it was put there.
    if (!fromQueue) {
      checkIsShort(stored);
      this.#checkCanGoOn(stored);
    }
    await this.#begin(id, { fromQueue });
    return this.#summaryOf(id);
  }

  async #pause(id: RunId): Promise<Record<never, never>> {
    const { runs } = this.#context.library;
    const stored = runs.find(id);
    runs.checkFree(stored);
    const active = await this.#parts.slot.activeRun(id);
    if (!active)
      throw new CharloomError(
        'bad-request',
        sentence`"${shortened(stored.name)}" is not training, so it cannot be paused.`,
      );
    this.#parts.slot.hold();
    await active.end('paused');
    return {};
  }

  async #stop(id: RunId): Promise<Record<never, never>> {
    const { runs } = this.#context.library;
    const stored = runs.find(id);
    runs.checkFree(stored);
    const active = await this.#parts.slot.activeRun(id);
    if (active) await active.end('stopped');
    else if (canStillStop[stored.state]) this.#rest(id, 'stopped');
    return {};
  }

  async #setThreads(id: RunId, threads: number): Promise<Record<never, never>> {
    const { runs } = this.#context.library;
    const stored = runs.find(id);
    runs.checkFree(stored);
    runs.setTraining(id, { ...stored.training, threads });
    (await this.#parts.slot.activeRun(id))?.setThreads(threads);
    return {};
  }

  /** A run that does not train is put aside. @throws CharloomError 'run-busy' if another process has begun it */
  #rest(id: RunId, state: WishedEnd): void {
    const { library } = this.#context;
    library.transaction(() => {
      library.runs.checkFree(library.runs.find(id));
      library.runs.end(id, state, null);
    });
    this.#tellState(id, state);
  }

  #tellState(run: RunId, state: RunState, message: string | null = null): void {
    this.#context.emit({ kind: 'run.state', run, state, message });
    this.#context.changes.queue(run);
  }

  #summaryOf(id: RunId): RunSummary {
    const { library } = this.#context;
    return library.summaries.of(library.runs.find(id));
  }

  /** A run is the same every time: without a checkpoint to go on from it would diverge again, at the same step. */
  #checkCanGoOn({ id, name, state, message }: StoredRun): void {
    const { checkpoints } = this.#context.library;
    if (state !== 'failed' || !isDivergence(message) || checkpoints.list(id).length > 0) return;
    throw new CharloomError(
      'diverged',
      sentence`"${shortened(name)}" diverged before its first checkpoint, and would do so again with the same settings. Start a new run with a lower learning rate or stronger clipping.`,
    );
  }

  #nameFor(corpus: CorpusId, model: ModelSettings): string {
    const { corpora, runs } = this.#context.library;
    const size = model.layers === 1 ? String(model.hidden) : `${model.layers}×${model.hidden}`;
    return freeName(`${corpora.find(corpus).name}, ${cellWords[model.cell].name} ${size}`, runs.names());
  }
}

/** @throws CharloomError 'bad-request' where the branch is to do something else than the run */
function refuseOtherTask({ name, labels }: StoredRun, { task }: TrainingSettings): void {
  if ((labels.length === 0) === (task === 'generate')) return;
  throw new CharloomError(
    'bad-request',
    labels.length === 0
      ? sentence`"${shortened(name)}" writes, so a branch of it cannot tell labels apart. Start a new run with the task classify.`
      : sentence`"${shortened(name)}" tells labels apart, so a branch of it cannot write. Start a new run with the task generate.`,
  );
}

/** @throws CharloomError 'bad-request' where the lines of a text have other labels than the run's answers stand for */
function refuseOtherLabels({ name, labels }: StoredRun, text: string, found: readonly string[]): void {
  if (areSameLabels(labels, found)) return;
  const listed = (names: readonly string[]): string => shortened(names.join(', '), 50);
  throw new CharloomError(
    'bad-request',
    sentence`"${shortened(name, 40)}" tells "${listed(labels)}" apart, and the lines of "${shortened(text, 40)}" have the labels "${listed(found)}". Choose a text with the same labels, or start a new run.`,
  );
}

/** A run that came from a file says itself where it stands. @throws CharloomError 'checkpoint-damaged' */
function checkPosition(
  { name, training }: StoredRun,
  { lines }: Pick<TrainingJob, 'lines'>,
  state: CheckpointState | null,
): void {
  if (!lines || state === null || state.progress.cursor + training.batch <= lines.trained) return;
  throw new CharloomError(
    'checkpoint-damaged',
    sentence`"${shortened(name)}" stands at a line that its text does not have. Branch it, and the branch reads the lines from the first.`,
  );
}

function checkIsShort({ name, state }: StoredRun): void {
  if (state !== 'finished') return;
  throw new CharloomError(
    'bad-request',
    sentence`"${shortened(name)}" has reached its length. Extend it to train for longer.`,
  );
}

function damagedNotice(run: StoredRun, damaged: readonly number[], state: CheckpointState | null) {
  const name = shortened(run.name);
  const [only] = damaged;
  const step = state?.step ?? 0;
  const text =
    damaged.length === 1 && only !== undefined
      ? sentence`The newest checkpoint of "${name}" (step ${only}) is damaged; the run goes on from step ${step}.`
      : sentence`The newest checkpoints of "${name}" (steps ${shortened(damaged.join(', '))}) are damaged; the run goes on from step ${step}.`;
  return { kind: 'notice', severity: 'warning', text } as const;
}
