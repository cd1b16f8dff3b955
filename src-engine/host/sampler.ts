// Everything that is generated or scored: streams of text for the user, specimens of a run under way, scores.
// Owns the one sampling worker.

import { firstSymbol, makeVocabulary } from '../corpus/vocabulary.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import { asEngineError, CharloomError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredParameters } from '../library/checkpoints.ts';
import type { StoredRun } from '../library/runs.ts';
import type { Branching, CheckpointChoice, EngineEvent, RunId, SampleDetail, StreamId } from '../protocol/index.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import { Pipeline } from '../sampling/pipeline.ts';
import type { SamplingWorker, TrainedModel } from '../sampling/types.ts';
import type { CheckpointState, Ids } from '../training/types.ts';
import type { Handlers, HostContext } from './context.ts';

/** What a run writes by itself: always the same seed, so that only the model changes from one to the next. */
const specimenSampling: SamplingSettings = {
  stages: [{ kind: 'temperature', temperature: 0.8 }],
  length: 240,
  seed: 1,
};
const specimenTemperature = 0.8;
/** Seeds are unsigned 32-bit numbers. */
const seeds = 2 ** 32;
const millisecondsBetweenSpecimens = 15_000;

interface Stream {
  readonly run: RunId;
  readonly controller: AbortController;
}

export interface Sampler {
  readonly handlers: Pick<
    Handlers,
    | 'prompt.check'
    | 'sample.generate'
    | 'sample.several'
    | 'sample.distribution'
    | 'sample.edit'
    | 'sample.replay'
    | 'sample.weigh'
    | 'sample.stop'
    | 'sample.show'
    | 'sample.delete'
  >;
  /** Writes a specimen, unless one was written just now; `isLast` is written always. */
  offerSpecimen(run: StoredRun, state: CheckpointState, options: { readonly isLast: boolean }): void;
  score(
    run: RunId,
    choice: CheckpointChoice,
    ids: Ids,
  ): Promise<{ readonly characters: number; readonly nats: number }>;
  /** Stops the streams and the specimen of a run that is to be deleted. */
  forget(run: RunId): void;
  close(): Promise<void>;
}

