// Answers about runs, and the one run that trains at a time: started, paused, continued, stopped, extended, branched. Others wait
// in the queue; it moves on when a run ends, and rests after a pause and after a start of the engine.

import { splitText } from '../corpus/split.ts';
import { asEngineError, CharloomError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredRun } from '../library/runs.ts';
import type { CorpusId, Curve, ModelSettings, RunDetail, RunId, RunStart, RunSummary } from '../protocol/index.ts';
import { LANE } from '../kernels/wasm.ts';
import { layOutParameters } from '../nn/parameters.ts';
import { shapeOf } from '../nn/shape.ts';
import { cellWords } from '../protocol/words/cells.ts';
import { quoted, shortened } from '../quoting.ts';
import { isDivergence } from '../training/divergence.ts';
import type { CheckpointState } from '../training/types.ts';
import { addBranch, planBranch } from './branching.ts';
import type { Handlers, HostContext } from './context.ts';
import { extended } from './extending.ts';
import { freeName } from './names.ts';
import type { Peak } from './peak.ts';
import type { PlansDesk } from './plans.ts';
import type { Sampler } from './sampler.ts';
import type { TestScores } from './test-scores.ts';
import { TrainingSession } from './training-session.ts';

export interface RunsDesk {
  readonly handlers: Omit<
    Pick<Handlers, Extract<keyof Handlers, `run.${string}`> | 'corpus.delete'>,
    'run.plan' | 'run.presets' | 'run.retention' | 'run.checkpoint.delete'
  >;
  readonly isTraining: () => boolean;
  /** Share of the training under way, 0 while its length is unknown; null: nothing is training. */
  readonly share: () => number | null;
  list(): readonly RunSummary[];
  /** From now on a queued run starts when the one before it ends. */
  followQueue(): void;
  /** Starts the next in the queue, if it is its turn. */
  moveOn(): void;
  /** Whatever trains is paused, with a checkpoint; the queue rests. */
  pauseAll(): Promise<void>;
  /** Writes a checkpoint as soon as the step under way is done. */
  secure(): void;
  /** The run rests, with a checkpoint. */
  close(): Promise<void>;
}

function parametersOf(model: ModelSettings, vocabulary: number): number {
  return layOutParameters(shapeOf(model, vocabulary, LANE)).count;
}

