// The host's side of the sampling thread: promises for jobs.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { CharloomError } from '../errors.ts';
import { contextOf } from './context.ts';
import type { FromSampler, ToSampler } from './messages.ts';
import type { CompletedIds, Drawn, SamplingWorker, StartSamplingWorker, TrainedModel } from './types.ts';

interface Waiting {
  readonly hear: (message: FromSampler) => void;
  readonly fail: (error: Error) => void;
}

/** So long the thread keeps the model that it looks ahead with, after it was last needed. */
const readerMilliseconds = 60_000;

/** Starts the thread at the first job. */
export const startSamplingWorker: StartSamplingWorker = () => new ThreadedSampler();

class ThreadedSampler implements SamplingWorker {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;
  /** Key of the model that the thread's reader is bound to: it is not sent again. */
  #held: string | null = null;
  #releasing: NodeJS.Timeout | null = null;

  generate(
    job: Parameters<SamplingWorker['generate']>[0],
    onDrawn: (drawn: Drawn, text: number) => void,
    signal: AbortSignal,
  ): ReturnType<SamplingWorker['generate']> {
    const id = ++this.#jobs;
    const stop = (): void => {
      this.#worker?.postMessage({ kind: 'stop', id } satisfies ToSampler);
    };
    return new Promise<{ characters: number; seconds: number }>((resolve, reject) => {
      this.#waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'drawn') onDrawn(message, message.text);
          if (message.kind === 'generated') resolve({ characters: message.characters, seconds: message.seconds });
        },
      });
      const { trained, symbols, sampling, texts } = job;
      this.#send({ kind: 'generate', id, trained, symbols, ...contextOf(job), sampling, texts });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      this.#finish(id);
      signal.removeEventListener('abort', stop);
    });
  }

  nextLogits(job: Parameters<SamplingWorker['nextLogits']>[0]): ReturnType<SamplingWorker['nextLogits']> {
    const id = ++this.#jobs;
    return new Promise<Float32Array>((resolve, reject) => {
      this.#waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'logits') resolve(message.logits);
        },
      });
      this.#send({ kind: 'next-logits', id, ...contextOf(job), ...this.#bind(job) });
    }).finally(() => {
      this.#finish(id);
    });
  }

  complete(
    job: Parameters<SamplingWorker['complete']>[0],
    signal: AbortSignal,
  ): ReturnType<SamplingWorker['complete']> {
    if (signal.aborted) return Promise.resolve(null);
    const id = ++this.#jobs;
    const stop = (): void => {
      this.#worker?.postMessage({ kind: 'stop', id } satisfies ToSampler);
    };
    return new Promise<readonly CompletedIds[] | null>((resolve, reject) => {
      this.#waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'completed') resolve(message.completions);
        },
      });
      const { symbols, position, stages, seed, length, alternatives } = job;
      const asked = { symbols, position, stages, seed, length, alternatives, ...contextOf(job) };
      this.#send({ kind: 'complete', id, ...asked, ...this.#bind(job) });
      signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      this.#finish(id);
      signal.removeEventListener('abort', stop);
    });
  }

  weigh(job: Parameters<SamplingWorker['weigh']>[0]): ReturnType<SamplingWorker['weigh']> {
    const id = ++this.#jobs;
    return new Promise<Float32Array>((resolve, reject) => {
      this.#waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'weighed') resolve(message.surprisals);
        },
      });
      this.#send({ kind: 'weigh', id, trained: job.trained, ...contextOf(job), text: job.text });
    }).finally(() => {
      this.#finish(id);
    });
  }

  async score(job: Parameters<SamplingWorker['score']>[0]): ReturnType<SamplingWorker['score']> {
    if (job.ids.length < 2) {
      const given = job.ids.length === 1 ? '1 character' : 'none';
      throw new CharloomError(
        'corpus-too-small',
        `Scoring needs at least 2 characters, the first to read and the second to predict; there is ${given}. Give a longer text.`,
      );
    }
    const id = ++this.#jobs;
    return await new Promise<{ characters: number; nats: number }>((resolve, reject) => {
      this.#waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'scored') resolve({ characters: message.characters, nats: message.nats });
        },
      });
      this.#send({ kind: 'score', id, ...job });
    }).finally(() => {
      this.#finish(id);
    });
  }

  scoreEach(
    job: Parameters<SamplingWorker['scoreEach']>[0],
    { signal, onProgress }: Parameters<SamplingWorker['scoreEach']>[1],
  ): ReturnType<SamplingWorker['scoreEach']> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const id = ++this.#jobs;
    const stop = (): void => {
      this.#worker?.postMessage({ kind: 'stop', id } satisfies ToSampler);
    };
    return new Promise<Float32Array>((resolve, reject) => {
      this.#waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'progress') onProgress(message.share);
          if (message.kind !== 'scored-each') return;
          if (message.nats === null) reject(signal.reason as Error);
          else resolve(message.nats);
        },
      });
      this.#send({ kind: 'score-each', id, ...job });
      signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      this.#finish(id);
      signal.removeEventListener('abort', stop);
    });
  }

  answer(job: Parameters<SamplingWorker['answer']>[0]): Promise<Float32Array> {
    return this.#answered({ kind: 'answer', id: ++this.#jobs, ...job });
  }

  follow(job: Parameters<SamplingWorker['follow']>[0]): Promise<Float32Array> {
    return this.#answered({ kind: 'follow', id: ++this.#jobs, ...job });
  }

  #answered(message: Extract<ToSampler, { kind: 'answer' | 'follow' }>): Promise<Float32Array> {
    return new Promise<Float32Array>((resolve, reject) => {
      this.#waiting.set(message.id, {
        fail: reject,
        hear: (heard) => {
          if (heard.kind === 'answered') resolve(heard.logits);
        },
      });
      this.#send(message);
    }).finally(() => {
      this.#finish(message.id);
    });
  }

  async terminate(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#release();
    await worker?.terminate();
    this.#failAll(new Error('The sampler was ended.'));
  }

  /** The parameters are sent only where the thread does not have them. */
  #bind({ key, trained }: { readonly key: string; readonly trained: TrainedModel }): {
    readonly key: string;
    readonly trained: TrainedModel | null;
  } {
    const isHeld = this.#held === key;
    this.#held = key;
    if (this.#releasing !== null) clearTimeout(this.#releasing);
    this.#releasing = setTimeout(() => {
      this.#release();
    }, readerMilliseconds).unref();
    return { key, trained: isHeld ? null : trained };
  }

  #release(): void {
    if (this.#releasing !== null) clearTimeout(this.#releasing);
    this.#releasing = null;
    this.#held = null;
    this.#worker?.postMessage({ kind: 'release' } satisfies ToSampler);
  }

  #send(message: ToSampler): void {
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(engineFile('sampling-worker'));
    worker.on('message', (message: FromSampler) => {
      const waiting = this.#waiting.get(message.id);
      // Whatever went wrong may have been the reader's fault: it gets its model anew.
      if (message.kind === 'failed') this.#held = null;
      if (message.kind === 'failed') waiting?.fail(new Error(message.message));
      else waiting?.hear(message);
    });
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) this.#worker = null;
      this.#held = null;
      this.#failAll(error);
    });
    return worker;
  }

  #finish(id: number): void {
    this.#waiting.delete(id);
    // An idle sampler must not keep a command line alive.
    if (this.#waiting.size === 0) this.#worker?.unref();
  }

  #failAll(error: Error): void {
    for (const waiting of [...this.#waiting.values()]) waiting.fail(error);
  }
}
