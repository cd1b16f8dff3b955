// Whether the library can be saved, as everybody is told: since when not, and why. One trouble at a time, whoever has
// it.

import { asEngineError } from '../errors.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import type { EngineEvent, LibraryTrouble } from '../protocol/index.ts';

export interface TroubleParts {
  readonly emit: (event: EngineEvent) => void;
  readonly log: (line: string) => void;
  /** Puts a failure in the user's words. */
  readonly explain: (error: unknown) => unknown;
}

export class Trouble {
  readonly #parts: TroubleParts;
  #current: LibraryTrouble | null = null;

  constructor(parts: TroubleParts) {
    this.#parts = parts;
  }

  /** Null: all is saved. */
  get current(): LibraryTrouble | null {
    return this.#current;
  }

  /** Something could not be saved; it will be tried again. */
  report(error: unknown): void {
    const { emit, log, explain } = this.#parts;
    const { sentence: why, message } = asEngineError(explain(error));
    log(`The library cannot be saved: ${message}`);
    if (this.#current !== null && inEnglish(this.#current.why) === message) return;
    this.#current = { since: this.#current?.since ?? Date.now(), why };
    emit({ kind: 'library.trouble', ...this.#current });
  }

  /** What could not be saved has been saved, or is given up. */
  end(): void {
    if (this.#current === null) return;
    this.#current = null;
    this.#parts.emit({ kind: 'library.trouble', since: null, why: null });
  }
}
