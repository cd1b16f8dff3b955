// Whether the library can be saved, as everybody is told: since when not, and why. One trouble at a time, whoever has it.

import { asEngineError } from '../errors.ts';
import type { EngineEvent, LibraryTrouble } from '../protocol/index.ts';

export interface Trouble {
  /** Null: all is saved. */
  current(): LibraryTrouble | null;
  /** Something could not be saved; it will be tried again. */
  report(error: unknown): void;
  /** What could not be saved has been saved, or is given up. */
  end(): void;
}

/** @param now milliseconds since 1970 @param explain puts a failure in the user's words */
export function createTrouble(
  emit: (event: EngineEvent) => void,
  log: (line: string) => void,
  now: () => number,
  explain: (error: unknown) => unknown,
): Trouble {
  let trouble: LibraryTrouble | null = null;
  return {
    current: () => trouble,
    report(error) {
      const { message } = asEngineError(explain(error));
      log(`The library cannot be saved: ${message}`);
      if (trouble?.message === message) return;
      trouble = { since: trouble?.since ?? now(), message };
      emit({ kind: 'library.trouble', ...trouble });
    },
    end() {
      if (trouble === null) return;
      trouble = null;
      emit({ kind: 'library.trouble', since: null, message: null });
    },
  };
}
