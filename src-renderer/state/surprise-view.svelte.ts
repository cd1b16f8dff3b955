// How much a model is surprised by a text: what it read, another model beside it, and whose the text is.

import type { Authorship, CheckpointChoice, RunId, Surprise } from '../../src-engine/protocol/index.ts';
import { say } from '../text/say.ts';
import { surpriseFigures } from '../text/surprise-figures.ts';
import type { EngineClient } from '../engine/client.ts';
import { InsideWork } from './inside-work.svelte.ts';
import { TextChoice } from './text-choice.svelte.ts';

export class SurpriseView {
  readonly text: TextChoice;
  readonly work: InsideWork;
  readonly #run: RunId;
  #choice: CheckpointChoice | null = null;
  #reading = $state.raw<Surprise | null>(null);
  #other = $state.raw<{ readonly run: RunId; readonly reading: Surprise } | null>(null);
  #authorship = $state.raw<Authorship | null>(null);
  readonly #figures = $derived(this.#reading === null ? null : surpriseFigures(this.#reading));

  constructor(client: EngineClient, run: RunId) {
    this.#run = run;
    this.text = new TextChoice(run);
    this.work = new InsideWork(client);
  }

  get reading(): Surprise | null {
    return this.#reading;
  }

  get figures() {
    return this.#figures;
  }

  /** Another model that has read the same text. */
  get other(): { readonly run: RunId; readonly reading: Surprise } | null {
    return this.#other;
  }

  get authorship(): Authorship | null {
    return this.#authorship;
  }

  /** Reads unless this checkpoint has read already, such as when somebody comes back. */
  async look(checkpoint: CheckpointChoice): Promise<void> {
    if (this.#reading === null || checkpoint !== this.#choice) await this.read(checkpoint);
  }

  async read(checkpoint: CheckpointChoice): Promise<void> {
    const { source } = this.text;
    if (source === null) return;
    this.#choice = checkpoint;
    const ask = { run: this.#run, checkpoint, source };
    const reading = await this.work.run(
      () => say`The model reads the text`,
      (task) => this.work.client.ask('surprise.read', { ...ask, task }),
    );
    if (reading === null) return;
    this.#reading = reading;
    this.#other = null;
    this.#authorship = null;
  }

  /** The best checkpoint of another model reads the very text that was read; null: none any more. */
  async compare(run: RunId | null): Promise<void> {
    const first = this.#reading;
    if (run === null || first === null) {
      this.#other = null;
      return;
    }
    const source = { kind: 'text', text: first.text } as const;
    const reading = await this.work.run(
      () => say`The other model reads the text`,
      (task) => this.work.client.ask('surprise.read', { run, checkpoint: 'best', source, task }),
    );
    if (reading !== null && this.#reading === first) this.#other = { run, reading };
  }

  async askWhose(): Promise<void> {
    const first = this.#reading;
    if (first === null) return;
    const source = { kind: 'text', text: first.text } as const;
    const authorship = await this.work.run(
      () => say`Every model reads the text`,
      (task) => this.work.client.ask('surprise.whose', { source, task }),
    );
    if (authorship !== null && this.#reading === first) this.#authorship = authorship;
  }
}
