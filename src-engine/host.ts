// The engine host: everything that the page and the command line may ask, answered over one library. Knows no Electron
// and no window. What is asked comes in through `ask`; what happens goes out as events.

import { CharloomError } from './errors.ts';
import { checkAsk, isRequestName } from './host/asks.ts';
import type { Handlers, HostContext, HostParts } from './host/context.ts';
import { createCorporaDesk } from './host/corpora.ts';
import { createGrants } from './host/grants.ts';
import { createCopiesDesk } from './host/copies.ts';
import { createInterchangeDesk } from './host/interchange.ts';
import { createPassagesDesk } from './host/passages.ts';
import { createDoctorDesk } from './host/doctor.ts';
import { createPeak } from './host/peak.ts';
import { createPipelinesDesk } from './host/pipelines.ts';
import { createPlansDesk } from './host/plans.ts';
import type { PlansDesk } from './host/plans.ts';
import { createRunsDesk } from './host/runs.ts';
import { createSampler } from './host/sampler.ts';
import { scoreFile } from './host/scoring.ts';
import type { Score } from './host/scoring.ts';
import { createStorageDesk } from './host/storage.ts';
import { createTestScores } from './host/test-scores.ts';
import { createTrouble } from './host/trouble.ts';
import { createYardsticksDesk } from './host/yardsticks.ts';
import { asLibraryError } from './library/failures.ts';
import { quoted } from './quoting.ts';
import type {
  Answer,
  Ask,
  CheckpointChoice,
  EngineEvent,
  FileGrant,
  FileUse,
  RequestName,
  RunId,
} from './protocol/index.ts';
import { defaultModel, defaultPreparation, defaultTraining } from './settings/defaults.ts';
import { defaultSampling, stageDefaults } from './sampling/pipelines.ts';

/** Samples on the shelf: the newest ones. */
const shownSamples = 100;

const millisecondsBetweenLooks = 2000;

export interface Host {
  /** @throws CharloomError with one clear sentence, whatever goes wrong */
  ask<Name extends RequestName>(name: Name, body: Ask<Name>): Promise<Answer<Name>>;
  /** As `ask`, for what comes from outside: nothing about it is known. */
  askUnchecked(name: string, body: unknown): Promise<Answer<RequestName>>;
  /** Makes a file or folder that the user has chosen readable, or a place writable. */
  grant(file: FileGrant, path: string, use: FileUse): void;
  /** @returns the function that ends the subscription */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** What the user should know of the library: what was salvaged when it was opened, what cannot be read in it. */
  notices(): readonly string[];
  /** From now on a queued run starts when the one before it ends: for a host that stays. */
  followQueue(): void;
  /** The machine is about to sleep or to stop: a checkpoint is written as soon as the step under way is done. */
  secure(): void;
  /** Pauses what trains; the queue rests. */
  pauseAll(): Promise<void>;
  /** Share of the training under way, for a task bar; null: nothing is training. */
  trainingShare(): number | null;
  /** Mean loss of the model over a text file's characters. */
  score(run: RunId, choice: CheckpointChoice, path: string): Promise<Score>;
  /** Writes checkpoints, ends all work, closes the library. */
  close(): Promise<void>;
}

export function createHost(parts: HostParts): Host {
  const { library, engine, processors } = parts;
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const grants = createGrants();
  const explain = (error: unknown): unknown => {
    const failure = library.tellHolder(asLibraryError(error));
    if (failure instanceof CharloomError && failure.code === 'library-damaged') library.suspect();
    return failure;
  };
  const trouble = createTrouble(emit, parts.log, () => Date.now(), explain);
  const context: HostContext = { ...parts, emit, grants, trouble };
  const closing = new AbortController();

  const notices: string[] = library.notice === null ? [] : [library.notice];
  library.onDamage((text) => {
    notices.push(text);
    emit({ kind: 'notice', severity: 'warning', text });
  });

  const peak = createPeak(context);
  const sampler = createSampler(context);
  const corpora = createCorporaDesk(context);
  const interchange = createInterchangeDesk(context);
  const tests = createTestScores(context, sampler);
  const runs = createRunsDesk(context, {
    peak,
    sampler,
    tests,
    plans: (): PlansDesk => plans,
    forgetCorpus: (corpus) => yardsticks.forget(corpus),
  });
  const yardsticks = createYardsticksDesk(context, runs.isTraining);
  const plans = createPlansDesk(context, peak, runs.isTraining);

  const handlers: Handlers = {
    'engine.about': () => {
      const training = defaultTraining(processors);
      const single = runs.isTraining() ? peak.known() : peak.measured();
      return {
        version: parts.version,
        kernels: engine.kernels(),
        processors,
        peak: single === null ? null : { gigaflops: single * training.threads, threads: training.threads },
        libraryFile: library.name,
        defaults: {
          model: defaultModel,
          training,
          sampling: defaultSampling,
          stages: stageDefaults,
          preparation: defaultPreparation,
        },
      };
    },
    'library.shelf': () => ({
      corpora: library.corpora.list().map(({ encoding: _e, unit: _u, hash: _h, width: _w, ...summary }) => summary),
      catalogue: corpora.catalogue(),
      runs: runs.list(),
      samples: library.samples.list(shownSamples),
      trouble: trouble.current(),
    }),
    ...corpora.handlers,
    ...createDoctorDesk(context, closing.signal),
    ...yardsticks.handlers,
    ...createPassagesDesk(context, closing.signal).handlers,
    ...plans.handlers,
    ...runs.handlers,
    ...sampler.handlers,
    ...createStorageDesk(context).handlers,
    ...createCopiesDesk(context),
    ...createPipelinesDesk(context),
    ...interchange.handlers,
  };

  async function answer<Name extends RequestName>(name: Name, body: unknown): Promise<Answer<Name>> {
    try {
      closing.signal.throwIfAborted();
      const checked = checkAsk(name, body);
      const answered = await handlers[name](checked);
      if ('file' in checked) grants.spend(checked.file);
      return answered;
    } catch (error) {
      throw explain(error);
    }
  }

  // Another process, such as a command line, may write into the same library.
  let seenVersion = library.foreignVersion();
  const watch = setInterval(() => {
    const version = library.foreignVersion();
    if (version === seenVersion) return;
    seenVersion = version;
    context.emit({ kind: 'shelf.changed' });
    runs.moveOn();
  }, millisecondsBetweenLooks);
  watch.unref();

  let closed: Promise<void> | null = null;

  return {
    ask: answer,

    async askUnchecked(name, body) {
      if (!isRequestName(name)) throw new CharloomError('bad-request', `Nothing called ${quoted(name)} can be asked.`);
      return answer(name, body);
    },

    grant: (...granted) => grants.add(...granted),

    notices: () => notices,

    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    followQueue: () => runs.followQueue(),
    secure: (...asked) => runs.secure(...asked),
    pauseAll: () => runs.pauseAll(),
    trainingShare: runs.share,

    async score(run, choice, path) {
      try {
        const alphabet = library.runs.alphabet(run);
        return await scoreFile(path, alphabet, closing.signal, (ids) => sampler.score(run, choice, ids));
      } catch (error) {
        throw asLibraryError(error);
      }
    },

    close() {
      closed ??= (async () => {
        clearInterval(watch);
        await runs.close();
        await yardsticks.close();
        closing.abort(new CharloomError('cancelled', 'Charloom is closing.'));
        await corpora.close();
        await interchange.close();
        await sampler.close();
        library.close();
      })();
      return closed;
    },
  };
}
