// Which edits of a field undo takes back together: the letters of a word with the space behind it, what was deleted in
// one go. The field keeps the edits themselves; here is only where a group begins. Chromium's own groups are of no use:
// they end at every node that leaves the document meanwhile, and with each key some do.

import { changeBetween } from './change.ts';

interface Edit {
  readonly kind: 'typed' | 'deleted' | 'other';
  /** Where the next one goes on, in UTF-16 units. */
  readonly next: number;
  readonly begins: boolean;
}

export class EditGroups {
  #edits: Edit[] = [];
  /** So many of them stand; the others are taken back. */
  #done = 0;

  /** Whether the field knows of an edit to be taken back, or done again. */
  has(way: 'undo' | 'redo'): boolean {
    return way === 'undo' ? this.#done > 0 : this.#done < this.#edits.length;
  }

  /** The field's content was edited, once. */
  note(before: string, after: string): void {
    const { start, removed, added } = changeBetween(before, after);
    // More than a key gives has been pasted, or taken from what was suggested.
    const isTyped = removed === 0 && [...after.slice(start, start + added)].length === 1;
    const kind = isTyped ? 'typed' : added === 0 ? 'deleted' : 'other';
    const last = this.#edits[this.#done - 1];
    const goesOn =
      last?.kind === kind &&
      (kind === 'typed'
        ? last.next === start && !(/\s/.test(before.charAt(start - 1)) && /\S/.test(after.charAt(start)))
        : kind === 'deleted' && (last.next === start + removed || last.next === start));
    this.#edits.length = this.#done;
    this.#edits.push({ kind, next: start + added, begins: !goesOn });
    this.#done += 1;
  }

  /** What the field can take back is not known any more. */
  forget(): void {
    this.#edits = [];
    this.#done = 0;
  }

  /** @param once takes one edit back; false: there was none */
  undo(once: () => boolean): void {
    do {
      if (!once()) return;
      if (this.#done === 0) return this.forget();
      this.#done -= 1;
    } while (this.#done > 0 && this.#edits[this.#done]?.begins === false);
  }

  /** @param once does one edit again; false: there was none */
  redo(once: () => boolean): void {
    do {
      if (!once()) return;
      if (this.#done === this.#edits.length) return this.forget();
      this.#done += 1;
    } while (this.#edits[this.#done]?.begins === false);
  }
}
