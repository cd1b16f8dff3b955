// What the engine has answered to a question that is asked anew as what it is about changes.

export class Answer<Value> {
  #value = $state.raw<Value | null>(null);

  /** Stands until the next one is there; null: there was none yet. */
  get value(): Value | null {
    return this.#value;
  }

  /**
   * Within an effect, whose end it returns: what is asked at once is what the effect depends on, and an answer that
   * comes after the end is not taken.
   * @param ask resolves with null where there is no answer
   */
  follow(ask: () => Promise<Value | null>): () => void {
    let isOver = false;
    void ask().then((value) => {
      if (!isOver && value !== null) this.#value = value;
    });
    return () => {
      isOver = true;
    };
  }
}
