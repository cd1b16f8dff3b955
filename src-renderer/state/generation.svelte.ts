// Writing with one run: the prompt, the controls, and the text as it streams in. Lives as long as the page, so that
// looking at another screen does not lose a text.

import type {
  Basics,
  BlendPart,
  CheckpointChoice,
  CopiedSpan,
  Decoding,
  DecodingKind,
  Ending,
  EngineEvent,
  RunId,
  SampleDetail,
  SamplingSettings,
  StreamId,
  UnseenSymbol,
} from '../../src-engine/protocol/index.ts';
import { branchingAt, edited, emptyPage, pageOf, readOf, upTo, writtenOn } from '../text/page-text.ts';
import type { PageText } from '../text/page-text.ts';
import { PageEditing } from './page-editing.svelte.ts';
import { Typewriter } from './typewriter.svelte.ts';
import { WeighedText } from './weighed-text.ts';
import { Dialogue } from './dialogue.svelte.ts';
import { PipelineEditor } from './pipeline.svelte.ts';
import {
  maxPromptLength,
  maxShownLength,
  samplingLimits as limits,
} from '../../src-engine/protocol/sampling-limits.ts';
import { randomSeed } from '../../src-engine/protocol/seeds.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { contextBefore } from '../text/context.ts';
import { counted } from '../text/format.ts';
import { charactersIn } from '../text/symbols.ts';
import { PromptCheck } from './prompt-check.svelte.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { say } from '../text/say.ts';

type TextEvent = Extract<EngineEvent, { readonly kind: 'sample.text' }>;

export type Phase = 'idle' | 'starting' | 'writing';

/** A text by itself, a text completed as it is typed, a text in turns, several side by side. */
export type WritingMode = 'write' | 'type' | 'talk' | 'compare';

/** The page before something was done to it. */
interface Past {
  readonly page: PageText;
  readonly sample: SampleDetail | null;
  readonly step: number | null;
  readonly endedBy: Ending | null;
  readonly isEmpty: boolean;
}

/** What can be taken back. */
const maxPast = 30;

/** Characters that are offered at a press. */
export const commonLengths = [1_000, 5_000, 20_000, 100_000];

export class Generation {
  readonly run: RunId;
  readonly pipeline: PipelineEditor;
  readonly typewriter: Typewriter;
  readonly dialogue: Dialogue;
  #mode = $state.raw<WritingMode>('write');
  #prompt = $state('');
  #length = $state(2_000);
  #seed = $state(1);
  #decoding = $state.raw<Decoding>({ kind: 'draw' });
  #stops = $state.raw<readonly string[]>([]);
  #choice = $state.raw<CheckpointChoice>('best');
  #blend = $state.raw<readonly BlendPart[]>([]);

  #phase = $state<Phase>('idle');
  #writtenPrompt = $state('');
  #writtenStep = $state.raw<number | null>(null);
  #written = $state(0);
  #characters = $state(0);
  #rate = $state.raw<number | null>(null);
  #sample = $state.raw<SampleDetail | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #endedBy = $state.raw<Ending | null>(null);
  #looked = $state.raw<{ readonly start: number; readonly end: number } | null>(null);
  #copies = $state.raw<readonly CopiedSpan[]>([]);
  #minCopied = $state(20);
  #weighings = $state(0);
  #past = $state.raw<readonly Past[]>([]);
  #editing = $state.raw<PageEditing | null>(null);
  /** The prompt that the text on the page began with. */
  #begunWith = $state.raw('');
  #edition = $state(0);

