// Texts that stream as they are written, one or several side by side. Each is kept in the library when it has ended,
// unless it was asked for to be forgotten.

import { asEngineError, CharloomError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type {
  Answer,
  Ask,
  Branching,
  EngineEvent,
  RunId,
  SampleDetail,
  SampleId,
  StreamId,
} from '../protocol/index.ts';
import { decodingWords } from '../protocol/decodings.ts';
import { seedAfter } from '../protocol/seeds.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import { fromTable, sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { decodingOf, decodings } from '../sampling/decodings/index.ts';
import { readingOf } from './loaded-models.ts';
import type { LoadedModel, ModelChoice, LoadedModels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { endingOf, explained, notesOn, refuseVain } from './sample-endings.ts';
import type { SamplingThread } from './sampling-thread.ts';

interface Stream {
  readonly run: RunId;
  readonly controller: AbortController;
}

/** What is written, and what becomes of it. */
interface Writing {
  readonly prompt: string;
  readonly sampling: SamplingSettings;
  readonly parent: Branching | null;
  readonly isKept: boolean;
}

interface Job extends Writing {
  /** One text each, with the seeds seed, seed + 1, … */
  readonly streams: readonly StreamId[];
  readonly loaded: LoadedModel;
  readonly signal: AbortSignal;
}

export class SampleStreams implements Service {
  readonly handlers = {
    'sample.generate': ({ prompt, sampling, parent = null, keep = true, ...choice }) => {
      const { streams, step, fed } = this.#start(choice, 1, { prompt, sampling, parent, isKept: keep });
      return { stream: streams[0], step, fed };
    },
    'sample.several': (ask) => this.#startSeveral(ask),
    'sample.stop': ({ stream }) => {
      this.#streams.get(stream)?.controller.abort();
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;
  readonly #streams = new Map<StreamId, Stream>();
  #nextStream = 1;

  constructor(context: HostContext, thread: SamplingThread, models: LoadedModels) {
    this.#context = context;
    this.#thread = thread;
    this.#models = models;
  }

  /** Stops the texts of a run that is to be deleted. */
  forget(run: RunId): void {
    for (const stream of this.#streams.values()) if (stream.run === run) stream.controller.abort();
  }

  /** What was written so far is kept. */
  close(): Promise<void> {
    for (const { controller } of this.#streams.values()) controller.abort();
    return Promise.resolve();
  }

  #startSeveral({ prompt, sampling, texts, ...choice }: Ask<'sample.several'>): Answer<'sample.several'> {
    const { kind } = decodingOf(sampling);
    if (texts > 1 && !decodings[kind].settlesSymbols) {
      throw new CharloomError(
        'settings-invalid',
        sentence`"${fromTable(decodingWords[kind].title)}" finds one text, not ${texts}. Ask for one, or let the texts be drawn.`,
      );
    }
    return this.#start(choice, texts, { prompt, sampling, parent: null, isKept: true });
  }

  #start(choice: ModelChoice, texts: number, writing: Writing): Answer<'sample.several'> {
    const loaded = this.#models.find(choice);
    const { run, checkpoint, vocabulary } = loaded;
    const { prompt, sampling } = writing;
    refuseVain(vocabulary, this.#context.library.runs.alphabet(run.id).unit, prompt, sampling);
    const streams = Array.from({ length: texts }, () => this.#nextStream++ as StreamId);
    const controller = new AbortController();
    for (const stream of streams) this.#streams.set(stream, { run: run.id, controller });
    this.#thread.track(this.#write({ ...writing, streams, loaded, signal: controller.signal }));
    return { streams, step: checkpoint.step, fed: vocabulary.fed(prompt), notes: notesOn(vocabulary, sampling) };
  }

  /** Never rejects. */
  async #write(job: Job): Promise<void> {
    const { emit } = this.#context;
    try {
      await this.#generate(job);
    } catch (error) {
      for (const stream of job.streams) emit(failureOf(stream, error));
    } finally {
      for (const stream of job.streams) this.#streams.delete(stream);
    }
  }

  async #generate(job: Job): Promise<void> {
    const { streams, loaded, prompt, sampling, signal } = job;
    const { vocabulary } = loaded;
    const pieces = streams.map((): string[] => []);
    const { characters, seconds } = await this.#thread.worker.generate(
      { ...readingOf(loaded, prompt), sampling, texts: streams.length },
      ({ ids, surprisals }, index) => {
        const text = vocabulary.decode(ids);
        const lengths = Uint8Array.from(ids, (id) => vocabulary.symbols[id]?.length ?? 0);
        pieces[index].push(text);
        this.#context.emit({ kind: 'sample.text', stream: streams[index], text, lengths, surprisals });
      },
      signal,
    );
    const texts = pieces.map((parts) => parts.join(''));
    if (job.isKept) this.#keepAll(job, texts, seconds > 0 ? characters / seconds : 0);
    else this.#endAll(job, texts);
  }

  #endAll({ streams, loaded, prompt, sampling }: Job, texts: readonly string[]): void {
    for (const [index, stream] of streams.entries()) {
      const ending = endingOf(loaded.vocabulary, { prompt, text: texts[index], sampling });
      this.#context.emit({ kind: 'sample.ended', stream, ...ending });
    }
  }

  #keepAll(job: Job, texts: readonly string[], charactersPerSecond: number): void {
    const { streams, loaded, sampling, signal } = job;
    const isStopped = signal.aborted;
    const kept: SampleId[] = [];
    try {
      for (const [index, stream] of streams.entries()) {
        const text = texts[index];
        if (text === '' && isStopped) throw stoppedBefore(sampling);
        const sample = this.#keep(job, text, { ...sampling, seed: seedAfter(sampling.seed, index) });
        kept.push(sample.id);
        const detail = explained(loaded.vocabulary, sample);
        this.#context.emit({ kind: 'sample.finished', stream, sample: detail, charactersPerSecond });
      }
    } finally {
      if (kept.length > 0) this.#context.changes.samples(kept);
    }
  }

  #keep({ loaded, prompt, parent }: Job, text: string, sampling: SamplingSettings): SampleDetail {
    const { run, checkpoint, blend } = loaded;
    const { library, version } = this.#context;
    return library.transaction(() => {
      if (!library.runs.has(run.id)) {
        throw new CharloomError(
          'not-found',
          sentence`"${shortened(run.name)}" was deleted while it wrote, so the text is not kept.`,
        );
      }
      return library.samples.add({
        prompt,
        text,
        sampling,
        parent,
        run: run.id,
        checkpoint: checkpoint.id,
        checkpointSha256: checkpoint.sha256,
        step: checkpoint.step,
        engine: version,
        blend,
      });
    });
  }
}

function failureOf(stream: StreamId, error: unknown): EngineEvent {
  return { kind: 'sample.failed', stream, error: asEngineError(asLibraryError(error)) };
}

function stoppedBefore(sampling: SamplingSettings): CharloomError {
  const { settlesSymbols } = decodings[decodingOf(sampling).kind];
  return new CharloomError(
    'cancelled',
    settlesSymbols
      ? sentence`Generating was stopped before the first character.`
      : sentence`Generating was stopped before the text was found.`,
  );
}
