// The test loss of a run that is over: its best checkpoint reads the part of the text that nothing has read before.

import { maxMeasured, splitText } from '../corpus/split.ts';
import { asEngineError } from '../errors.ts';
import type { RunId, TestScore } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { SampleScores } from './sample-scores.ts';

export class RunTests implements Service {
  readonly handlers = { 'run.test': ({ run }) => this.#get(run) } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #scores: SampleScores;
  readonly #measuring = new Map<RunId, Promise<TestScore | null>>();

  constructor(context: HostContext, scores: SampleScores) {
    this.#context = context;
    this.#scores = scores;
  }

  /** Measures if the run has reached its length; a failure is written into the log. */
  offer(id: RunId): void {
    const { library, log } = this.#context;
    const offered = async () => library.runs.find(id).state === 'finished' && (await this.#get(id));
    offered().catch((error: unknown) => {
      log(`The test loss of run ${id} could not be measured: ${asEngineError(error).message}`);
    });
  }

  /** Null where no part is held out for the test, or no checkpoint is there. */
  #get(id: RunId): Promise<TestScore | null> {
    const known = this.#measuring.get(id);
    if (known) return known;
    const result = this.#measure(id).finally(() => this.#measuring.delete(id));
    this.#measuring.set(id, result);
    return result;
  }

  async #measure(id: RunId): Promise<TestScore | null> {
    const { library, emit } = this.#context;
    const run = library.runs.find(id);
    const best = library.checkpoints.list(id).length === 0 ? null : library.checkpoints.choose(id, 'best');
    // Of labels, the held-out lines say how well they are told.
    if (run.training.test === 0 || best === null || run.labels.length > 0) return null;
    const known = library.tests.find(id);
    if (known?.step === best.step) return known;
    const text = await library.corpora.loadIds(run.corpus);
    const { test } = splitText(text.length, run.training);
    const start = text.length - test;
    // The character before the part is read too, so that all of its own are predicted.
    const ids = text.subarray(start - 1, start + Math.min(test, maxMeasured));
    // What is best may have changed while the text was read.
    const { step, scoring } = library.inSnapshot(() => {
      const now = library.checkpoints.choose(id, 'best');
      return { step: now.step, scoring: this.#scores.score(id, { id: now.id }, ids) };
    });
    const { nats, characters } = await scoring;
    const score = { step, loss: nats, characters };
    library.tests.put(id, score);
    emit({ kind: 'run.test', run: id, score });
    return score;
  }
}
