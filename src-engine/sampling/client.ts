// The host's side of the sampling thread: promises for jobs.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { CharloomError } from '../errors.ts';
import type { FromSampler, ToSampler } from './messages.ts';
import type { Drawn, SamplingWorker, StartSamplingWorker } from './types.ts';

interface Waiting {
  readonly hear: (message: FromSampler) => void;
  readonly fail: (error: Error) => void;
}

/** Starts the thread at the first job. */
export const startSamplingWorker: StartSamplingWorker = () => new ThreadedSampler();

class ThreadedSampler implements SamplingWorker {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private jobs = 0;

  generate(
    job: Parameters<SamplingWorker['generate']>[0],
    onDrawn: (drawn: Drawn, text: number) => void,
    signal: AbortSignal,
  ): ReturnType<SamplingWorker['generate']> {
    const id = ++this.jobs;
    const stop = (): void => {
      this.worker?.postMessage({ kind: 'stop', id } satisfies ToSampler);
    };
    return new Promise<{ characters: number; seconds: number }>((resolve, reject) => {
      this.waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'drawn') onDrawn(message, message.text);
          if (message.kind === 'generated') resolve({ characters: message.characters, seconds: message.seconds });
        },
      });
      const { trained, symbols, sampling, texts } = job;
      this.send({ kind: 'generate', id, trained, symbols, context: contextOf(job), sampling, texts });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      this.finish(id);
      signal.removeEventListener('abort', stop);
    });
  }

  peek(job: Parameters<SamplingWorker['peek']>[0]): ReturnType<SamplingWorker['peek']> {
    const id = ++this.jobs;
    return new Promise<Float32Array>((resolve, reject) => {
      this.waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'peeked') resolve(message.logits);
        },
      });
      this.send({ kind: 'peek', id, trained: job.trained, context: contextOf(job) });
    }).finally(() => {
      this.finish(id);
    });
  }

  weigh(job: Parameters<SamplingWorker['weigh']>[0]): ReturnType<SamplingWorker['weigh']> {
    const id = ++this.jobs;
    return new Promise<Float32Array>((resolve, reject) => {
      this.waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'weighed') resolve(message.surprisals);
        },
      });
      this.send({ kind: 'weigh', id, trained: job.trained, context: contextOf(job), text: job.text });
    }).finally(() => {
      this.finish(id);
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
    const id = ++this.jobs;
    return await new Promise<{ characters: number; nats: number }>((resolve, reject) => {
      this.waiting.set(id, {
        fail: reject,
        hear: (message) => {
          if (message.kind === 'scored') resolve({ characters: message.characters, nats: message.nats });
        },
      });
      this.send({ kind: 'score', id, ...job });
    }).finally(() => {
      this.finish(id);
    });
  }

  async terminate(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
    this.failAll(new Error('The sampler was ended.'));
  }

  private send(message: ToSampler): void {
    this.worker ??= this.start();
    this.worker.ref();
    this.worker.postMessage(message);
  }

  private start(): Worker {
    const worker = new Worker(engineFile('sampling-worker'));
    worker.on('message', (message: FromSampler) => {
      const waiting = this.waiting.get(message.id);
      if (message.kind === 'failed') waiting?.fail(new Error(message.message));
      else waiting?.hear(message);
    });
    worker.on('error', (error: Error) => {
      if (this.worker === worker) this.worker = null;
      this.failAll(error);
    });
    return worker;
  }

  private finish(id: number): void {
    this.waiting.delete(id);
    // An idle sampler must not keep a command line alive.
    if (this.waiting.size === 0) this.worker?.unref();
  }

  private failAll(error: Error): void {
    for (const waiting of [...this.waiting.values()]) waiting.fail(error);
  }
}

function contextOf({
  prompt,
  first,
}: {
  readonly prompt: readonly number[];
  readonly first: number;
}): readonly number[] {
  return prompt.length > 0 ? prompt : [first];
}
