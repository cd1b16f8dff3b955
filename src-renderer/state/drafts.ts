// What is being prepared on the screens where a run begins: it stays while the window does, until the run has begun.

import type { Draft } from './draft.svelte.ts';
import { lasting } from './lasting.svelte.ts';

export class Drafts {
  readonly #kept = new Map<string, Draft>();

  /** What was left on the screen with that address; a new one where nothing had been changed. */
  at<Kind extends Draft>(address: string, make: () => Kind): Kind {
    const known = this.#kept.get(address);
    if (known?.isTouched) return known as Kind;
    const draft = lasting(make);
    this.#kept.set(address, draft);
    return draft;
  }

  /** A run has become of it. */
  drop(draft: Draft): void {
    for (const [address, kept] of this.#kept) if (kept === draft) this.#kept.delete(address);
  }
}
