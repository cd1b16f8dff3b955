// The fields of a form whose values cannot be used. Each says for itself what is wrong; what needs the values leads
// there.

import { createContext, tick } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

/** Goes up from a field that is to be seen. */
export const revealEvent = 'reveal';

export class Complaints {
  readonly #fields = new SvelteSet<HTMLElement>();

  get any(): boolean {
    return this.#fields.size > 0;
  }

  /** @returns what takes the complaint back */
  add(field: HTMLElement): () => void {
    this.#fields.add(field);
    return () => this.#fields.delete(field);
  }

  /** The focus goes to the first of them, also where it is folded away, or not among what is looked for. */
  async lead(): Promise<void> {
    const [first] = [...this.#fields].toSorted((one, other) =>
      one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    );
    if (!first) return;
    first.dispatchEvent(new CustomEvent(revealEvent, { bubbles: true }));
    await tick();
    let fold = first.closest('details');
    while (fold) {
      fold.open = true;
      fold = fold.parentElement?.closest('details') ?? null;
    }
    first.focus();
  }
}

const [complaintsAround, provideComplaints, isAnybodyWaiting] = createContext<Complaints>();

export { provideComplaints };

/** Null where nothing waits for the fields. */
export function useComplaints(): Complaints | null {
  return isAnybodyWaiting() ? complaintsAround() : null;
}