export function createRunsDesk(
  context: HostContext,
  parts: {
    peak: Peak;
    sampler: Sampler;
    tests: TestScores;
    plans: () => PlansDesk;
    forgetCorpus: (corpus: CorpusId) => void;
  },
): RunsDesk {
  const { library, emit } = context;
  let session: TrainingSession | null = null;
  /** Set while a run is being prepared: its text is being read. */
  let starting: { readonly run: RunId; readonly done: Promise<void> } | null = null;
  let followsQueue = false;
  /** After a start of the engine, which may have crashed, and after a pause nothing begins by itself. */
  let isHeld = true;

  const summaryOf = (id: RunId): RunSummary => library.summaries.of(library.runs.find(id));

  function checkIdle(): void {
    const busy = session?.run.id ?? starting?.run;
    if (busy === undefined) return;
    const { name } = library.runs.find(busy);
    throw new CharloomError(
      'run-busy',
      `${quoted(name)} is training, and one run trains at a time. Pause or stop it first, or use the queue.`,
    );
  }

  function moveOn(): void {
    if (!followsQueue || isHeld || session !== null || starting !== null) return;
    const [next] = library.runs.queue();
    if (next === undefined) return;
    begin(next).catch((error: unknown) => {
      const { message } = asEngineError(asLibraryError(error));
      context.log(`Run ${next} could not be started from the queue: ${message}`);
      // One that another process holds stays; the next look at the library tries again.
      if (library.runs.find(next).state !== 'queued') moveOn();
    });
  }

  function enqueue(id: RunId, place: number): void {
    library.runs.enqueue(id, place);
    emit({ kind: 'run.state', run: id, state: 'queued', message: null });
    emit({ kind: 'shelf.changed' });
    moveOn();
  }

  /** A run that is ready begins, or waits for its turn. */
  async function startOrQueue(id: RunId, start: RunStart): Promise<RunSummary> {
    if (start === 'queued') enqueue(id, library.runs.queue().length + 1);
    else await begin(id);
    return summaryOf(id);
  }

  /** Claims the run for this process and starts its trainer from its last good checkpoint. */
  function begin(id: RunId): Promise<void> {
    checkIdle();
    library.corpora.requireText(library.runs.find(id).corpus);
    const before = library.runs.claim(id);
    isHeld = false;
    const preparing = prepare(before);
    const done = preparing.then(
      () => {},
      () => {},
    );
    starting = { run: id, done };
    return preparing.finally(() => (starting = null));
  }

  async function prepare(run: StoredRun): Promise<void> {
    try {
      const { state, damaged } = library.checkpoints.newestGood(run.id);
      if (damaged.length > 0) emit(damagedNotice(run, damaged, state));
      library.rewind(run.id, state?.step ?? 0, { checkpoints: 'keep' });
      const text = await library.corpora.loadIds(run.corpus);
      session = new TrainingSession({
        context,
        run,
        job: {
          model: run.model,
          training: run.training,
          vocabulary: library.runs.symbols(run.id).length,
          // The trainer never sees the test part.
          ids: text.subarray(0, text.length - splitText(text.length, run.training).test),
          trainCharacters: run.trainCharacters,
          totalSteps: run.totalSteps,
          extensions: run.extensions,
          checkpoint: state,
        },
        peak: parts.peak.known(),
        onCheckpoint: (saved) => parts.sampler.offerSpecimen(run, saved, { isLast: false }),
        onOver: (last) => {
          session = null;
          if (last) offerLastSpecimen(run, last);
          parts.tests.offer(run.id);
          // The session still tells how the run ended.
          setImmediate(moveOn);
        },
      });
    } catch (error) {
      const { message } = asEngineError(asLibraryError(error));
      library.runs.end(run.id, 'failed', message);
      emit({ kind: 'run.state', run: run.id, state: 'failed', message });
      emit({ kind: 'shelf.changed' });
      throw error;
    }
    emit({ kind: 'run.state', run: run.id, state: 'training', message: null });
    emit({ kind: 'shelf.changed' });
  }

  /** Shows what the model is now, whenever the one before was written. */
  function offerLastSpecimen(run: StoredRun, last: CheckpointState): void {
    const isThere = library.specimens.list(run.id).some((specimen) => specimen.step === last.step);
    if (!isThere) parts.sampler.offerSpecimen(run, last, { isLast: true });
  }

  /** The session of the run, once it has begun; null if this process does not train it. */
  async function sessionOf(id: RunId): Promise<TrainingSession | null> {
    if (starting?.run === id) await starting.done;
    return session?.run.id === id ? session : null;
  }

  /** @throws CharloomError 'run-busy' if the run trains, here or elsewhere */
  function findAtRest(id: RunId): StoredRun {
    const run = library.runs.find(id);
    library.runs.checkFree(run);
    if (session?.run.id === id || starting?.run === id) {
      throw new CharloomError('run-busy', `${quoted(run.name)} is training. Pause or stop it first.`);
    }
    return run;
  }

  /** A run is the same every time: without a checkpoint to go on from it would diverge again, at the same step. */
  function checkCanGoOn({ id, name, state, message }: StoredRun): void {
    if (state !== 'failed' || !isDivergence(message) || library.checkpoints.list(id).length > 0) return;
    throw new CharloomError(
      'diverged',
      `${quoted(name)} diverged before its first checkpoint, and would do so again with the same settings. ` +
        'Start a new run with a lower learning rate or stronger clipping.',
    );
  }

  async function abandon(id: RunId): Promise<void> {
    parts.sampler.forget(id);
    await (await sessionOf(id))?.abandon();
  }

  function nameFor(corpus: CorpusId, model: ModelSettings): string {
    const size = model.layers === 1 ? String(model.hidden) : `${model.layers}×${model.hidden}`;
    return freeName(
      `${library.corpora.find(corpus).name}, ${cellWords[model.cell].name} ${size}`,
      library.runs.names(),
    );
  }

  return {
    isTraining: () => session !== null || starting !== null,
    share: () => session?.share ?? (starting ? 0 : null),
    list: () => library.summaries.list(),

    moveOn,

    followQueue() {
      followsQueue = true;
      moveOn();
    },

    secure: () => session?.secure(),

    async pauseAll() {
      isHeld = true;
      await starting?.done;
      await session?.end('paused');
    },

    async close() {
      followsQueue = false;
      await starting?.done;
      session?.hurry();
      await session?.end('paused', 'Paused when Charloom was closed.');
    },

    handlers: {
      async 'run.start'({ corpus, name, model, training, start = 'now' }) {
        if (start === 'now') checkIdle();
        const { characters, vocabulary, unit } = library.corpora.requireText(corpus);
        parts.plans().check({ model, training, vocabulary }, characters);
        const id = library.runs.add({
          name: name ?? nameFor(corpus, model),
          corpus,
          model,
          training,
          trainCharacters: splitText(characters, training).train,
          symbols: library.corpora.symbols(corpus).symbols,
          unit,
        });
        return startOrQueue(id, start);
      },

      async 'run.extend'({ run, length, start = 'now' }) {
        const stored = findAtRest(run);
        if (start === 'now') checkIdle();
        library.corpora.requireText(stored.corpus);
        const step = library.checkpoints.list(run).at(-1)?.step ?? null;
        const { stepsPerEpoch } = context.engine.summarize({
          ...stored,
          vocabulary: library.runs.symbols(run).length,
        });
        library.runs.setExtensions(run, extended(stored, step, length, stepsPerEpoch));
        return startOrQueue(run, start);
      },

      'run.branch.plan'({ run, checkpoint, corpus }) {
        const parent = library.runs.find(run);
        library.checkpoints.choose(run, checkpoint);
        return planBranch(library.runs.symbols(run), library.corpora.symbols(corpus).symbols, parent.corpus === corpus);
      },

      async 'run.branch'({ run, checkpoint, corpus, name, training, start }) {
        if (start === 'now') checkIdle();
        const parent = library.runs.find(run);
        const text = library.corpora.requireText(corpus);
        parts.plans().check({ model: parent.model, training, vocabulary: text.vocabulary }, text.characters);
        const { step } = library.checkpoints.choose(run, checkpoint);
        const own =
          parent.corpus === corpus
            ? freeName(`${parent.name}, from step ${step}`, library.runs.names())
            : nameFor(corpus, parent.model);
        const id = await addBranch(context, { parent, checkpoint, corpus: text, name: name ?? own, training });
        return startOrQueue(id, start);
      },

      'run.queue'({ run, place }) {
        const stored = findAtRest(run);
        if (place !== null) {
          if (stored.state === 'finished') throw hasReachedItsLength(stored);
          checkCanGoOn(stored);
          library.corpora.requireText(stored.corpus);
          enqueue(run, place);
        } else if (stored.state === 'queued') {
          library.runs.end(run, 'paused', null);
          emit({ kind: 'run.state', run, state: 'paused', message: null });
          emit({ kind: 'shelf.changed' });
        }
        return {};
      },

      async 'run.continue'({ run }) {
        const stored = library.runs.find(run);
        if (session?.run.id === run || starting?.run === run) return summaryOf(run);
        if (stored.state === 'finished') throw hasReachedItsLength(stored);
        checkCanGoOn(stored);
        await begin(run);
        return summaryOf(run);
      },

      async 'run.pause'({ run }) {
        const stored = library.runs.find(run);
        library.runs.checkFree(stored);
        const found = await sessionOf(run);
        if (!found)
          throw new CharloomError('bad-request', `${quoted(stored.name)} is not training, so it cannot be paused.`);
        isHeld = true;
        await found.end('paused');
        return {};
      },

      async 'run.stop'({ run }) {
        const stored = library.runs.find(run);
        library.runs.checkFree(stored);
        const found = await sessionOf(run);
        if (found) {
          await found.end('stopped');
        } else if (['paused', 'queued', 'interrupted'].includes(stored.state)) {
          library.runs.end(run, 'stopped', null);
          emit({ kind: 'run.state', run, state: 'stopped', message: null });
          emit({ kind: 'shelf.changed' });
        }
        return {};
      },

      'run.show'({ run }): RunDetail {
        if (session?.run.id === run) session.save();
        const stored = library.runs.find(run);
        const test = library.tests.find(run);
        // Charloom may have been closed before the test part was read.
        if (test === null && stored.training.test > 0) parts.tests.offer(run);
        return {
          ...library.summaries.of(stored),
          // Whoever knows nothing of the text knows nothing of the training either.
          training: library.corpora.find(stored.corpus).hash === '' ? null : stored.training,
          parameters: stored.parameters ?? parametersOf(stored.model, library.runs.symbols(run).length),
          checkpoints: library.checkpoints.list(run),
          specimens: library.specimens.list(run),
          test,
          retention: library.runs.retention(run),
        };
      },

      'run.curve'({ run, points }): Curve {
        if (session?.run.id === run) session.save();
        library.runs.find(run);
        const validations = library.validations.list(run);
        return {
          ...library.curves.read(run, points),
          validationSteps: Float64Array.from(validations, ({ step }) => step),
          validationLosses: Float32Array.from(validations, ({ loss }) => loss ?? Number.NaN),
        };
      },

      'run.test': ({ run }) => parts.tests.get(run),

      'run.rename'({ run, name }) {
        library.runs.rename(run, name);
        emit({ kind: 'shelf.changed' });
        return {};
      },

      async 'run.delete'({ run }) {
        library.runs.checkFree(library.runs.find(run));
        await abandon(run);
        library.deleteRun(run);
        emit({ kind: 'shelf.changed' });
        return {};
      },

      async 'run.threads'({ run, threads }) {
        const stored = library.runs.find(run);
        library.runs.checkFree(stored);
        library.runs.setTraining(run, { ...stored.training, threads });
        (await sessionOf(run))?.setThreads(threads);
        return {};
      },

      async 'corpus.delete'({ corpus }) {
        library.corpora.find(corpus);
        const own = library.runs.list().filter((run) => run.corpus === corpus);
        for (const run of own) library.runs.checkFree(run);
        for (const run of own) await abandon(run.id);
        parts.forgetCorpus(corpus);
        library.deleteCorpus(corpus);
        emit({ kind: 'shelf.changed' });
        return {};
      },
    },
  };
}

function hasReachedItsLength({ name }: StoredRun): CharloomError {
  return new CharloomError('bad-request', `${quoted(name)} has reached its length. Extend it to train for longer.`);
}

function damagedNotice(run: StoredRun, damaged: readonly number[], state: CheckpointState | null) {
  const which =
    damaged.length === 1
      ? `The newest checkpoint of ${quoted(run.name)} (step ${damaged[0]}) is`
      : `The newest checkpoints of ${quoted(run.name)} (steps ${shortened(damaged.join(', '))}) are`;
  return {
    kind: 'notice',
    severity: 'warning',
    text: `${which} damaged; the run goes on from step ${state?.step ?? 0}.`,
  } as const;
}
