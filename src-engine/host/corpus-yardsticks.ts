// Yardsticks of a corpus: what is known of a split at once, the rest as it is measured, one split after another.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxMeasured, splitText } from '../corpus/split.ts';
import { measureYardsticks, maxRead, ngramNames, yardstickNames } from '../corpus/yardsticks.ts';
import { asEngineError, charloomCloses, CharloomError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import type { SplitCorpus } from '../library/yardsticks.ts';
import type { Ask, CorpusId, Yardsticks } from '../protocol/index.ts';
import { inEnglish, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { TrainingSlot } from './training-slot.ts';

/** Beside a training run, the measuring thread rests so many times as long as it works. */
const restFactor = 4;

/** It knows the four characters before. */
const fiveGramOrder = 4;

interface Job {
  readonly ask: Ask<'corpus.yardsticks'>;
  readonly split: SplitCorpus;
  readonly controller: AbortController;
}

export class CorpusYardsticks implements Service {
  readonly handlers = { 'corpus.yardsticks': (ask) => this.#tellKnown(ask) } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  readonly #jobs = new Map<string, Job>();
  #working: Promise<void> = Promise.resolve();

  constructor(context: HostContext, slot: TrainingSlot) {
    this.#context = context;
    this.#slot = slot;
  }

  /** Ends what is being measured of a corpus that is to be deleted. */
  forget(corpus: CorpusId): void {
    const reason = new CharloomError('cancelled', sentence`The text is being deleted.`);
    for (const { split, controller } of this.#jobs.values()) if (split.corpus === corpus) controller.abort(reason);
  }

  /**
   * What the 5-gram makes of a run's held-out part, in nats a character: what is known, else measured now. Null:
   * nothing is held out.
   * @throws CharloomError 'cancelled' when Charloom is closing
   */
  async fiveGramOf({ corpus, training }: Pick<StoredRun, 'corpus' | 'training'>): Promise<number | null> {
    const split = this.#splitOf({ corpus, validation: training.validation, test: training.test });
    if (split.train === 0 || split.validation === 0) return null;
    const name = ngramNames[fiveGramOrder];
    const known = this.#context.library.yardsticks.list(split).find((one) => one.name === name);
    if (known) return known.bits * Math.LN2;
    let bits: number | null = null;
    await this.#measure(split, [name], {
      onMeasured: (_, measured) => (bits = measured),
      restAfter: () => 0,
      signal: this.#context.closing,
    });
    return bits === null ? null : bits * Math.LN2;
  }

  async close(): Promise<void> {
    for (const { controller } of this.#jobs.values()) {
      controller.abort(charloomCloses());
    }
    await this.#working;
  }

  #tellKnown(ask: Ask<'corpus.yardsticks'>): Yardsticks {
    const split = this.#splitOf(ask);
    const isPartial = this.#missing(split).length > 0;
    const key = JSON.stringify(split);
    if (isPartial && !this.#jobs.has(key)) this.#enqueue(key, { ask, split, controller: new AbortController() });
    return this.#view(split, isPartial);
  }

  #splitOf({ corpus, validation, test }: Ask<'corpus.yardsticks'>): SplitCorpus {
    const parts = splitText(this.#context.library.corpora.find(corpus).characters, { validation, test });
    return { corpus, train: parts.train, validation: parts.validation };
  }

  #missing(split: SplitCorpus): readonly string[] {
    if (split.train === 0 || split.validation === 0) return [];
    const known = new Set(this.#context.library.yardsticks.list(split).map(({ name }) => name));
    return yardstickNames.filter((name) => !known.has(name));
  }

  #view(split: SplitCorpus, isPartial: boolean): Yardsticks {
    const known = this.#context.library.yardsticks.list(split);
    const ngrams = known.map(({ name, bits }) => ({ order: ngramNames.indexOf(name), bits }));
    return {
      ngrams: ngrams.filter(({ order }) => order >= 0).sort((one, other) => one.order - other.order),
      compressors: known.filter(({ name }) => !ngramNames.includes(name)),
      trainedOn: Math.min(maxRead, split.train),
      measuredOn: Math.min(maxMeasured, split.validation),
      isPartial,
    };
  }

  #tell({ ask, split }: Job, isPartial: boolean, problem: Sentence | null = null): void {
    const yardsticks = this.#view(split, isPartial);
    this.#context.emit({ kind: 'corpus.yardsticks', ...ask, yardsticks, problem });
  }

  #enqueue(key: string, job: Job): void {
    this.#jobs.set(key, job);
    this.#working = this.#working
      // The answer to the ask goes out first.
      .then(() => nextTurn())
      .then(() => this.#work(job))
      .then(
        () => {
          this.#jobs.delete(key);
          this.#tell(job, false);
        },
        (error: unknown) => {
          this.#jobs.delete(key);
          if (job.controller.signal.aborted) return;
          const problem = sentence`The yardsticks could not be measured. ${asEngineError(error).sentence}`;
          this.#context.log(inEnglish(problem));
          this.#tell(job, false, problem);
        },
      );
  }

  async #work(job: Job): Promise<void> {
    const { split, controller } = job;
    const names = this.#missing(split);
    const measured = new Set<string>();
    await this.#measure(split, names, {
      onMeasured: (name) => {
        measured.add(name);
        if (names.some((other) => !measured.has(other))) this.#tell(job, true);
      },
      restAfter: (milliseconds) => (this.#slot.isTaken ? milliseconds * restFactor : 0),
      signal: controller.signal,
    });
  }

  /** What is measured is kept. */
  async #measure(
    split: SplitCorpus,
    names: readonly string[],
    { onMeasured, ...options }: Parameters<typeof measureYardsticks>[1],
  ): Promise<void> {
    const { library } = this.#context;
    options.signal.throwIfAborted();
    const { symbols } = library.corpora.symbols(split.corpus);
    const { trainedOn, measuredOn } = this.#view(split, true);
    const ids = await library.corpora.loadIds(split.corpus, {
      from: split.train - trainedOn,
      to: split.train + measuredOn,
    });
    await measureYardsticks(
      { ids, train: trainedOn, symbols, names },
      {
        ...options,
        onMeasured: (name, bits) => {
          library.yardsticks.put(split, { name, bits });
          onMeasured(name, bits);
        },
      },
    );
  }
}
