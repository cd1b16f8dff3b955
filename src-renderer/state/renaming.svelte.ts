// One question at a time for a new name.

export class Renaming {
  #before = $state<string | null>(null);
  #isOptional = $state(false);
  #answer: ((name: string | null) => void) | null = null;

  /** The name so far, while the question is open. */
  get before(): string | null {
    return this.#before;
  }

  /** What has the name can do without one. */
  get isOptional(): boolean {
    return this.#isOptional;
  }

  /** Resolves with the new name; null where it stays as it is. */
  ask(before: string, isOptional: boolean): Promise<string | null> {
    this.answer(null);
    this.#before = before;
    this.#isOptional = isOptional;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  answer(name: string | null): void {
    const before = this.#before;
    this.#before = null;
    this.#answer?.(name?.trim() === before ? null : (name?.trim() ?? null));
    this.#answer = null;
  }
}
