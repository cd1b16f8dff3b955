// Writing with one run: the prompt, the controls, and the text as it streams in. Lives as long as the page, so that
// looking at another screen does not lose a text.

import type {
  About,
  CheckpointChoice,
  RunId,
  SampleDetail,
  SamplingSettings,
  StreamId,
  UnseenSymbol,
} from '../../src-engine/protocol/index.ts';
import { PipelineEditor } from './pipeline.svelte.ts';
import { type EngineClient, Refusal, sentenceOf } from '../engine/client.ts';

export type Phase = 'idle' | 'starting' | 'writing';

const checkDelay = 120;

/** UTF-16 units that a look at the next character reads: what lies further back hardly matters to a model of this kind. */
const contextLength = 2_000;

export class Generation {
  readonly run: RunId;
  readonly pipeline: PipelineEditor;
  prompt = $state('');
  length = $state(2_000);
  seed = $state(1);
  choice = $state.raw<CheckpointChoice>('best');
  unseen = $state.raw<readonly UnseenSymbol[]>([]);

  phase = $state<Phase>('idle');
  /** What was fed to the model before the first character of the text. */
  writtenPrompt = $state('');
  /** Step of the checkpoint that writes or has written. */
  writtenStep = $state.raw<number | null>(null);
  /** Of the text on the page, in UTF-16 units. */
  written = $state(0);
  rate = $state.raw<number | null>(null);
  /** The kept sample on the page; null while writing. */
  sample = $state.raw<SampleDetail | null>(null);
  problem = $state.raw<string | null>(null);
  /** Counts the texts: a new one empties the page. */
  edition = $state(0);

  readonly #client: EngineClient;
  #text = '';
  #stream: StreamId | null = null;
  #startedAt = 0;
  #checkTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #readers = new Set<(text: string) => void>();
  /** Text may overtake the answer that names its stream. */
  #early: { readonly stream: StreamId; readonly text: string }[] = [];

  constructor(client: EngineClient, run: RunId, defaults: About['defaults']) {
    this.#client = client;
    this.run = run;
    this.pipeline = new PipelineEditor(defaults.stages, defaults.sampling.stages);
    this.length = defaults.sampling.length;
    this.seed = defaults.sampling.seed;
    client.on('sample.text', (event) => this.#receive(event.stream, event.text));
    client.on('sample.finished', (event) => {
      if (event.stream === this.#stream) this.#finish(event.sample, event.charactersPerSecond);
    });
    client.on('sample.failed', (event) => {
      if (event.stream === this.#stream) this.#end(event.error.message);
    });
  }

  get text(): string {
    return this.#text;
  }

  /** What a next character would follow: the end of the text, or of the prompt before there is one. */
  get ending(): string {
    const whole =
      this.empty || this.phase !== 'idle' ? this.prompt : this.writtenPrompt + (this.written >= 0 ? this.#text : '');
    return whole.slice(-contextLength);
  }

  get empty(): boolean {
    return this.edition === 0;
  }

  /** Tells `reader` what is appended from now on. */
  follow(reader: (text: string) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  async start(): Promise<void> {
    if (this.phase !== 'idle') return;
    // What the model has never seen is left out by the engine; the page shows what it was fed.
    this.#begin(this.unseen.reduce((prompt, { symbol }) => prompt.replaceAll(symbol, ''), this.prompt));
    this.phase = 'starting';
    try {
      const { stream, step } = await this.#client.ask('sample.generate', {
        run: this.run,
        checkpoint: this.choice,
        prompt: this.prompt,
        sampling: {
          stages: this.pipeline.stages,
          length: this.length,
          seed: this.seed,
        },
      });
      this.#stream = stream;
      this.writtenStep = step;
      this.phase = 'writing';
      this.#startedAt = performance.now();
      for (const chunk of this.#early.splice(0)) this.#receive(chunk.stream, chunk.text);
    } catch (error) {
      this.#end(sentenceOf(error));
    }
  }

  async stop(): Promise<void> {
    if (this.#stream !== null) await this.#client.ask('sample.stop', { stream: this.#stream });
  }

  /** The engine has gone, and with it the rest of the text; what was written stays on the page. */
  breakOff(): void {
    if (this.phase !== 'idle') this.#end('The engine stopped while it was writing. What it had written stays here.');
  }

  /** Shows a kept sample, with its controls set so that Generate writes it again. */
  open(sample: SampleDetail): void {
    if (this.phase !== 'idle') return;
    this.#begin(sample.prompt);
    this.#append(sample.text);
    this.prompt = sample.prompt;
    this.pipeline.set(sample.sampling.stages);
    this.length = sample.sampling.length;
    this.seed = sample.sampling.seed;
    this.choice = sample.checkpoint === null ? { step: sample.step } : { id: sample.checkpoint };
    this.writtenStep = sample.step;
    this.sample = sample;
    this.checkSoon();
  }

  /** Back to an empty page, the prompt kept. */
  clear(): void {
    if (this.phase !== 'idle') return;
    this.#begin('');
    this.edition = 0;
  }

  /** Asks which characters of the prompt the model has never seen. */
  checkSoon(): void {
    if (this.#checkTimer !== null) clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => void this.#check(), checkDelay);
  }

  async #check(): Promise<void> {
    const { prompt } = this;
    if (prompt === '') {
      this.unseen = [];
      return;
    }
    try {
      const unseen = await this.#client.ask('prompt.check', { run: this.run, prompt });
      if (prompt === this.prompt) this.unseen = unseen;
    } catch (error) {
      // A prompt that cannot be checked is not worth an error of its own: Generate will tell.
      if (!(error instanceof Refusal)) throw error;
      this.unseen = [];
    }
  }

  #begin(prompt: string): void {
    this.#text = '';
    this.#early = [];
    this.#stream = null;
    this.written = 0;
    this.rate = null;
    this.sample = null;
    this.problem = null;
    this.writtenPrompt = prompt;
    this.writtenStep = null;
    this.edition += 1;
  }

  #receive(stream: StreamId, text: string): void {
    if (this.phase === 'starting') this.#early.push({ stream, text });
    else if (stream === this.#stream) {
      this.#append(text);
      const seconds = (performance.now() - this.#startedAt) / 1000;
      if (seconds > 0.25) this.rate = this.written / seconds;
    }
  }

  #append(text: string): void {
    this.#text += text;
    this.written = this.#text.length;
    for (const reader of this.#readers) reader(text);
  }

  #finish(sample: SampleDetail, rate: number): void {
    this.rate = rate;
    this.sample = sample;
    this.#end(null);
  }

  #end(problem: string | null): void {
    this.problem = problem;
    this.phase = 'idle';
    this.#stream = null;
  }
}

export function temperatureOf(sampling: SamplingSettings): number {
  const stage = sampling.stages.find((other) => other.kind === 'temperature');
  return stage ? stage.temperature : 1;
}
