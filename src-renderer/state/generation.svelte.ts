// Writing with one run: the controls, the text on the page, and the stream that writes it. Lives as long as the page,
// so that looking at another screen does not lose a text.

import type { Basics, Ending, EngineEvent, RunId, SampleDetail, StreamId } from '../../src-engine/protocol/index.ts';
import { randomSeed } from '../../src-engine/protocol/seeds.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import type { EngineClient } from '../engine/client.ts';
import { contextBefore } from '../text/context.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import { counted } from '../text/format.ts';
import { branchingAt, edited, emptyPage, pageOf, readOf, upTo } from '../text/page-text.ts';
import type { PageText } from '../text/page-text.ts';
import { say } from '../text/say.ts';
import type { Wording } from '../text/say.ts';
import { Dialogue } from './dialogue.svelte.ts';
import { Manuscript } from './manuscript.svelte.ts';
import { PageEditing } from './page-editing.svelte.ts';
import { Typewriter } from './typewriter.svelte.ts';
import { WritingControls } from './writing-controls.svelte.ts';

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

export class Generation {
  readonly run: RunId;
  readonly controls: WritingControls;
  readonly manuscript: Manuscript;
  readonly typewriter: Typewriter;
  readonly dialogue: Dialogue;
  #mode = $state.raw<WritingMode>('write');
  #phase = $state<Phase>('idle');
  #writtenStep = $state.raw<number | null>(null);
  #rate = $state.raw<number | null>(null);
  #sample = $state.raw<SampleDetail | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #endedBy = $state.raw<Ending | null>(null);
  #past = $state.raw<readonly Past[]>([]);
  #editing = $state.raw<PageEditing | null>(null);
  /** The prompt that the text on the page began with. */
  #begunWith = $state.raw('');

  readonly #client: EngineClient;
  readonly #announce: (words: Wording) => void;
  #stream: StreamId | null = null;
  #isStopWanted = false;
  /** Streams that were stopped before anything was written. */
  readonly #givenUp = new Set<StreamId>();
  #startedAt = 0;
  /** Text may overtake the answer that names its stream. */
  #early: TextEvent[] = [];

