// One question at a time before something is deleted for good.

export interface Question {
  readonly title: string;
  readonly body: string;
  /** What goes with it, by name. */
  readonly items: readonly string[];
  /** The word on the button that does it. */
  readonly action: string;
}

export class Confirmation {
  #question = $state.raw<Question | null>(null);
  #answer: ((yes: boolean) => void) | null = null;

  get question(): Question | null {
    return this.#question;
  }

  ask(question: Question): Promise<boolean> {
    this.answer(false);
    this.#question = question;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  answer(yes: boolean): void {
    this.#question = null;
    this.#answer?.(yes);
    this.#answer = null;
  }
}
