// Everything that is generated or scored: streams of text for the user, specimens of a run under way, scores.
// Owns the one sampling worker.

import { firstSymbol, makeVocabulary } from '../corpus/vocabulary.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import { asEngineError, CharloomError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredParameters } from '../library/checkpoints.ts';
import type { StoredRun } from '../library/runs.ts';
import type {
  BlendedModel,
  BlendPart,
  Branching,
  CheckpointChoice,
  Draft,
  Ending,
  EngineEvent,
  RunId,
  SampleDetail,
  SamplingNote,
  StreamId,
} from '../protocol/index.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import { mixLogits } from '../sampling/blend.ts';
import { contextOf } from '../sampling/context.ts';
import { isDeadEnd } from '../sampling/dead-end.ts';
import { Pipeline } from '../sampling/pipeline.ts';
import type { SamplingWorker } from '../sampling/types.ts';
import { refuseNonsense, unusableParts } from '../sampling/unusable.ts';
import { idleStages } from '../sampling/effects.ts';
import type { CheckpointState, Ids } from '../training/types.ts';
import { createAuthors, readingOf, trainedModel } from './authors.ts';
import type { Author, AuthorAsk } from './authors.ts';
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
/** Nobody can stop a draft. */
const longestDraft = 5_000;
/** Contexts whose logits are remembered: one for each model of a blend, and a few that were looked at before. */
const mostPeeked = 16;

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
    | 'sample.complete'
    | 'sample.edit'
    | 'sample.replay'
    | 'sample.weigh'
    | 'sample.stop'
    | 'sample.show'
    | 'sample.delete'
    | 'sample.draft'
    | 'sample.family'
    | 'sample.prune'
    | 'sample.restore'
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
  const authors = createAuthors(library);
  const peeked = new Map<string, Promise<Float32Array>>();
  let completing: AbortController | null = null;

  function getWorker(): SamplingWorker {
    if (isClosed) throw new CharloomError('cancelled', 'Charloom is closing.');
    worker ??= context.engine.startSamplingWorker();
    return worker;
  }

  function keepTrackOf(promise: Promise<unknown>): void {
    work.add(promise);
    void promise.finally(() => work.delete(promise));
  }

  /** As a slider moves, the same logits are asked for again and again; of a blend only their mixture changes. */
  function peekAs(
    { run, checkpoint, vocabulary, first }: Author['voices'][number],
    text: string,
  ): Promise<Float32Array> {
    const prompt = vocabulary.encode(text);
    const key = `${checkpoint.id}:${prompt.join()}`;
    const known = peeked.get(key);
    if (known) return known;
    const trained = trainedModel({ run, vocabulary, checkpoint });
    const logits = getWorker().peek({ key: keyOf(checkpoint), trained, prompt, first });
    peeked.set(key, logits);
    // A failure must not be remembered as the answer.
    logits.catch(() => peeked.delete(key));
    for (const oldest of peeked.keys()) if (peeked.size > mostPeeked) peeked.delete(oldest);
    return logits;
  }

  async function peekAt(author: Author, text: string): Promise<Float32Array> {
    const opinions = await Promise.all(
      author.voices.map(async (voice, index) => ({
        weight: voice.weight,
        own: author.own[index],
        logits: await peekAs(voice, text),
      })),
    );
    if (opinions.length === 1) return opinions[0].logits;
    const mixed = new Float32Array(author.vocabulary.symbols.length);
    mixLogits(opinions, mixed);
    return mixed;
  }

  function start(ask: {
    readonly author: AuthorAsk;
    readonly prompt: string;
    readonly sampling: SamplingSettings;
    readonly parent: Branching | null;
    readonly texts: number;
    readonly keep?: boolean;
  }): { readonly streams: readonly StreamId[]; readonly step: number; readonly notes: readonly SamplingNote[] } {
    const author = authors.find(ask.author);
    refuseVain(author, ask.prompt, ask.sampling);
    const ids = Array.from({ length: ask.texts }, () => nextStream++ as StreamId);
    const controller = new AbortController();
    for (const id of ids) streams.set(id, { run: author.run.id, controller });
    const { prompt, sampling, parent, keep: isKept = true } = ask;
    keepTrackOf(
      generate({ streams: ids, author, prompt, sampling, parent, isKept, signal: controller.signal })
        .catch((error: unknown) => {
          for (const id of ids) emit(failureOf(id, error));
        })
        .finally(() => {
          for (const id of ids) streams.delete(id);
        }),
    );
    return { streams: ids, step: author.checkpoint.step, notes: notesOn(author, sampling) };
  }

  /** @throws CharloomError 'settings-invalid' where the settings are nonsense, or nothing may be written at all */
  function refuseVain(author: Author, prompt: string, sampling: Wishes): void {
    refuseNonsense(sampling, library.runs.alphabet(author.run.id).unit);
    if (!isDeadEnd(sampling.stages, author.vocabulary.symbols, author.vocabulary.encode(prompt.slice(-endLength))))
      return;
    const place = prompt === '' ? 'begin the text' : 'follow the prompt';
    throw new CharloomError(
      'settings-invalid',
      `Nothing can be written: all symbols that could ${place} are banned. Take something off the list of bans.`,
    );
  }

  /** A drawn text as far as it was kept: it may have been stopped. */
  async function replay(sample: SampleDetail, author: Author): Promise<string> {
    const isDrawn = (sample.sampling.decoding ?? { kind: 'draw' }).kind === 'draw';
    const length = isDrawn ? author.vocabulary.encode(sample.text).length : sample.sampling.length;
    const { text } = await draft(author, sample.prompt, { ...sample.sampling, length });
    return text;
  }

  /** A kept text with why it ended. Of a blend whose runs are gone that is not known any more. */
  function withEnding(sample: SampleDetail): SampleDetail {
    const { run, blend = [], sampling } = sample;
    if (!sampling.stages.some(({ kind }) => kind === 'ban') || blend.length > 0) return sample;
    return { ...sample, ...endingOf(makeVocabulary(library.runs.alphabet(run)), sample) };
  }

  async function draft(author: Author, prompt: string, sampling: SamplingSettings): Promise<Draft> {
    const { vocabulary } = author;
    let text = '';
    const lengths: number[] = [];
    const surprisals: number[] = [];
    await getWorker().generate(
      { ...readingOf(author, prompt), sampling, texts: 1 },
      (drawn) => {
        text += vocabulary.decode(drawn.ids);
        for (const id of drawn.ids) lengths.push(vocabulary.symbols[id].length);
        for (const bits of drawn.surprisals) surprisals.push(bits);
      },
      new AbortController().signal,
    );
    return {
      step: author.checkpoint.step,
      text,
      lengths: Uint8Array.from(lengths),
      surprisals: Float32Array.from(surprisals),
      ...endingOf(author.vocabulary, { prompt, text, sampling }),
    };
  }

  async function generate(job: {
    /** One text each, with the seeds seed, seed + 1, … */
    readonly streams: readonly StreamId[];
    readonly author: Author;
    readonly prompt: string;
    readonly sampling: SamplingSettings;
    readonly parent: Branching | null;
    readonly isKept: boolean;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { author, prompt, sampling, parent } = job;
    const { vocabulary } = author;
    const pieces = job.streams.map((): string[] => []);
    const { characters, seconds } = await getWorker().generate(
      { ...readingOf(author, prompt), sampling, texts: job.streams.length },
      ({ ids, surprisals }, index) => {
        const text = vocabulary.decode(ids);
        const lengths = Uint8Array.from(ids, (id) => vocabulary.symbols[id]?.length ?? 0);
        pieces[index].push(text);
        emit({ kind: 'sample.text', stream: job.streams[index], text, lengths, surprisals });
      },
      job.signal,
    );
    if (!job.isKept) {
      for (const [index, stream] of job.streams.entries()) {
        const ending = endingOf(author.vocabulary, { prompt, text: pieces[index].join(''), sampling });
        emit({ kind: 'sample.ended', stream, ...ending });
      }
      return;
    }
    const isStopped = job.signal.aborted;
    for (const [index, stream] of job.streams.entries()) {
      const text = pieces[index].join('');
      if (text === '' && isStopped) {
        throw new CharloomError('cancelled', 'Generating was stopped before the first character.');
      }
      const seeded = { ...sampling, seed: (sampling.seed + index) % seeds };
      const kept = keep(author, { prompt, text, sampling: seeded, parent });
      const sample = { ...kept, ...endingOf(author.vocabulary, kept) };
      emit({ kind: 'sample.finished', stream, sample, charactersPerSecond: seconds > 0 ? characters / seconds : 0 });
    }
    emit({ kind: 'shelf.changed' });
  }

  function keep(
    { run, checkpoint, blend }: Author,
    written: Pick<SampleDetail, 'prompt' | 'text' | 'sampling' | 'parent'>,
  ): SampleDetail {
    return library.samples.add({
      ...written,
      run: run.id,
      checkpoint: checkpoint.id,
      checkpointSha256: checkpoint.sha256,
      step: checkpoint.step,
      engine: context.version,
      blend,
    });
  }

  /** @throws CharloomError 'no-checkpoint' where one that took part is gone, or is not what it was */
  function authorOf(sample: SampleDetail): Author {
    const { run, checkpoint, blend = [] } = sample;
    const proofs = library.samples.proofsOf(sample.id);
    const parts = [
      { run, checkpoint, sha256: proofs.lead },
      ...blend.map((part, index) => ({ ...part, sha256: proofs.blend[index] })),
    ];
    const isWhole = parts.every(({ run, checkpoint: id, sha256 }) => id !== null && proves(run, { id }, sha256));
    if (checkpoint !== null && isWhole) return authors.find({ run, checkpoint: { id: checkpoint }, ...blendOf(blend) });
    throw new CharloomError(
      'no-checkpoint',
      blend.length === 0
        ? `The checkpoint of step ${sample.step} that wrote this text is not kept any more, so it cannot be written again.`
        : 'A checkpoint that took part in writing this text is not kept any more, so it cannot be written again.',
    );
  }

  function proves(run: RunId, choice: CheckpointChoice, sha256: string): boolean {
    try {
      return authors.parametersOf(run, choice).sha256 === sha256;
    } catch (error) {
      if (error instanceof CharloomError && (error.code === 'no-checkpoint' || error.code === 'not-found'))
        return false;
      throw error;
    }
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
        trained: trainedModel({ run, vocabulary, checkpoint: { parameters: state.averaged ?? state.parameters } }),
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
      library.withoutSync(() => library.specimens.put(run.id, written));
    } finally {
      emit({ kind: 'run.specimen', run: run.id, specimen: written });
    }
  }

  return {
    handlers: {
      'prompt.check': ({ run, prompt }) => makeVocabulary(library.runs.alphabet(run)).unseen(prompt),

      'sample.generate'({ prompt, sampling, parent = null, keep: isKept = true, ...author }) {
        const { streams, step } = start({ author, prompt, sampling, parent, texts: 1, keep: isKept });
        return { stream: streams[0], step };
      },

      'sample.several'({ prompt, sampling, texts, ...author }) {
        if (texts > 1 && sampling.decoding !== undefined && sampling.decoding.kind !== 'draw') {
          throw new CharloomError(
            'settings-invalid',
            'Beam search and best-of write one text. Ask for one text, or draw at random.',
          );
        }
        return start({ author, prompt, sampling, parent: null, texts });
      },

      async 'sample.draft'({ prompt, sampling, ...ask }) {
        if (sampling.length > longestDraft) {
          throw new CharloomError('settings-invalid', `A draft has at most ${longestDraft} characters.`);
        }
        const author = authors.find(ask);
        refuseVain(author, prompt, sampling);
        return draft(author, prompt, sampling);
      },

      async 'sample.distribution'({ context: text, stages, seed, ...ask }) {
        const author = authors.find(ask);
        const { symbols } = author.vocabulary;
        refuseNonsense({ stages }, library.runs.alphabet(author.run.id).unit);
        const logits = await peekAt(author, text);
        const pipeline = new Pipeline(stages, symbols, createRandom(seed));
        pipeline.begin(contextOf(readingOf(author, text)));
        const notes = notesOn(author, { stages });
        return { step: author.checkpoint.step, symbols, stages: pipeline.view(logits), notes };
      },

      async 'sample.complete'({ run, checkpoint: choice, context: text, ...wishes }) {
        completing?.abort();
        const controller = (completing = new AbortController());
        const [{ run: stored, checkpoint, vocabulary, first }] = authors.find({ run, checkpoint: choice }).voices;
        const completions = await getWorker().complete(
          {
            key: keyOf(checkpoint),
            trained: trainedModel({ run: stored, vocabulary, checkpoint }),
            symbols: vocabulary.symbols,
            prompt: vocabulary.encode(text),
            first,
            ...wishes,
          },
          controller.signal,
        );
        if (completions === null) throw new CharloomError('cancelled', 'Something newer was asked for.');
        return {
          step: checkpoint.step,
          completions: completions.map(({ ids, probability }) => ({ text: vocabulary.decode(ids), probability })),
        };
      },

      'sample.edit'({ sample, ...marks }) {
        library.samples.edit(sample, marks);
        emit({ kind: 'shelf.changed' });
        const { prompt: _prompt, text: _text, ...summary } = library.samples.find(sample);
        return summary;
      },

      async 'sample.replay'({ sample: id }) {
        const sample = library.samples.find(id);
        const text = await replay(sample, authorOf(sample));
        return { identical: text === sample.text, text };
      },

      async 'sample.weigh'({ prompt, text, ...ask }) {
        const author = authors.find(ask);
        const { trained, prompt: read, first, symbols } = readingOf(author, prompt);
        const ids = author.vocabulary.encode(text);
        const surprisals = await getWorker().weigh({ trained, prompt: read, first, text: ids });
        return { lengths: Uint8Array.from(ids, (id) => symbols[id].length), surprisals };
      },

      'sample.stop'({ stream }) {
        streams.get(stream)?.controller.abort();
        return {};
      },

      'sample.show': ({ sample }) => withEnding(library.samples.find(sample)),

      'sample.delete'({ sample }) {
        library.samples.delete(sample);
        emit({ kind: 'shelf.changed' });
        return {};
      },

      'sample.family': ({ sample }) => library.samples.family(sample),

      'sample.prune'({ sample }) {
        const samples = library.samples.prune(sample);
        emit({ kind: 'shelf.changed' });
        return { samples };
      },

      'sample.restore'({ samples }) {
        library.samples.restore(samples);
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
      const checkpoint = authors.parametersOf(run, choice);
      return getWorker().score({ trained: trainedModel({ run: stored, vocabulary, checkpoint }), ids });
    },

    forget(run) {
      for (const stream of streams.values()) if (stream.run === run) stream.controller.abort();
      if (specimenOf?.run === run) specimenOf.controller.abort();
    },

    async close() {
      for (const { controller } of streams.values()) controller.abort();
      completing?.abort();
      // A promise that is waited for may start another.
      while (work.size > 0) await Promise.allSettled(work);
      isClosed = true;
      await worker?.terminate();
    },
  };
}

