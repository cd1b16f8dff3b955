// A dialogue with a model: the user writes a turn, the model answers until one of the stop strings. Turns can be
// written anew and taken back. Nothing is kept in the library.

import type { EngineEvent, StreamId, UnseenSymbol } from '../../src-engine/protocol/index.ts';
import { randomSeed, seedAfter } from '../../src-engine/protocol/seeds.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { PromptCheck } from './prompt-check.svelte.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { dialogueContext, guessManner, plainManner, said, speakerOf, stopsOf, turnsRead } from '../text/dialogue.ts';
import type { Manner, Turn } from '../text/dialogue.ts';
import { say } from '../text/say.ts';
import type { Wording } from '../text/say.ts';
import type { Controls } from './typewriter.svelte.ts';

type StreamEvent = Extract<EngineEvent, { readonly kind: 'sample.text' | 'sample.ended' | 'sample.failed' }>;

/** Symbols of an answer: what is longer is no turn. */
const maxAnswerLength = 50_000;
/** UTF-16 units of an answer that are read out. */
const maxAnnounced = 1_000;
/** A model may begin with what ends a turn: then it is asked again. */
const maxTries = 4;

export class Dialogue {
  #turns = $state.raw<readonly Turn[]>([]);
  #draft = $state('');
  #manner = $state.raw<Manner>(plainManner);
  #hasManner = $state.raw(false);
  #phase = $state.raw<'idle' | 'starting' | 'answering'>('idle');
  #answer = $state.raw('');
  #problem = $state.raw<SentenceValue | null>(null);

  readonly #client: EngineClient;
  readonly #controls: Controls;
  readonly #announce: (words: Wording) => void;
  #stream: StreamId | null = null;
  #heard = '';
  #isStopWanted = false;
  #triesLeft = 0;
  #triedSeed = 0;
  /** Text and its end may overtake the answer that names their stream. */
  #early: StreamEvent[] = [];
  readonly #check: PromptCheck;

