// What a run writes by itself, at its checkpoints and oftener while it is young, so that one sees it learn: always with
// the same seed, so that only the model changes from one to the next.

import { firstSymbol, makeVocabulary } from '../corpus/vocabulary.ts';
import { asEngineError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import type { RunId } from '../protocol/index.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import type { CheckpointState } from '../training/types.ts';
import { trainedModel } from './loaded-models.ts';
import type { HostContext, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';

const temperature = 0.8;
const sampling: SamplingSettings = { stages: [{ kind: 'temperature', temperature }], length: 240, seed: 1 };
const millisecondsBetween = 15_000;

/** What a model writes with after a step: the averaged weights where the run keeps them. */
export interface WeightsAtStep {
  readonly step: number;
  readonly parameters: Float32Array<ArrayBuffer>;
}

export class RunSpecimens implements Service {
  readonly handlers = {};
  readonly #context: HostContext;
  readonly #thread: SamplingThread;
  #lastAt = -Infinity;
  #isWriting = false;
  #hasWritten = false;
  #work: Promise<void> = Promise.resolve();
  /** The run that writes, or was the last to write. */
  #writer: { readonly run: RunId; readonly controller: AbortController } | null = null;

  constructor(context: HostContext, thread: SamplingThread) {
    this.#context = context;
    this.#thread = thread;
  }

  /** Writes one, unless one was written just now. */
  offer(run: StoredRun, state: CheckpointState): void {
    const isSoon = performance.now() - this.#lastAt < millisecondsBetween;
    if (this.#isWriting || isSoon) return;
    this.#lastAt = performance.now();
    void this.#start(run, weightsOf(state));
  }

  /**
   * Writes one of a young run, unless another is being written.
   * @returns the seconds that it took; null: not to be known
   */
  async writeYoung(run: StoredRun, weights: WeightsAtStep): Promise<number | null> {
    if (this.#isWriting) return null;
    // The thread has to be started once, whoever is the first to write.
    const isFirst = !this.#hasWritten;
    const begun = performance.now();
    await this.#start(run, weights);
    return isFirst ? null : (performance.now() - begun) / 1000;
  }

  /** Shows what the model is at the end of a sitting, whenever the specimen before was written. */
  offerLast(run: StoredRun, last: CheckpointState): void {
    const isThere = this.#context.library.specimens.list(run.id).some((specimen) => specimen.step === last.step);
    if (!isThere) this.#thread.track(this.#work.then(() => this.#start(run, weightsOf(last))));
  }

  /** Stops the specimen of a run that is to be deleted. */
  forget(run: RunId): void {
    if (this.#writer?.run === run) this.#writer.controller.abort();
  }

  #start(run: StoredRun, weights: WeightsAtStep): Promise<void> {
    const controller = new AbortController();
    this.#writer = { run: run.id, controller };
    this.#isWriting = true;
    this.#hasWritten = true;
    this.#work = this.#write(run, weights, controller.signal)
      // A specimen is a gift: its failure must not trouble the run, but it is not hidden either.
      .catch((error: unknown) =>
        this.#context.log(`A specimen of run ${run.id} could not be written: ${asEngineError(error).message}`),
      )
      .finally(() => (this.#isWriting = false));
    this.#thread.track(this.#work);
    return this.#work;
  }

  async #write(run: StoredRun, { step, parameters }: WeightsAtStep, signal: AbortSignal): Promise<void> {
    const { library, emit } = this.#context;
    const vocabulary = makeVocabulary(library.runs.alphabet(run.id));
    let text = '';
    await this.#thread.worker.generate(
      {
        trained: trainedModel({ run, vocabulary, checkpoint: { parameters } }),
        symbols: vocabulary.symbols,
        prompt: [],
        first: firstSymbol(vocabulary.symbols, library.corpora.symbols(run.corpus).counts),
        sampling,
        texts: 1,
      },
      ({ ids }) => (text += vocabulary.decode(ids)),
      signal,
    );
    if (signal.aborted) return;
    const specimen = { step, prompt: '', text, temperature };
    try {
      // Where another process is writing, nobody should have to wait for a specimen.
      library.withoutSync(() => library.specimens.put(run.id, specimen));
    } finally {
      emit({ kind: 'run.specimen', run: run.id, specimen });
    }
  }
}

function weightsOf({ step, averaged, parameters }: CheckpointState): WeightsAtStep {
  return { step, parameters: averaged ?? parameters };
}
