// A model that remembers what it has read. Asked for a context that begins as the last one did, it reads only the rest:
// a text that grows by a character costs one step. It keeps marks along the way, many near the end and some further
// back, so that deleting a few characters costs next to nothing, and an edit further back little. What comes out is
// what reading anew would give, bit for bit.

import { commonLength } from './context.ts';
import type { SoloSession } from './session.ts';

/** A long job lets others have a turn. */
export interface Turns {
  /** Whether nobody waits for the answer any more. */
  readonly isStopped: boolean;
  /** Resolves at once, or after others had their turn. */
  pause(): Promise<void> | null;
}

/** The state after so many symbols of the context. */
interface Mark {
  readonly at: number;
  readonly state: Float32Array;
  /** (V) of the next symbol; empty before the first. */
  readonly logits: Float32Array;
}

/** Symbols between two marks. */
const spacing = 64;
/** Among so many symbols before the end, each has a mark. */
const dense = 32;

export class Reader {
  readonly session: SoloSession;
  /** What the marks tell of. */
  #read: number[] = [];
  #marks: Mark[];

  /** @param session of one stream, which has read nothing */
  constructor(session: SoloSession) {
    this.session = session;
    this.#marks = [{ at: 0, state: session.copyState(), logits: new Float32Array(0) }];
  }

  /**
   * Reads a context of at least one id. Then `session` stands behind it, and (V) logits of the next symbol are
   * returned; null where it was stopped: what was read till then is remembered.
   */
  async read(context: readonly number[], turns: Turns): Promise<Float32Array | null> {
    const from = this.#resumeWithin(context);
    for (let at = from; at < context.length;) {
      this.#step(context[at++]);
      const isNear = context.length - at < dense;
      if (isNear || at % spacing === 0) this.#mark(at);
      const others = turns.pause();
      if (others) await others;
      if (turns.isStopped) return null;
    }
    this.#thin(context.length);
    return this.#marks[this.#marks.length - 1].logits;
  }

  /** Goes back behind the context that was read last. */
  rewind(): void {
    this.session.putState(this.#marks[this.#marks.length - 1].state);
  }

  /** Goes to the last mark that the context shares. @returns how much of the context has been read there */
  #resumeWithin(context: readonly number[]): number {
    const common = commonLength(context, this.#read);
    this.#marks = this.#marks.filter(({ at }) => at <= common);
    const { at, state } = this.#marks[this.#marks.length - 1];
    this.#read.length = at;
    this.session.putState(state);
    return at;
  }

  #step(id: number): void {
    this.session.ids[0] = id;
    this.session.read();
    this.#read.push(id);
  }

  #mark(at: number): void {
    this.#marks.push({ at, state: this.session.copyState(), logits: this.session.logits[0].slice() });
  }

  #thin(length: number): void {
    this.#marks = this.#marks.filter(({ at }) => at % spacing === 0 || length - at < dense);
  }
}