  /** @param announce says the model's turns to those who listen */
  constructor(client: EngineClient, controls: Controls, announce: (words: Wording) => void) {
    this.#client = client;
    this.#controls = controls;
    this.#announce = announce;
    this.#check = new PromptCheck(client, controls.run);
    client.on('sample.text', (event) => this.#receive(event));
    client.on('sample.ended', (event) => this.#receive(event));
    client.on('sample.failed', (event) => this.#receive(event));
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** The user's next turn. */
  get draft(): string {
    return this.#draft;
  }

  get manner(): Manner {
    return this.#manner;
  }

  /** Whether the manner was guessed, or set by the user: else it is still to be found. */
  get hasManner(): boolean {
    return this.#hasManner;
  }

  get phase(): 'idle' | 'starting' | 'answering' {
    return this.#phase;
  }

  /** The answer as far as it has come. */
  get answer(): string {
    return this.#answer;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  get unseen(): readonly UnseenSymbol[] {
    return this.#check.unseen;
  }

  /** As it stands before a turn. */
  nameOf(who: Turn['who']): string {
    return speakerOf(who, this.#manner) ?? (who === 'you' ? say`You` : say`The model`);
  }

  /** What the model reads before its next turn. */
  get context(): string {
    return dialogueContext(this.#turns, this.#manner);
  }

  get lastIsModels(): boolean {
    return this.#turns.at(-1)?.who === 'model';
  }

  setDraft(draft: string): void {
    this.#draft = draft;
    this.#check.soon(draft);
  }

  /** It is to be guessed anew. */
  forgetManner(): void {
    this.#hasManner = false;
  }

  setManner(manner: Manner): void {
    this.#manner = manner;
    this.#hasManner = true;
  }

  /** From some text of the corpus; what the user has set stays. */
  guess(sample: string): void {
    if (!this.#hasManner) this.setManner(guessManner(sample));
  }

  /** Takes the draft as the user's turn; the model answers. With an empty draft the model goes first, or again. */
  async send(): Promise<void> {
    if (this.#phase !== 'idle') return;
    const text = this.#draft.trim();
    if (text !== '') this.#turns = [...this.#turns, { who: 'you', text }];
    this.#draft = '';
    this.#check.clear();
    await this.#begin(this.#seed);
  }

  /** Another answer in place of the last one. */
  async regenerate(): Promise<void> {
    if (this.#phase !== 'idle' || !this.lastIsModels) return;
    this.#turns = this.#turns.slice(0, -1);
    await this.#begin(randomSeed());
  }

  /** Takes the last turn of the user back into the draft, with what was answered. */
  undo(): void {
    if (this.#phase !== 'idle' || this.#turns.length === 0) return;
    const at = this.#turns.findLastIndex(({ who }) => who === 'you');
    this.#draft = this.#turns[at]?.text ?? this.#draft;
    this.#turns = this.#turns.slice(0, Math.max(0, at));
    this.#problem = null;
    this.#check.soon(this.#draft);
  }

  clear(): void {
    if (this.#phase !== 'idle') return;
    this.#turns = [];
    this.#problem = null;
  }

  async stop(): Promise<void> {
    this.#isStopWanted = true;
    if (this.#stream !== null) await this.#client.ask('sample.stop', { stream: this.#stream });
  }

  breakOff(): void {
    if (this.#phase !== 'idle')
      this.#end(sentence`The engine stopped while it was answering. Ask for the answer again.`);
  }

  /** Every turn has chance of its own, and the same dialogue is the same again. */
  get #seed(): number {
    return seedAfter(this.#controls.seed, this.#turns.length);
  }

  async #begin(seed: number): Promise<void> {
    this.#triesLeft = maxTries;
    this.#isStopWanted = false;
    await this.#respond(seed);
  }

  async #respond(seed: number): Promise<void> {
    this.#triesLeft -= 1;
    this.#triedSeed = seed;
    this.#phase = 'starting';
    this.#problem = null;
    this.#answer = '';
    this.#heard = '';
    const { run, choice: checkpoint, length, pipeline } = this.#controls;
    const [turns, manner] = [this.#turns, this.#manner];
    try {
      const { stream, fed } = await this.#client.ask('sample.generate', {
        run,
        checkpoint,
        prompt: this.context,
        sampling: {
          stages: pipeline.stages,
          length: Math.min(length, maxAnswerLength),
          seed,
          stops: stopsOf(this.#manner),
        },
        keep: false,
      });
      // Of a turn is shown what was read of it, as soon as that is known.
      if (this.#turns === turns) this.#turns = turnsRead(turns, manner, fed);
      this.#stream = stream;
      this.#phase = 'answering';
      for (const event of this.#early.splice(0)) this.#receive(event);
      if (this.#isStopWanted) await this.stop();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#end(failureOf(error));
    }
  }

  #receive(event: StreamEvent): void {
    if (this.#phase === 'starting') this.#early.push(event);
    if (this.#phase !== 'answering' || event.stream !== this.#stream) return;
    if (event.kind === 'sample.text') {
      this.#heard += event.text;
      this.#answer = said(this.#heard, stopsOf(this.#manner));
    } else if (event.kind === 'sample.failed') this.#end(event.error.sentence);
    else
      this.#end(
        event.ending === 'nothing-left'
          ? sentence`The answer ends here: everything that could follow is banned.`
          : null,
      );
  }

  #end(problem: SentenceValue | null): void {
    const text = said(this.#heard, stopsOf(this.#manner));
    const isSilent = text === '' && problem === null && !this.#isStopWanted;
    if (isSilent && this.#triesLeft > 0) return void this.#respond(seedAfter(this.#triedSeed, 1));
    if (text !== '') {
      this.#turns = [...this.#turns, { who: 'model', text }];
      this.#announce(() => `${this.nameOf('model')}: ${text.slice(0, maxAnnounced)}`);
    }
    this.#problem =
      problem ?? (isSilent ? sentence`It had nothing to say. Ask again, or change how turns are written.` : null);
    this.#answer = '';
    this.#phase = 'idle';
    this.#stream = null;
    this.#early = [];
  }
}
