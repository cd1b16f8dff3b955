// The host's side of the sampling thread: promises for jobs.

import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { JobThread } from '../job-thread.ts';
import { contextOf } from './context.ts';
import { HeldModel } from './held-model.ts';
import type { FromSampler, ToSampler } from './messages.ts';
import type { Drawn, SamplingWorker, StartSamplingWorker } from './types.ts';

/** Starts the thread at the first job. */
export const startSamplingWorker: StartSamplingWorker = () => new ThreadedSampler();

class ThreadedSampler implements SamplingWorker {
  /** What the thread's reader is bound to. */
  readonly #held = new HeldModel(() => this.#thread.post({ kind: 'release' }));
  readonly #thread = new JobThread<ToSampler, FromSampler>('sampling-worker', () => this.#held.forget());

  generate(
    job: Parameters<SamplingWorker['generate']>[0],
    onDrawn: (drawn: Drawn, text: number) => void,
    signal: AbortSignal,
  ): ReturnType<SamplingWorker['generate']> {
    const { trained, symbols, sampling, texts } = job;
    return this.#thread.ask(
      (id) => ({ kind: 'generate', id, trained, symbols, ...contextOf(job), sampling, texts }),
      (message, { resolve }) => {
        if (message.kind === 'drawn') onDrawn(message, message.text);
        if (message.kind === 'generated') resolve({ characters: message.characters, seconds: message.seconds });
      },
      this.#stoppedBy(signal),
    );
  }

  nextLogits(job: Parameters<SamplingWorker['nextLogits']>[0]): ReturnType<SamplingWorker['nextLogits']> {
    return this.#thread.ask(
      (id) => ({ kind: 'next-logits', id, ...contextOf(job), ...this.#held.bind(job) }),
      (message, { resolve }) => {
        if (message.kind === 'logits') resolve(message.logits);
      },
    );
  }

  async complete(
    job: Parameters<SamplingWorker['complete']>[0],
    signal: AbortSignal,
  ): ReturnType<SamplingWorker['complete']> {
    if (signal.aborted) return null;
    const { symbols, position, stages, seed, length, alternatives } = job;
    const asked = { symbols, position, stages, seed, length, alternatives, ...contextOf(job) };
    return this.#thread.ask(
      (id) => ({ kind: 'complete', id, ...asked, ...this.#held.bind(job) }),
      (message, { resolve }) => {
        if (message.kind === 'completed') resolve(message.completions);
      },
      this.#stoppedBy(signal),
    );
  }

  weigh(job: Parameters<SamplingWorker['weigh']>[0]): ReturnType<SamplingWorker['weigh']> {
    return this.#thread.ask(
      (id) => ({ kind: 'weigh', id, trained: job.trained, ...contextOf(job), text: job.text }),
      (message, { resolve }) => {
        if (message.kind === 'weighed') resolve(message.surprisals);
      },
    );
  }

  async score(job: Parameters<SamplingWorker['score']>[0]): ReturnType<SamplingWorker['score']> {
    if (job.ids.length < 2) {
      throw new CharloomError(
        'corpus-too-small',
        job.ids.length === 1
          ? sentence`Scoring needs at least 2 characters, the first to read and the second to predict; there is 1 character. Give a longer text.`
          : sentence`Scoring needs at least 2 characters, the first to read and the second to predict; there is none. Give a longer text.`,
      );
    }
    return this.#thread.ask(
      (id) => ({ kind: 'score', id, ...job }),
      (message, { resolve }) => {
        if (message.kind === 'scored') resolve({ characters: message.characters, nats: message.nats });
      },
    );
  }

  async scoreEach(
    job: Parameters<SamplingWorker['scoreEach']>[0],
    { signal, onProgress }: Parameters<SamplingWorker['scoreEach']>[1],
  ): ReturnType<SamplingWorker['scoreEach']> {
    signal.throwIfAborted();
    return this.#thread.ask(
      (id) => ({ kind: 'score-each', id, ...job }),
      (message, { resolve, reject }) => {
        if (message.kind === 'progress') onProgress(message.share);
        if (message.kind !== 'scored-each') return;
        if (message.nats === null) reject(signal.reason as Error);
        else resolve(message.nats);
      },
      this.#stoppedBy(signal),
    );
  }

  answer(job: Parameters<SamplingWorker['answer']>[0]): Promise<Float32Array> {
    return this.#answered((id) => ({ kind: 'answer', id, ...job }));
  }

  follow(job: Parameters<SamplingWorker['follow']>[0]): Promise<Float32Array> {
    return this.#answered((id) => ({ kind: 'follow', id, ...job }));
  }

  #answered(job: (id: number) => ToSampler): Promise<Float32Array> {
    return this.#thread.ask(job, (message, { resolve }) => {
      if (message.kind === 'answered') resolve(message.logits);
    });
  }

  terminate(): Promise<void> {
    return this.#thread.end(new Error('The sampler was ended.'));
  }

  #stoppedBy(signal: AbortSignal) {
    return { signal, stop: (id: number): void => this.#thread.post({ kind: 'stop', id }) };
  }
}
