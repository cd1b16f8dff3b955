// A text that the user types and the model completes. Knows the text, the position in it, and how it could go on from
// there; the document, its caret and its undoing are the editor's.

import type {
  CheckpointChoice,
  Completion,
  RunId,
  SamplingStage,
  UnseenSymbol,
} from '../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { PromptCheck } from './prompt-check.svelte.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { contextBefore } from '../text/context.ts';

/** What is chosen beside the text. */
export interface Controls {
  readonly run: RunId;
  readonly choice: CheckpointChoice;
  readonly seed: number;
  readonly length: number;
  readonly pipeline: { readonly stages: readonly SamplingStage[] };
}

/** Symbols that are looked ahead. */
const reach = 60;
/** Continuations to choose from. */
const choices = 5;
/** Milliseconds of rest before the others are asked for: the first one is what a typing hand waits for. */
const othersDelay = 90;

export class Typewriter {
  #text = $state.raw('');
  #caret = $state.raw(0);
  #completions = $state.raw<readonly Completion[]>([]);
  #chosen = $state.raw(0);
  #isTyping = $state.raw(false);
  #latency = $state.raw<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);

  readonly #client: EngineClient;
  readonly #controls: Controls;
  #hasSelection = false;
  #insert: ((text: string) => void) | null = null;
  /** Counts the wishes: an answer to an older one is not wanted any more. */
  #wish = 0;
  #othersTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #check: PromptCheck;

  constructor(client: EngineClient, controls: Controls) {
    this.#client = client;
    this.#controls = controls;
    this.#check = new PromptCheck(client, controls.run);
  }

  get text(): string {
    return this.#text;
  }

  /** In UTF-16 units. */
  get caret(): number {
    return this.#caret;
  }

  get completions(): readonly Completion[] {
    return this.#completions;
  }

  get chosen(): number {
    return this.#chosen;
  }

  /** Whether the hand is typing: then the arrows choose, else they move the caret. */
  get isTyping(): boolean {
    return this.#isTyping;
  }

  get unseen(): readonly UnseenSymbol[] {
    return this.#check.unseen;
  }

  /** Milliseconds from the key to the continuation. */
  get latency(): number | null {
    return this.#latency;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** What stands after the caret as a suggestion; empty: nothing. */
  get ghost(): string {
    return this.#completions[this.#chosen]?.text ?? '';
  }

  /** Its next word, with the space before it. */
  get ghostWord(): string {
    return /^\s*\S+/u.exec(this.ghost)?.[0] ?? this.ghost;
  }

  /** What the model reads. */
  get context(): string {
    return contextBefore(this.#text, this.#caret);
  }

  /** The editor that inserts at its caret, while there is one. */
  onInsert(insert: (text: string) => void): () => void {
    this.#insert = insert;
    return () => (this.#insert = null);
  }

  /** At the caret, as if it had been typed. */
  insert(text: string): void {
    if (text !== '') this.#insert?.(text);
  }

  /** The text was edited, and the caret now stands there. */
  edit(text: string, caret: number): void {
    const typed = typedBetween(this.#text, this.#caret, text, caret);
    this.#text = text;
    this.#caret = caret;
    this.#isTyping = true;
    this.#hasSelection = false;
    this.#keepWhatFits(typed);
    this.#check.soon(text);
    this.#ask();
  }

  /** The caret was moved without an edit; null: something is selected. */
  move(caret: number | null): void {
    // The field tells of the caret after every edit too.
    if (caret === this.#caret && !this.#hasSelection) return;
    this.#hasSelection = caret === null;
    this.#isTyping = false;
    if (caret === null) return this.dismiss();
    this.#caret = caret;
    this.#completions = [];
    this.#ask();
  }

  /** Hides what was suggested, until something is typed. */
  dismiss(): void {
    this.#wish += 1;
    this.#stopWaiting();
    this.#completions = [];
    this.#chosen = 0;
    this.#isTyping = false;
  }

  /** Asks anew, such as after a control has moved; `isWanted`: the user has asked for it. */
  refresh(isWanted = false): void {
    if (isWanted) this.#isTyping = true;
    this.#ask();
  }

  /** The hand has left the keys. */
  rest(): void {
    this.#isTyping = false;
  }

  chooseAt(index: number): void {
    this.#chosen = index;
  }

  /** The next one, or the one before; they go round. */
  choose(by: -1 | 1): void {
    const { length } = this.#completions;
    if (length > 0) this.#chosen = (this.#chosen + by + length) % length;
  }

  /** Keeps of the suggestion what was not typed yet, so that it stands still while it is typed along. */
  #keepWhatFits(typed: string | null): void {
    const { ghost } = this;
    const fits = typed !== null && typed !== '' && ghost.length > typed.length && ghost.startsWith(typed);
    const kept = this.#completions[this.#chosen];
    this.#completions = fits && kept ? [{ ...kept, text: ghost.slice(typed.length) }] : [];
    this.#chosen = 0;
  }

  #ask(): void {
    this.#stopWaiting();
    const wish = ++this.#wish;
    const began = performance.now();
    void this.#complete(wish, 1).then((isAnswered) => {
      if (!isAnswered) return;
      this.#latency = performance.now() - began;
      this.#othersTimer = setTimeout(() => void this.#complete(wish, choices), othersDelay);
    });
  }

  /** @returns whether the answer was still wanted */
  async #complete(wish: number, alternatives: number): Promise<boolean> {
    const { run, choice: checkpoint, seed, pipeline } = this.#controls;
    const { context, caret: position } = this;
    try {
      const { completions } = await this.#client.ask('sample.complete', {
        run,
        checkpoint,
        context,
        position,
        stages: pipeline.stages,
        seed,
        length: reach,
        alternatives,
      });
      if (wish !== this.#wish) return false;
      this.#problem = null;
      const { ghost } = this;
      this.#completions = completions.filter(({ text }) => text !== '');
      // Whoever has chosen another one meanwhile keeps it.
      const again = this.#completions.findIndex(({ text }) => text === ghost);
      this.#chosen = Math.max(0, again);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // What is superseded, or went with the engine, is asked again at the next key.
      if (wish !== this.#wish || error.code === 'cancelled' || error.code === 'engine-gone') return false;
      this.#completions = [];
      this.#problem = failureOf(error);
      return false;
    }
  }

  #stopWaiting(): void {
    if (this.#othersTimer !== null) clearTimeout(this.#othersTimer);
    this.#othersTimer = null;
  }
}

/** What was inserted at the caret; null where something else was changed. */
function typedBetween(before: string, caretBefore: number, after: string, caret: number): string | null {
  const added = after.length - before.length;
  if (added <= 0 || caret !== caretBefore + added) return null;
  const isInserted = after.startsWith(before.slice(0, caretBefore)) && after.endsWith(before.slice(caretBefore));
  return isInserted ? after.slice(caretBefore, caret) : null;
}
