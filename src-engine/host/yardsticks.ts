// Answers about yardsticks: what is known of a split at once, the rest as it is measured, one split after another.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { mostMeasured, splitText } from '../corpus/split.ts';
import { measureYardsticks, mostRead, ngramNames, yardstickNames } from '../corpus/yardsticks.ts';
import { asEngineError, CharloomError } from '../errors.ts';
import type { SplitCorpus } from '../library/yardsticks.ts';
import type { Ask, CorpusId, Yardsticks } from '../protocol/index.ts';
import type { Handlers, HostContext } from './context.ts';

/** Beside a training run, the measuring thread rests so many times as long as it works. */
const restFactor = 4;

export interface YardsticksDesk {
  readonly handlers: Pick<Handlers, 'corpus.yardsticks'>;
  /** Ends what is being measured of a corpus that is to be deleted. */
  forget(corpus: CorpusId): void;
  close(): Promise<void>;
}

interface Job {
  readonly ask: Ask<'corpus.yardsticks'>;
  readonly split: SplitCorpus;
  readonly controller: AbortController;
}

export function createYardsticksDesk(context: HostContext, isTraining: () => boolean): YardsticksDesk {
  const { library, emit, log } = context;
  const jobs = new Map<string, Job>();
  let working: Promise<void> = Promise.resolve();

  function splitOf({ corpus, validation, test }: Ask<'corpus.yardsticks'>): SplitCorpus {
    const parts = splitText(library.corpora.find(corpus).characters, { validation, test });
    return { corpus, train: parts.train, validation: parts.validation };
  }

  function missing(split: SplitCorpus): readonly string[] {
    if (split.train === 0 || split.validation === 0) return [];
    const known = new Set(library.yardsticks.list(split).map(({ name }) => name));
    return yardstickNames.filter((name) => !known.has(name));
  }

  function view(split: SplitCorpus, isPartial: boolean): Yardsticks {
    const known = library.yardsticks.list(split);
    const ngrams = known.map(({ name, bits }) => ({ order: ngramNames.indexOf(name), bits }));
    return {
      ngrams: ngrams.filter(({ order }) => order >= 0).sort((one, other) => one.order - other.order),
      compressors: known.filter(({ name }) => !ngramNames.includes(name)),
      trainedOn: Math.min(mostRead, split.train),
      measuredOn: Math.min(mostMeasured, split.validation),
      isPartial,
    };
  }

  function tell({ ask, split }: Job, isPartial: boolean, problem: string | null = null): void {
    emit({ kind: 'corpus.yardsticks', ...ask, yardsticks: view(split, isPartial), problem });
  }

  async function work(job: Job): Promise<void> {
    const { split, controller } = job;
    const { signal } = controller;
    signal.throwIfAborted();
    const { symbols } = library.corpora.symbols(split.corpus);
    const { trainedOn, measuredOn } = view(split, true);
    const ids = await library.corpora.loadIds(split.corpus, {
      from: split.train - trainedOn,
      to: split.train + measuredOn,
    });
    const measured = new Set<string>();
    const names = missing(split);
    await measureYardsticks(
      { ids, train: trainedOn, symbols, names },
      {
        onMeasured(name, bits) {
          library.yardsticks.put(split, { name, bits });
          measured.add(name);
          if (names.some((other) => !measured.has(other))) tell(job, true);
        },
        restAfter: (milliseconds) => (isTraining() ? milliseconds * restFactor : 0),
        signal,
      },
    );
  }

  function enqueue(key: string, job: Job): void {
    jobs.set(key, job);
    working = working
      // The answer to the ask goes out first.
      .then(() => nextTurn())
      .then(() => work(job))
      .then(
        () => {
          jobs.delete(key);
          tell(job, false);
        },
        (error: unknown) => {
          jobs.delete(key);
          if (job.controller.signal.aborted) return;
          const problem = `The yardsticks could not be measured. ${asEngineError(error).message}`;
          log(problem);
          tell(job, false, problem);
        },
      );
  }

  return {
    handlers: {
      'corpus.yardsticks'(ask) {
        const split = splitOf(ask);
        const isPartial = missing(split).length > 0;
        const key = JSON.stringify(split);
        if (isPartial && !jobs.has(key)) enqueue(key, { ask, split, controller: new AbortController() });
        return view(split, isPartial);
      },
    },

    forget(corpus) {
      const reason = new CharloomError('cancelled', 'The corpus is being deleted.');
      for (const { split, controller } of jobs.values()) if (split.corpus === corpus) controller.abort(reason);
    },

    async close() {
      for (const { controller } of jobs.values()) {
        controller.abort(new CharloomError('cancelled', 'Charloom is closing.'));
      }
      await working;
    },
  };
}
