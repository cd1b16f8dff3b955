// The palette: every action, and every text and run of the library, found by a few letters of its name.

import { actions } from '../../src-engine/protocol/choices.ts';
import type { Action } from '../../src-engine/protocol/index.ts';
import { actionLabel, wordsToFind } from '../text/action-words.ts';
import { fit } from '../text/matching.ts';
import { say } from '../text/say.ts';
import type { LibraryView } from './library-view.svelte.ts';
import type { Route } from './route.ts';

export type PaletteEntry =
  | { readonly kind: 'action'; readonly action: Action; readonly label: string }
  | { readonly kind: 'place'; readonly route: Route; readonly label: string; readonly note: string };

/** More than anybody reads through. */
const maxEntries = 50;

/** What is added to the fit of an action that cannot be done: more than any other fit. */
const impossible = 1e6;

export class Palette {
  #isOpen = $state(false);
  #typed = $state('');
  #at = $state(0);
  #possible = $state.raw<ReadonlySet<Action>>(new Set());
  readonly #library: Pick<LibraryView, 'corpora' | 'runs'>;
  readonly #entries = $derived.by(() => (this.#isOpen ? this.#find(this.#typed) : []));

  constructor(library: Pick<LibraryView, 'corpora' | 'runs'>) {
    this.#library = library;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get typed(): string {
    return this.#typed;
  }

  /** The best fit first; what cannot be done, last. */
  get entries(): readonly PaletteEntry[] {
    return this.#entries;
  }

  /** Of the entry that Enter chooses. */
  get at(): number {
    return Math.min(this.#at, Math.max(0, this.#entries.length - 1));
  }

  /** @param possible what can be done now: nothing moves under a hand while the palette is open */
  open(possible: readonly Action[]): void {
    this.#isOpen = true;
    this.#possible = new Set(possible);
    this.type('');
  }

  close(): void {
    this.#isOpen = false;
  }

  type(typed: string): void {
    this.#typed = typed;
    this.#at = 0;
  }

  /** From the last entry on to the first, and back. */
  move(by: number): void {
    const { length } = this.#entries;
    if (length > 0) this.#at = (this.at + by + length) % length;
  }

  #find(typed: string): readonly PaletteEntry[] {
    const found = [...this.#actions(typed), ...(typed.trim() === '' ? [] : this.#places(typed))];
    // Stable: of equal fits, actions come first, and everything in its own order.
    return found
      .toSorted((one, other) => one.fit - other.fit)
      .slice(0, maxEntries)
      .map(({ entry }) => entry);
  }

  #actions(typed: string): readonly Found[] {
    return actions.flatMap((action) => {
      const label = actionLabel(action);
      const how = fit(typed, label) ?? later(fit(typed, wordsToFind(action)));
      if (how === null || action === 'palette') return [];
      const last = this.#possible.has(action) ? 0 : impossible;
      return [{ fit: how + last, entry: { kind: 'action', action, label } }];
    });
  }

  #places(typed: string): readonly Found[] {
    const { corpora, runs } = this.#library;
    return [
      ...runs.map(({ id, name, corpusName }): Named => ({
        route: { kind: 'train', run: id },
        label: name,
        note: say`Run on ${corpusName}`,
      })),
      ...corpora.map(({ id, name }): Named => ({
        route: { kind: 'corpus', corpus: id },
        label: name,
        note: say`Text`,
      })),
    ].flatMap((named) => {
      const how = fit(typed, named.label) ?? later(fit(typed, `${named.label} ${named.note}`));
      return how === null ? [] : [{ fit: how, entry: { kind: 'place', ...named } }];
    });
  }
}

interface Found {
  readonly fit: number;
  readonly entry: PaletteEntry;
}

type Named = Omit<Extract<PaletteEntry, { kind: 'place' }>, 'kind'>;

/** Behind all that is found by its own name. */
function later(found: number | null): number | null {
  return found === null ? null : found + 10;
}
