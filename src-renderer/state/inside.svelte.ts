// What the sections of Look inside share about one run: which checkpoint is looked at, and a text to look at it with.

import type { CheckpointChoice, RunId } from '../../src-engine/protocol/index.ts';

export class Inside {
  readonly run: RunId;
  #choice = $state.raw<CheckpointChoice>('best');
  #text = $state('');

  constructor(run: RunId) {
    this.run = run;
  }

  get choice(): CheckpointChoice {
    return this.#choice;
  }

  /** Empty until somebody has given one. */
  get text(): string {
    return this.#text;
  }

  choose(choice: CheckpointChoice): void {
    this.#choice = choice;
  }

  setText(text: string): void {
    this.#text = text;
  }
}
