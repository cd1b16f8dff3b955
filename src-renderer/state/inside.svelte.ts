// What the sections of Look inside share about one run: which checkpoint is looked at, and a text to look at it with.

import type { CheckpointChoice, RunId } from '../../src-engine/protocol/index.ts';
import type { EngineClient } from '../engine/client.ts';
import { SurpriseView } from './surprise-view.svelte.ts';
import { UnitsView } from './units-view.svelte.ts';

export class Inside {
  readonly run: RunId;
  readonly surprise: SurpriseView;
  readonly units: UnitsView;
  #choice = $state.raw<CheckpointChoice>('best');
  #text = $state('');

  constructor(client: EngineClient, run: RunId) {
    this.run = run;
    this.surprise = new SurpriseView(client, run);
    this.units = new UnitsView(client, run);
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
