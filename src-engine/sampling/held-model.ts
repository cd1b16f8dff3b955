// Which model a thread holds from one job to the next, so that its parameters are sent once.

import type { TrainedModel } from './types.ts';

/** So long a thread keeps a model after it was last needed. */
const heldMilliseconds = 60_000;

/** What a job says of its model. */
export interface ForHeldModel {
  /** Names the model. */
  readonly key: string;
  /** Null: the thread holds it already. */
  readonly trained: TrainedModel | null;
}

export class HeldModel {
  readonly #release: () => void;
  #key: string | null = null;
  #releasing: NodeJS.Timeout | null = null;

  /** @param release tells the thread that the model is not needed any more */
  constructor(release: () => void) {
    this.#release = release;
  }

  /** The thread holds this model from now on. */
  bind({ key, trained }: { readonly key: string; readonly trained: TrainedModel }): ForHeldModel {
    const isHeld = this.#key === key;
    this.#key = key;
    if (this.#releasing !== null) clearTimeout(this.#releasing);
    this.#releasing = setTimeout(() => {
      this.forget();
      this.#release();
    }, heldMilliseconds).unref();
    return { key, trained: isHeld ? null : trained };
  }

  /** The next job's model is sent, whichever it is: the thread may not have got as far as holding it. */
  forget(): void {
    this.#key = null;
  }
}