  /** @param announce says to those who listen that a text or an answer has come to its end */
  constructor(client: EngineClient, run: RunId, defaults: Basics['defaults'], announce: (words: Wording) => void) {
    this.#client = client;
    this.#announce = announce;
    this.run = run;
    this.controls = new WritingControls(client, run, defaults);
    this.manuscript = new Manuscript(client, this.controls);
    this.typewriter = new Typewriter(client, this.controls);
    this.dialogue = new Dialogue(client, this.controls, announce);
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

  get phase(): Phase {
    return this.#phase;
  }

  /** Step of the checkpoint that writes or has written. */
  get writtenStep(): number | null {
    return this.#writtenStep;
  }

  /** Characters a second. */
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

  /** While the text is edited. */
  get editing(): PageEditing | null {
    return this.#editing;
  }

  /** Prompt and text together, as they are edited, copied and saved. */
  get whole(): string {
    return this.#editing?.text ?? this.manuscript.whole;
  }

  get canUndo(): boolean {
    return this.#editing !== null || this.#past.length > 0;
  }

  /** Whether the text on the page goes on where the prompt has not changed. */
  get goesOn(): boolean {
    return !this.manuscript.empty && this.whole !== '' && this.controls.prompt === this.#begunWith;
  }

  /** Whether the newest stretch can be written with another seed: where nothing was changed since. */
  get canRepeat(): boolean {
    return this.#sample !== null && this.#editing === null;
  }

  /**
   * What a next character would follow: what stands before the symbol that is looked at, else the whole text, else the
   * prompt.
   */
  get ending(): string {
    const { controls, manuscript } = this;
    if (manuscript.empty || this.#phase !== 'idle') return contextBefore(controls.prompt, controls.prompt.length);
    return manuscript.before(manuscript.looked?.start ?? manuscript.written);
  }

  setMode(mode: WritingMode): void {
    this.#mode = mode;
  }

  /** Goes on with another symbol at the position that is looked at, else at the text's end. */
  async branch(symbol: string): Promise<void> {
    if (this.#phase !== 'idle' || this.manuscript.empty) return;
    const { page, looked, written } = this.manuscript;
    const at = looked?.start ?? written;
    const before = upTo(page, at);
    await this.#write(edited(before, before.prompt.length + at, 0, symbol), branchingAt(page, at));
  }

  /** Writes a new text after the prompt. */
  async start(): Promise<void> {
    const { prompt } = this.controls;
    await this.#write({ ...emptyPage, prompt }, null);
    if (this.controls.prompt === prompt) this.#begunWith = prompt;
  }

  /** The text on the page goes on, as it is or was edited. */
  async goOn(): Promise<void> {
    if (this.#phase !== 'idle' || this.manuscript.empty) return;
    this.finishEditing();
    const { page } = this.manuscript;
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
    this.controls.setSeed(randomSeed());
    const before = this.manuscript.pageBefore;
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
    if (this.#phase !== 'idle' || this.manuscript.empty) return;
    const { page, looked, written } = this.manuscript;
    this.#editing = new PageEditing(this.#client, this.run, page, page.prompt.length + (looked?.start ?? written));
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
    if (editing.text === this.manuscript.whole) return;
    this.#remember();
    this.#show(editing.page);
    void this.manuscript.weigh();
  }

  #remember(): void {
    const { sample, writtenStep: step, endedBy } = this;
    const { page, empty: isEmpty } = this.manuscript;
    this.#past = [...this.#past.slice(1 - maxPast), { page, sample, step, endedBy, isEmpty }];
  }

  #bringBack({ page, sample, step, endedBy, isEmpty }: Past): void {
    this.#show(isEmpty ? null : page, sample?.text);
    this.#sample = sample;
    this.#writtenStep = step;
    this.#endedBy = endedBy;
    void this.manuscript.weigh();
  }

  async #write(page: PageText, parent: SampleDetail['parent']): Promise<void> {
    const { modelChoice, sampling, wrong } = this.controls;
    if (this.#phase !== 'idle' || wrong !== null) return;
    this.#remember();
    this.#isStopWanted = false;
    // Of a prompt is shown what was read of it, as soon as that is known.
    this.#show(page.text === '' ? emptyPage : page);
    this.#early = [];
    const prompt = page.prompt + page.text;
    this.#phase = 'starting';
    try {
      const ask = { ...modelChoice, prompt, sampling, ...(parent === null ? {} : { parent }) };
      const { stream, step, fed } = await this.#client.ask('sample.generate', ask);
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
    if (this.#phase === 'writing' && !this.manuscript.hasNew) {
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
    const { prompt } = before[0] ?? sample;
    this.controls.takeFrom(sample, prompt);
    this.#show(pageOf([...before, sample]), sample.text);
    this.#past = [];
    this.#begunWith = prompt;
    this.#writtenStep = sample.step;
    this.#sample = sample;
    this.#endedBy = sample.ending ?? null;
    void this.manuscript.weigh();
  }

  /** Back to an empty page, the prompt kept. */
  clear(): void {
    if (this.#phase !== 'idle') return;
    this.#show(null);
    this.#past = [];
  }

  /**
   * Another page: what was said of the one before is over.
   * @param page null: there is no text any more
   * @param newest with which the text ends, and which the model has written in its newest go
   */
  #show(page: PageText | null, newest = ''): void {
    if (page) this.manuscript.show(page, newest);
    else this.manuscript.clear();
    this.#editing = null;
    this.#stream = null;
    this.#rate = null;
    this.#sample = null;
    this.#problem = null;
    this.#endedBy = null;
    this.#writtenStep = null;
  }

  #receive(event: TextEvent): void {
    if (this.#phase === 'starting') this.#early.push(event);
    else if (event.stream === this.#stream) {
      this.manuscript.append(event.text, event.lengths, event.surprisals);
      const seconds = (performance.now() - this.#startedAt) / 1000;
      if (seconds > 0.25) this.#rate = this.manuscript.charactersNow / seconds;
    }
  }

  #finish(sample: SampleDetail, rate: number): void {
    this.manuscript.keepAs(sample.id);
    this.#rate = rate;
    this.#sample = sample;
    this.#endedBy = sample.ending ?? null;
    this.#phase = 'idle';
    this.#stream = null;
    const { charactersNow } = this.manuscript;
    this.#announce(() => say`${counted(charactersNow, 'character')} written.`);
    if (this.manuscript.isStale) void this.manuscript.weigh();
  }

  /** No text is kept. Where nothing was written, the page is what it was before. */
  #end(problem: SentenceValue | null): void {
    this.#phase = 'idle';
    this.#stream = null;
    if (!this.manuscript.hasNew) this.undo();
    this.#problem = problem;
  }
}