  readonly #client: EngineClient;
  readonly #announce: (words: string) => void;
  readonly #decodings: readonly Decoding[];
  #text = '';
  /** Who has written what of the text, up to where a model writes at present. */
  #origins: PageText['origins'] = [];
  /** Where the newest stretch that a model has written begins, in UTF-16 units of the text. */
  #base = 0;
  /** Characters before it. */
  #charactersBefore = 0;
  /** What is known of the text's symbols does not belong to it any more. */
  #isStale = false;
  readonly #weighed = new WeighedText();
  #stream: StreamId | null = null;
  #isStopWanted = false;
  /** Streams that were stopped before anything was written. */
  readonly #givenUp = new Set<StreamId>();
  #startedAt = 0;
  readonly #check: PromptCheck;
  readonly #readers = new Set<(text: string) => void>();
  /** Text may overtake the answer that names its stream. */
  #early: TextEvent[] = [];

  /** @param announce says to those who listen that a text or an answer has come to its end */
  constructor(client: EngineClient, run: RunId, defaults: Basics['defaults'], announce: (words: string) => void) {
    this.#client = client;
    this.#announce = announce;
    this.run = run;
    this.#decodings = defaults.decodings;
    this.#check = new PromptCheck(client, run);
    this.pipeline = new PipelineEditor(defaults.stages, defaults.sampling.stages);
    this.#length = defaults.sampling.length;
    this.#seed = defaults.sampling.seed;
    this.typewriter = new Typewriter(client, this);
    this.dialogue = new Dialogue(client, this, announce);
    client.on('sample.text', (event) => this.#receive(event));
    client.on('sample.finished', (event) => {
      if (event.stream === this.#stream) this.#finish(event.sample, event.charactersPerSecond);
      else if (this.#givenUp.delete(event.stream)) this.#throwAway(event.sample);
    });
    client.on('sample.failed', (event) => {
      this.#givenUp.delete(event.stream);
      if (event.stream === this.#stream) this.#end(event.error.sentence);
    });
  }

  get mode(): WritingMode {
    return this.#mode;
  }

  get prompt(): string {
    return this.#prompt;
  }

  get length(): number {
    return this.#length;
  }

  get seed(): number {
    return this.#seed;
  }

  /** How the text is found. */
  get decoding(): Decoding {
    return this.#decoding;
  }

  /** Strings after which writing ends: those of a kept text that was opened. */
  get stops(): readonly string[] {
    return this.#stops;
  }

  get choice(): CheckpointChoice {
    return this.#choice;
  }

  /** Models that write along; empty: it writes alone. */
  get blend(): readonly BlendPart[] {
    return this.#blend;
  }

  get unseen(): readonly UnseenSymbol[] {
    return this.#check.unseen;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** What the model read before the first character of the text, as the engine says. */
  get writtenPrompt(): string {
    return this.#writtenPrompt;
  }

  /** Step of the checkpoint that writes or has written. */
  get writtenStep(): number | null {
    return this.#writtenStep;
  }

  /** Of the text on the page, in UTF-16 units. */
  get written(): number {
    return this.#written;
  }

  /** The same in characters. */
  get characters(): number {
    return this.#characters;
  }

  /** Of them, what the model has written in its newest go. */
  get charactersNow(): number {
    return this.#characters - this.#charactersBefore;
  }

  get rate(): number | null {
    return this.#rate;
  }

  /** The kept sample on the page; null while writing. */
  get sample(): SampleDetail | null {
    return this.#sample;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** Why the text is shorter than was asked for; null: it is not, or was stopped. */
  get endedBy(): Ending | null {
    return this.#endedBy;
  }

  /** The symbol of the text that is looked at, in UTF-16 units; null: none. */
  get looked(): { readonly start: number; readonly end: number } | null {
    return this.#looked;
  }

  /** What of the text stands verbatim in the corpus. */
  get copies(): readonly CopiedSpan[] {
    return this.#copies;
  }

  /** Symbols from which on a stretch counts as copied. */
  get minCopied(): number {
    return this.#minCopied;
  }

  /** Counts what is known of the text's symbols: they are marked anew. */
  get weighings(): number {
    return this.#weighings;
  }

  /** Counts the texts: a new one empties the page. */
  get edition(): number {
    return this.#edition;
  }

  get text(): string {
    return this.#text;
  }

  /** What stands on the page, and who has written what of it. */
  get page(): PageText {
    return { prompt: this.#writtenPrompt, text: this.#text, origins: this.#origins };
  }

  /** Prompt and text together, as they are edited, copied and saved. */
  get whole(): string {
    return this.#editing?.text ?? this.#writtenPrompt + this.#text;
  }

  /** While the text is edited. */
  get editing(): PageEditing | null {
    return this.#editing;
  }

  get canUndo(): boolean {
    return this.#editing !== null || this.#past.length > 0;
  }

  /** Whether the text on the page goes on where the prompt has not changed. */
  get goesOn(): boolean {
    return !this.empty && this.whole !== '' && this.#prompt === this.#begunWith;
  }

  /** Whether the newest stretch can be written with another seed: where nothing was changed since. */
  get canRepeat(): boolean {
    return this.#sample !== null && this.#editing === null;
  }

  setMode(mode: WritingMode): void {
    this.#mode = mode;
  }

  setPrompt(prompt: string): void {
    this.#prompt = prompt;
    this.#check.soon(prompt);
  }

  setLength(length: number): void {
    this.#length = length;
  }

  setSeed(seed: number): void {
    this.#seed = seed;
  }

  /** Another way to find the text, with its usual values. */
  findBy(kind: DecodingKind): void {
    const decoding = this.#decodings.find((other) => other.kind === kind);
    if (decoding) this.#decoding = decoding;
  }

  setDecoding(decoding: Decoding): void {
    this.#decoding = decoding;
  }

  dropStops(): void {
    this.#stops = [];
  }

  choose(checkpoint: CheckpointChoice): void {
    this.#choice = checkpoint;
  }

  setBlend(blend: readonly BlendPart[]): void {
    this.#blend = blend;
  }

  setMinCopied(min: number): void {
    this.#minCopied = min;
  }

  /** Who writes, as every ask has it. */
  get modelChoice(): {
    readonly run: RunId;
    readonly checkpoint: CheckpointChoice;
    readonly blend?: readonly BlendPart[];
  } {
    const { run, choice: checkpoint, blend } = this;
    return blend.length === 0 ? { run, checkpoint } : { run, checkpoint, blend };
  }

  /**
   * What a next character would follow: what stands before the symbol that is looked at, else the whole text, else the
   * prompt.
   */
  get ending(): string {
    if (this.empty || this.#phase !== 'idle') return contextBefore(this.#prompt, this.#prompt.length);
    return this.before(this.#looked?.start ?? this.#written);
  }

  /** What is read before a position of the text, in UTF-16 units. */
  before(position: number): string {
    return contextBefore(this.#writtenPrompt + this.#text, this.#writtenPrompt.length + position);
  }

  /** What of the controls has to be mended before anything can be written; null: nothing. */
  get wrong(): string | null {
    const { length, seed, prompt } = this;
    if (!isWhole(seed, ...limits.seed)) return say`Correct the seed first.`;
    if (!isWhole(length, 1, maxShownLength)) return say`Correct the length first.`;
    const ramp = this.pipeline.stages.find((stage) => stage.kind === 'temperature')?.ramp;
    if (ramp && !isWhole(ramp.over, ...limits.temperatureOver)) return say`Correct the temperature’s schedule first.`;
    return prompt.length > maxPromptLength
      ? say`The prompt is too long: at most ${counted(maxPromptLength, 'character')} can be read.`
      : null;
  }

  get empty(): boolean {
    return this.#edition === 0;
  }

  /** Tells `reader` what is appended from now on. */
  follow(reader: (text: string) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** What the model thought of each symbol; empty where that is not known yet. */
  get weighed(): WeighedText {
    return this.#weighed;
  }

  /** The symbol that is looked at; null: none. */
  get lookedSymbol(): string | null {
    return this.#looked && this.#text.slice(this.#looked.start, this.#looked.end);
  }

  /** Looks at the symbol at a position of the text, in UTF-16 units; beyond its end at none. */
  look(position: number | null): void {
    this.#looked = position === null ? null : this.symbolAt(position);
  }

  /** Where the symbol at a position begins and ends, in UTF-16 units; null: there is none. */
  symbolAt(position: number): { readonly start: number; readonly end: number } | null {
    const symbol = this.#weighed.symbolAt(position);
    return symbol === null ? null : { start: this.#weighed.startOf(symbol), end: this.#weighed.startOf(symbol + 1) };
  }

  /** The copied stretch that is looked at; null: none. */
  get lookedCopy(): CopiedSpan | null {
    const { looked } = this;
    return (looked && this.#copies.find(({ start, end }) => start <= looked.start && looked.start < end)) ?? null;
  }

  /** The symbol before or after the one that is looked at. */
  step(by: -1 | 1): void {
    const at = this.#looked ?? { start: this.#written, end: this.#written };
    this.look(Math.max(0, by < 0 ? at.start - 1 : Math.min(at.end, this.#written - 1)));
  }

  /** Goes on with another symbol at the position that is looked at, else at the text's end. */
  async branch(symbol: string): Promise<void> {
    if (this.#phase !== 'idle' || this.empty) return;
    const at = this.#looked?.start ?? this.#written;
    const before = upTo(this.page, at);
    await this.#write(edited(before, before.prompt.length + at, 0, symbol), branchingAt(this.page, at));
  }

  /** Finds what the text has copied. */
  async findCopies(): Promise<void> {
    const { edition, minCopied: min } = this;
    const copies = await this.#client.ask('sample.copies', { run: this.run, text: this.#text, min });
    if (edition === this.#edition && min === this.minCopied && this.#phase === 'idle') this.#copies = copies;
  }

  /** Writes a new text after the prompt. */
  async start(): Promise<void> {
    const prompt = this.#prompt;
    await this.#write({ ...emptyPage, prompt }, null);
    if (this.#prompt === prompt) this.#begunWith = prompt;
  }

  /** The text on the page goes on, as it is or was edited. */
  async goOn(): Promise<void> {
    if (this.#phase !== 'idle' || this.empty) return;
    this.finishEditing();
    const { page } = this;
    await this.#write(page, branchingAt(page, page.text.length));
  }

  /** The text that is edited goes on from the caret; what stands behind it goes. */
  async goOnFromCaret(): Promise<void> {
    const editing = this.#editing;
    if (!editing || this.#phase !== 'idle') return;
    editing.edit(editing.text.slice(0, editing.caret), editing.caret);
    await this.goOn();
  }

  /** The newest stretch once more, with another seed. */
  async again(): Promise<void> {
    const sample = this.#sample;
    if (!sample || this.#phase !== 'idle') return;
    this.#seed = randomSeed();
    const before = upTo(this.page, this.#base);
    // The prompt itself: of it the page shows what was read.
    await this.#write(before.text === '' ? { ...before, prompt: sample.prompt } : before, sample.parent);
  }

  /** The page as it was before it was edited, or before a text was written. */
  undo(): void {
    if (this.#phase !== 'idle') return;
    if (this.#editing) {
      this.#editing = null;
      return;
    }
    const past = this.#past.at(-1);
    if (!past) return;
    this.#past = this.#past.slice(0, -1);
    this.#bringBack(past);
  }

  /** From now on the text can be edited, at the position that is looked at. */
  edit(): void {
    if (this.#phase !== 'idle' || this.empty) return;
    const position = this.#looked?.start ?? this.#text.length;
    this.#editing = new PageEditing(this.#client, this.run, this.page, this.#writtenPrompt.length + position);
  }

  toggleEditing(): void {
    if (this.#editing) this.finishEditing();
    else this.edit();
  }

  /** What was edited stands on the page. */
  finishEditing(): void {
    const editing = this.#editing;
    if (!editing) return;
    this.#editing = null;
    if (editing.text === this.#writtenPrompt + this.#text) return;
    this.#remember();
    this.#show(editing.page);
    void this.#weighAll();
  }

  #remember(): void {
    const { page, sample, writtenStep: step, endedBy, empty: isEmpty } = this;
    this.#past = [...this.#past.slice(1 - maxPast), { page, sample, step, endedBy, isEmpty }];
  }

  #bringBack({ page, sample, step, endedBy, isEmpty }: Past): void {
    this.#show(page);
    this.#setBase(sample?.text ?? '');
    this.#sample = sample;
    this.#writtenStep = step;
    this.#endedBy = endedBy;
    if (isEmpty) this.#edition = 0;
    else void this.#weighAll();
  }

  async #write(page: PageText, parent: SampleDetail['parent']): Promise<void> {
    if (this.#phase !== 'idle' || this.wrong !== null) return;
    this.#remember();
    this.#isStopWanted = false;
    // Of a prompt is shown what was read of it, as soon as that is known.
    this.#show(page.text === '' ? emptyPage : page);
    this.#early = [];
    const prompt = page.prompt + page.text;
    this.#phase = 'starting';
    try {
      const { stream, step, fed } = await this.#client.ask('sample.generate', {
        ...this.modelChoice,
        prompt,
        sampling: {
          stages: this.pipeline.stages,
          length: this.#length,
          seed: this.#seed,
          // As texts have been kept since before there was a choice.
          ...(this.#stops.length === 0 ? {} : { stops: this.#stops }),
          ...(this.#decoding.kind === 'draw' ? {} : { decoding: this.#decoding }),
        },
        ...(parent === null ? {} : { parent }),
      });
      const read = readOf(page, fed);
      if (read !== page || page.text === '') this.#show(read);
      this.#stream = stream;
      this.#writtenStep = step;
      this.#phase = 'writing';
      this.#startedAt = performance.now();
      for (const event of this.#early.splice(0)) this.#receive(event);
      if (this.#isStopWanted) void this.stop();
    } catch (error) {
      // An engine that is gone has ended it already.
      if (this.phase !== 'idle') this.#end(failureOf(error));
    }
  }

  /**
   * Also while the ask is still on its way, as a long prompt may be. Where nothing was written yet the page waits for
   * nobody: what comes of that stream later is thrown away.
   */
  async stop(): Promise<void> {
    const stream = this.#stream;
    this.#isStopWanted = true;
    if (this.#phase === 'writing' && this.#written === this.#base) {
      if (stream !== null) this.#givenUp.add(stream);
      this.#end(null);
    }
    if (stream !== null) await this.#client.ask('sample.stop', { stream });
  }

  #throwAway({ id: sample }: SampleDetail): void {
    this.#client.ask('sample.prune', { sample }).catch(() => {
      // With an engine that has gone it stays in the library, as any text.
    });
  }

  /** The engine has gone, and with it the rest of the text; what was written stays on the page. */
  breakOff(): void {
    this.dialogue.breakOff();
    if (this.#phase !== 'idle')
      this.#end(sentence`The engine stopped while it was writing. What it had written stays here.`);
  }

  /**
   * Shows a kept sample, with its controls set so that Generate writes it again.
   * @param before the texts that it goes on from, the first one first
   */
  open(sample: SampleDetail, before: readonly SampleDetail[] = []): void {
    if (this.#phase !== 'idle') return;
    const page = pageOf([...before, sample]);
    this.#show(page);
    this.#past = [];
    this.#setBase(sample.text);
    this.#prompt = (before[0] ?? sample).prompt;
    this.#begunWith = this.#prompt;
    this.pipeline.set(sample.sampling.stages);
    this.#length = sample.sampling.length;
    this.#seed = sample.sampling.seed;
    this.#decoding = sample.sampling.decoding ?? { kind: 'draw' };
    this.#stops = sample.sampling.stops ?? [];
    this.#choice = sample.checkpoint === null ? { step: sample.step } : { id: sample.checkpoint };
    this.#blend = (sample.blend ?? []).map(({ run, checkpoint: id, weight }) => ({ run, checkpoint: { id }, weight }));
    this.#writtenStep = sample.step;
    this.#sample = sample;
    this.#endedBy = sample.ending ?? null;
    this.#check.soon(this.#prompt);
    void this.#weighAll();
  }

  /** What the model thinks of all that stands on the page. */
  async #weighAll(): Promise<void> {
    const { edition } = this;
    const { prompt, text } = this.page;
    if (text === '') return;
    try {
      const known = await this.#client.ask('sample.weigh', { ...this.modelChoice, prompt, text });
      if (edition !== this.#edition || this.#text !== text) return;
      this.#weighed.clear();
      this.#weighed.append(known.lengths, known.surprisals);
      this.#isStale = false;
      this.#weighings += 1;
    } catch (error) {
      // The checkpoint that wrote it may be gone: the text is shown without marks.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Back to an empty page, the prompt kept. */
  clear(): void {
    if (this.#phase !== 'idle') return;
    this.#show(emptyPage);
    this.#past = [];
    this.#edition = 0;
  }

  /** Another page; what is known of the symbols of a text that only goes on is kept. */
  #show({ prompt, text, origins }: PageText): void {
    const isSame = prompt === this.#writtenPrompt && this.#text.startsWith(text) && !this.#isStale;
    this.#weighed.cutTo(isSame ? text.length : 0);
    this.#isStale = this.#weighed.units !== text.length;
    this.#weighings += 1;
    this.#text = text;
    this.#origins = origins;
    this.#editing = null;
    this.#looked = null;
    this.#copies = [];
    this.#stream = null;
    this.#written = text.length;
    this.#characters = charactersIn(text);
    this.#setBase('');
    this.#rate = null;
    this.#sample = null;
    this.#problem = null;
    this.#endedBy = null;
    this.#writtenPrompt = prompt;
    this.#writtenStep = null;
    this.#edition += 1;
  }

  /** @param newest with which the text ends, and which the model has written in its newest go */
  #setBase(newest: string): void {
    this.#base = this.#text.length - newest.length;
    this.#charactersBefore = this.#characters - charactersIn(newest);
  }

  #receive(event: TextEvent): void {
    if (this.#phase === 'starting') this.#early.push(event);
    else if (event.stream === this.#stream) {
      if (!this.#isStale) this.#weighed.append(event.lengths, event.surprisals);
      this.#weighings += 1;
      this.#append(event.text);
      const seconds = (performance.now() - this.#startedAt) / 1000;
      if (seconds > 0.25) this.#rate = this.charactersNow / seconds;
    }
  }

  #append(text: string): void {
    this.#text += text;
    this.#written = this.#text.length;
    this.#characters += charactersIn(text);
    for (const reader of this.#readers) reader(text);
  }

  #finish(sample: SampleDetail, rate: number): void {
    this.#origins = writtenOn(upTo(this.page, this.#base), sample.id, this.#text.slice(this.#base)).origins;
    this.#rate = rate;
    this.#sample = sample;
    this.#endedBy = sample.ending ?? null;
    this.#phase = 'idle';
    this.#stream = null;
    this.#announce(say`${counted(this.charactersNow, 'character')} written.`);
    if (this.#isStale) void this.#weighAll();
  }

  /** No text is kept. Where nothing was written, the page is what it was before. */
  #end(problem: SentenceValue | null): void {
    this.#phase = 'idle';
    this.#stream = null;
    if (this.#written === this.#base) this.undo();
    this.#problem = problem;
  }
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

export function temperatureOf(sampling: SamplingSettings): number {
  const stage = sampling.stages.find((other) => other.kind === 'temperature');
  return stage ? stage.temperature : 1;
}
