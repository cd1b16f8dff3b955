// Which characters of a text the model has never seen: asked of the engine when the text has rested for a moment. The
// end of a long text, where somebody writes, is looked through at once; the rest of it in portions, when nothing is
// typed.

import type { RunId, UnseenSymbol } from '../../src-engine/protocol/index.ts';
import { Refusal } from '../engine/client.ts';
import type { EngineClient } from '../engine/client.ts';

/** Milliseconds of rest. */
const rest = 120;
/** Before what lies further back is looked through. */
const longRest = 700;
/**
 * UTF-16 units at the end that are looked through at once, with the places of what is found; up to twice as many, so
 * that the beginning stays the same while somebody types on.
 */
const endLength = 10_000;
/** UTF-16 units of the rest at a time: only which symbols it holds. */
const portion = 100_000;

/** What lies before the end of a long text, and what was found in it. */
interface Beginning {
  readonly text: string;
  readonly unseen: readonly UnseenSymbol[];
}

export class PromptCheck {
  #unseen = $state.raw<readonly UnseenSymbol[]>([]);
  readonly #client: EngineClient;
  readonly #run: RunId;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The one that was looked through last: typing at the end changes nothing of it. */
  #beginning: Beginning = { text: '', unseen: [] };
  /** Counts the prompts: an answer to an older one is not wanted any more. */
  #turn = 0;

  constructor(client: EngineClient, run: RunId) {
    this.#client = client;
    this.#run = run;
  }

  /** Places of symbols are known for the end of the text alone. */
  get unseen(): readonly UnseenSymbol[] {
    return this.#unseen;
  }

  /** Forgets the prompt before; what was unseen in it stands until this one is known. */
  soon(prompt: string): void {
    const turn = this.#next();
    this.#timer = setTimeout(() => void this.#look(prompt, turn), rest);
  }

  /** There is no prompt any more. */
  clear(): void {
    this.#next();
    this.#unseen = [];
  }

  #next(): number {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#turn += 1;
    return this.#turn;
  }

  async #look(prompt: string, turn: number): Promise<void> {
    const from = borderBefore(prompt, Math.max(0, Math.floor(prompt.length / endLength) - 1) * endLength);
    const ending = await this.#ask(prompt.slice(from));
    if (turn !== this.#turn) return;
    const here = ending.map(({ at, ...symbol }) => ({ ...symbol, at: at.map((position) => from + position) }));
    const beginning = prompt.slice(0, from);
    const known = beginning === this.#beginning.text;
    this.#unseen = merged(
      here,
      this.#beginning.unseen.filter(() => known),
    );
    if (!known) this.#timer = setTimeout(() => void this.#lookBack(beginning, here, turn), longRest);
  }

  async #lookBack(text: string, here: readonly UnseenSymbol[], turn: number): Promise<void> {
    let unseen: readonly UnseenSymbol[] = [];
    let from = 0;
    while (from < text.length) {
      const to = borderBefore(text, Math.min(text.length, from + portion));
      unseen = merged(unseen, withoutPlaces(await this.#ask(text.slice(from, to))));
      if (turn !== this.#turn) return;
      from = to;
    }
    this.#beginning = { text, unseen };
    this.#unseen = merged(here, unseen);
  }

  /** A prompt that cannot be checked is not worth an error of its own: writing will tell. */
  async #ask(prompt: string): Promise<readonly UnseenSymbol[]> {
    if (prompt === '') return [];
    try {
      return await this.#client.ask('sample.unseen', { run: this.#run, prompt });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [];
    }
  }
}

function merged(unseen: readonly UnseenSymbol[], more: readonly UnseenSymbol[]): readonly UnseenSymbol[] {
  const known = new Set(unseen.map(({ symbol }) => symbol));
  return [...unseen, ...more.filter(({ symbol }) => !known.has(symbol))];
}

function withoutPlaces(unseen: readonly UnseenSymbol[]): readonly UnseenSymbol[] {
  return unseen.map(({ symbol, suggestion }) => ({ symbol, suggestion, at: [] }));
}

/** Units that are searched for a border. */
const reach = 300;
/** Above it stand marks that join the character before them. */
const firstMark = 0x300;

/**
 * The last place up to `place` where no symbol is cut in two: between two plain characters, else at least not between
 * surrogates.
 */
function borderBefore(text: string, position: number): number {
  if (position <= 0 || position >= text.length) return position;
  for (let at = position; at > Math.max(1, position - reach); at--) {
    const isPlain = text.charCodeAt(at - 1) < firstMark && text.charCodeAt(at) < firstMark;
    if (isPlain && !(text[at - 1] === '\r' && text[at] === '\n')) return at;
  }
  return /[\udc00-\udfff]/.test(text.charAt(position)) ? position - 1 : position;
}