type Wishes = Pick<SamplingSettings, 'stages' | 'stops' | 'decoding'>;

/** What of the settings has no effect with this author. */
function notesOn({ vocabulary }: Author, wishes: Wishes): readonly SamplingNote[] {
  const idle = idleStages(wishes.stages, wishes.decoding?.kind ?? 'draw', vocabulary.symbols.length);
  return [...unusableParts(wishes, vocabulary), ...idle];
}

/** UTF-16 units of a text's end: more than any ban is long. */
const endLength = 2_000;

function endingOf(
  vocabulary: Vocabulary,
  { prompt, text, sampling }: Pick<SampleDetail, 'prompt' | 'text' | 'sampling'>,
): { readonly ending?: Ending } {
  const ids = vocabulary.encode(`${prompt.slice(-endLength)}${text.slice(-endLength)}`);
  const isStopped = (sampling.stops ?? []).some((stop) => stop !== '' && text.endsWith(stop));
  const isEnded = !isStopped && isDeadEnd(sampling.stages, vocabulary.symbols, ids);
  return isEnded && vocabulary.encode(text).length < sampling.length ? { ending: 'nothing-left' } : {};
}

/** As an ask has it. */
function blendOf(models: readonly BlendedModel[]): { readonly blend?: readonly BlendPart[] } {
  if (models.length === 0) return {};
  return { blend: models.map(({ run, checkpoint: id, weight }) => ({ run, checkpoint: { id }, weight })) };
}

/** Names a model to the sampling thread. */
function keyOf({ id }: StoredParameters): string {
  return String(id);
}

function failureOf(stream: StreamId, error: unknown): EngineEvent {
  return { kind: 'sample.failed', stream, error: asEngineError(asLibraryError(error)) };
}