export function createSampler(context: HostContext): Sampler {
  const { library, emit, log } = context;
  const streams = new Map<StreamId, Stream>();
  const work = new Set<Promise<unknown>>();
  let worker: SamplingWorker | null = null;
  let nextStream = 1;
  let isClosed = false;
  let lastSpecimenAt = -Infinity;
  let specimenWork: Promise<void> = Promise.resolve();
  let specimenOf: { readonly run: RunId; readonly controller: AbortController } | null = null;
  let isWriting = false;
  let cached: StoredParameters | null = null;
  let peeked: { readonly key: string; readonly logits: Promise<Float32Array> } | null = null;

  function getWorker(): SamplingWorker {
    if (isClosed) throw new CharloomError('cancelled', 'Charloom is closing.');
    worker ??= context.engine.startSamplingWorker();
    return worker;
  }

  /** The same checkpoint is often generated from many times in a row. */
  function parametersOf(run: RunId, choice: CheckpointChoice): StoredParameters {
    const { id } = library.checkpoints.choose(run, choice);
    if (cached?.id !== id) cached = library.checkpoints.parameters(run, { id });
    return cached;
  }

  function keepTrackOf(promise: Promise<unknown>): void {
    work.add(promise);
    void promise.finally(() => work.delete(promise));
  }

  /** As a slider moves, the same logits are asked for again and again. */
  async function peekAt(
    run: StoredRun,
    checkpoint: StoredParameters,
    vocabulary: Vocabulary,
    prompt: readonly number[],
  ): Promise<Float32Array> {
    const key = `${checkpoint.id}:${prompt.join()}`;
    if (peeked?.key !== key) {
      const trained = trainedModel(run, vocabulary, checkpoint.parameters);
      peeked = { key, logits: getWorker().peek({ trained, prompt, first: firstOf(run, vocabulary) }) };
      // A failure must not be remembered as the answer.
      peeked.logits.catch(() => (peeked = null));
    }
    return peeked.logits;
  }

  function start(ask: {
    readonly run: RunId;
    readonly choice: CheckpointChoice;
    readonly prompt: string;
    readonly sampling: SamplingSettings;
    readonly parent: Branching | null;
    readonly texts: number;
  }): { readonly streams: readonly StreamId[]; readonly step: number } {
    const run = library.runs.find(ask.run);
    const checkpoint = parametersOf(ask.run, ask.choice);
    const ids = Array.from({ length: ask.texts }, () => nextStream++ as StreamId);
    const controller = new AbortController();
    for (const id of ids) streams.set(id, { run: ask.run, controller });
    const { prompt, sampling, parent } = ask;
    keepTrackOf(
      generate({ streams: ids, run, checkpoint, prompt, sampling, parent, signal: controller.signal })
        .catch((error: unknown) => {
          for (const id of ids) emit(failureOf(id, error));
        })
        .finally(() => {
          for (const id of ids) streams.delete(id);
        }),
    );
    return { streams: ids, step: checkpoint.step };
  }

  /** A drawn text as far as it was kept: it may have been stopped. */
  async function replay(sample: SampleDetail, checkpoint: StoredParameters): Promise<string> {
    const run = library.runs.find(sample.run);
    const vocabulary = makeVocabulary(library.runs.alphabet(run.id));
    const isDrawn = (sample.sampling.decoding ?? { kind: 'draw' }).kind === 'draw';
    const length = isDrawn ? vocabulary.encode(sample.text).length : sample.sampling.length;
    let text = '';
    await getWorker().generate(
      {
        trained: trainedModel(run, vocabulary, checkpoint.parameters),
        symbols: vocabulary.symbols,
        prompt: vocabulary.encode(sample.prompt),
        first: firstOf(run, vocabulary),
        sampling: { ...sample.sampling, length },
        texts: 1,
      },
      ({ ids }) => (text += vocabulary.decode(ids)),
      new AbortController().signal,
    );
    return text;
  }

  async function generate(job: {
    /** One text each, with the seeds seed, seed + 1, … */
    readonly streams: readonly StreamId[];
    readonly run: StoredRun;
    readonly checkpoint: StoredParameters;
    readonly prompt: string;
    readonly sampling: SamplingSettings;
    readonly parent: Branching | null;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { run, checkpoint, prompt, sampling } = job;
    const vocabulary = makeVocabulary(library.runs.alphabet(run.id));
    const pieces = job.streams.map((): string[] => []);
    const { characters, seconds } = await getWorker().generate(
      {
        trained: trainedModel(run, vocabulary, checkpoint.parameters),
        symbols: vocabulary.symbols,
        prompt: vocabulary.encode(prompt),
        first: firstOf(run, vocabulary),
        sampling,
        texts: job.streams.length,
      },
      ({ ids, surprisals }, index) => {
        const text = vocabulary.decode(ids);
        const lengths = Uint8Array.from(ids, (id) => vocabulary.symbols[id]?.length ?? 0);
        pieces[index].push(text);
        emit({ kind: 'sample.text', stream: job.streams[index], text, lengths, surprisals });
      },
      job.signal,
    );
    const isStopped = job.signal.aborted;
    for (const [index, stream] of job.streams.entries()) {
      const text = pieces[index].join('');
      if (text === '' && isStopped) {
        throw new CharloomError('cancelled', 'Generating was stopped before the first character.');
      }
      const seeded = { ...sampling, seed: (sampling.seed + index) % seeds };
      const sample = keep(run, checkpoint, prompt, text, seeded, job.parent);
      emit({ kind: 'sample.finished', stream, sample, charactersPerSecond: seconds > 0 ? characters / seconds : 0 });
    }
    emit({ kind: 'shelf.changed' });
  }

  function keep(
    run: StoredRun,
    checkpoint: StoredParameters,
    prompt: string,
    text: string,
    sampling: SamplingSettings,
    parent: Branching | null,
  ): SampleDetail {
    return library.samples.add({
      run: run.id,
      checkpoint: checkpoint.id,
      checkpointSha256: checkpoint.sha256,
      step: checkpoint.step,
      prompt,
      text,
      sampling,
      engine: context.version,
      parent,
    });
  }

  function firstOf(run: StoredRun, vocabulary: Vocabulary): number {
    return firstSymbol(vocabulary.symbols, library.corpora.symbols(run.corpus).counts);
  }

  function startSpecimen(run: StoredRun, state: CheckpointState): Promise<void> {
    const controller = new AbortController();
    specimenOf = { run: run.id, controller };
    isWriting = true;
    lastSpecimenAt = performance.now();
    specimenWork = writeSpecimen(run, state, controller)
      // A specimen is a gift: its failure must not trouble the run, but it is not hidden either.
      .catch((error: unknown) =>
        log(`A specimen of run ${run.id} could not be written: ${asEngineError(error).message}`),
      )
      .finally(() => (isWriting = false));
    keepTrackOf(specimenWork);
    return specimenWork;
  }

  async function writeSpecimen(run: StoredRun, state: CheckpointState, controller: AbortController): Promise<void> {
    const vocabulary = makeVocabulary(library.runs.alphabet(run.id));
    let text = '';
    await getWorker().generate(
      {
        trained: trainedModel(run, vocabulary, state.averaged ?? state.parameters),
        symbols: vocabulary.symbols,
        prompt: [],
        first: firstOf(run, vocabulary),
        sampling: specimenSampling,
        texts: 1,
      },
      ({ ids }) => (text += vocabulary.decode(ids)),
      controller.signal,
    );
    if (controller.signal.aborted) return;
    const written = { step: state.step, prompt: '', text, temperature: specimenTemperature };
    try {
      // Where another process is writing, nobody should have to wait for a specimen.
      library.swiftly(() => library.specimens.put(run.id, written));
    } finally {
      emit({ kind: 'run.specimen', run: run.id, specimen: written });
    }
  }

  return {
    handlers: {
      'prompt.check': ({ run, prompt }) => makeVocabulary(library.runs.alphabet(run)).unseen(prompt),

      'sample.generate'({ run, checkpoint: choice, prompt, sampling, parent = null }) {
        const { streams, step } = start({ run, choice, prompt, sampling, parent, texts: 1 });
        return { stream: streams[0], step };
      },

      'sample.several'({ run, checkpoint: choice, prompt, sampling, texts }) {
        if (texts > 1 && sampling.decoding !== undefined && sampling.decoding.kind !== 'draw') {
          throw new CharloomError(
            'settings-invalid',
            'Beam search and best-of write one text. Ask for one text, or draw at random.',
          );
        }
        return start({ run, choice, prompt, sampling, parent: null, texts });
      },

      async 'sample.distribution'({ run, checkpoint: choice, context: text, stages, seed }) {
        const stored = library.runs.find(run);
        const vocabulary = makeVocabulary(library.runs.alphabet(run));
        const checkpoint = parametersOf(run, choice);
        const read = vocabulary.encode(text);
        const logits = await peekAt(stored, checkpoint, vocabulary, read);
        const pipeline = new Pipeline(stages, vocabulary.symbols, createRandom(seed));
        for (const id of read) pipeline.read(id);
        return { step: checkpoint.step, symbols: vocabulary.symbols, stages: pipeline.view(logits) };
      },

      'sample.edit'({ sample, ...marks }) {
        library.samples.edit(sample, marks);
        emit({ kind: 'shelf.changed' });
        const { prompt: _prompt, text: _text, ...summary } = library.samples.find(sample);
        return summary;
      },

      async 'sample.replay'({ sample: id }) {
        const sample = library.samples.find(id);
        const checkpoint = sample.checkpoint;
        if (
          checkpoint === null ||
          parametersOf(sample.run, { id: checkpoint }).sha256 !== library.samples.proofOf(id)
        ) {
          throw new CharloomError(
            'no-checkpoint',
            `The checkpoint of step ${sample.step} that wrote this text is not kept any more, so it cannot be written again.`,
          );
        }
        const text = await replay(sample, parametersOf(sample.run, { id: checkpoint }));
        return { identical: text === sample.text, text };
      },

      async 'sample.weigh'({ run, checkpoint: choice, prompt, text }) {
        const stored = library.runs.find(run);
        const vocabulary = makeVocabulary(library.runs.alphabet(run));
        const { parameters } = parametersOf(run, choice);
        const ids = vocabulary.encode(text);
        const surprisals = await getWorker().weigh({
          trained: trainedModel(stored, vocabulary, parameters),
          prompt: vocabulary.encode(prompt),
          first: firstOf(stored, vocabulary),
          text: ids,
        });
        return { lengths: Uint8Array.from(ids, (id) => vocabulary.symbols[id].length), surprisals };
      },

      'sample.stop'({ stream }) {
        streams.get(stream)?.controller.abort();
        return {};
      },

      'sample.show': ({ sample }) => library.samples.find(sample),

      'sample.delete'({ sample }) {
        library.samples.delete(sample);
        emit({ kind: 'shelf.changed' });
        return {};
      },
    },

    offerSpecimen(run, state, { isLast }) {
      const isSoon = performance.now() - lastSpecimenAt < millisecondsBetweenSpecimens;
      if (isLast) keepTrackOf(specimenWork.then(() => startSpecimen(run, state)));
      else if (!isWriting && !isSoon) void startSpecimen(run, state);
    },

    score(run, choice, ids) {
      const stored = library.runs.find(run);
      const vocabulary = makeVocabulary(library.runs.alphabet(run));
      const { parameters } = parametersOf(run, choice);
      return getWorker().score({ trained: trainedModel(stored, vocabulary, parameters), ids });
    },

    forget(run) {
      for (const stream of streams.values()) if (stream.run === run) stream.controller.abort();
      if (specimenOf?.run === run) specimenOf.controller.abort();
    },

    async close() {
      for (const { controller } of streams.values()) controller.abort();
      // A promise that is waited for may start another.
      while (work.size > 0) await Promise.allSettled(work);
      isClosed = true;
      await worker?.terminate();
    },
  };
}

function trainedModel(run: StoredRun, vocabulary: Vocabulary, parameters: Float32Array): TrainedModel {
  return { model: run.model, vocabulary: vocabulary.symbols.length, parameters };
}

function failureOf(stream: StreamId, error: unknown): EngineEvent {
  return { kind: 'sample.failed', stream, error: asEngineError(asLibraryError(error)) };
}
