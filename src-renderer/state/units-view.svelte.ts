// Single units of a model along a text: which one colours it, what was searched for, and what is written while units
// are held.

import type {
  CheckpointChoice,
  Clamp,
  SampleDraft,
  FollowedRule,
  RunId,
  SimilarPassages,
  TextToRead,
  UnitFactors,
  UnitName,
  UnitReading,
  UnitSearch,
} from '../../src-engine/protocol/index.ts';
import type { SamplingSettings } from '../../src-engine/protocol/settings.ts';
import { Refusal } from '../engine/client.ts';
import type { EngineClient } from '../engine/client.ts';
import { say } from '../text/say.ts';
import type { Wording } from '../text/say.ts';
import { InsideWork } from './inside-work.svelte.ts';
import { TextChoice } from './text-choice.svelte.ts';

/** What colours the text. */
export type Colouring =
  | { readonly kind: 'unit'; readonly unit: UnitName; readonly values: Uint8Array }
  | { readonly kind: 'factor'; readonly factor: number }
  /** The probability of a label. */
  | { readonly kind: 'answer'; readonly label: number };

const factorCount = 8;
/** A factor is held by its units of at least such a weight. */
const heldWeight = 0.5;

export class UnitsView {
  readonly text: TextChoice;
  readonly work: InsideWork;
  readonly #run: RunId;
  #choice: CheckpointChoice = 'best';
  #reading = $state.raw<UnitReading | null>(null);
  /** By which the engine knows the reading now, and what it read. */
  #held: { readonly reading: number; readonly source: TextToRead } | null = null;
  #colouring = $state.raw<Colouring | null>(null);
  #search = $state.raw<UnitSearch | null>(null);
  /** How often a search was begun or left. */
  #searches = 0;
  #factors = $state.raw<UnitFactors | null>(null);
  #similar = $state.raw<SimilarPassages | null>(null);
  #drafts = $state.raw<{ readonly free: SampleDraft; readonly held: SampleDraft } | null>(null);

  constructor(client: EngineClient, run: RunId) {
    this.#run = run;
    this.text = new TextChoice(run);
    this.work = new InsideWork(client);
  }

  get reading(): UnitReading | null {
    return this.#reading;
  }

  get colouring(): Colouring | null {
    return this.#colouring;
  }

  get search(): UnitSearch | null {
    return this.#search;
  }

  get factors(): UnitFactors | null {
    return this.#factors;
  }

  get similar(): SimilarPassages | null {
    return this.#similar;
  }

  get drafts(): { readonly free: SampleDraft; readonly held: SampleDraft } | null {
    return this.#drafts;
  }

  /** Reads unless this checkpoint has read already, such as when somebody comes back. */
  async look(checkpoint: CheckpointChoice): Promise<void> {
    if (this.#reading === null || checkpoint !== this.#choice) await this.read(checkpoint);
  }

  /** Reads the text, and finds its factors: single numbers say little at first sight. */
  async read(checkpoint: CheckpointChoice): Promise<void> {
    const { source } = this.text;
    if (source === null) return;
    this.#choice = checkpoint;
    const reading = await this.work.run(
      () => say`The model reads the text`,
      (task) => this.work.client.ask('units.open', { run: this.#run, checkpoint, source, task }),
    );
    if (reading === null) return;
    this.#reading = reading;
    this.#held = { reading: reading.reading, source };
    // Of two labels the answer is about the second.
    this.#colouring = reading.answers && { kind: 'answer', label: reading.answers.labels.length === 2 ? 1 : 0 };
    this.#search = null;
    this.#factors = null;
    this.#similar = null;
    this.#drafts = null;
    await this.findFactors();
  }

  async findFactors(): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    const factors = await this.#ask(
      () => say`Looking for units that are active together`,
      reading,
      (held) => this.work.client.ask('units.factors', { ...held, count: factorCount }),
    );
    if (factors === null || this.#reading !== reading) return;
    this.#factors = factors;
    this.#colouring ??= { kind: 'factor', factor: 0 };
  }

  showAnswer(label: number): void {
    this.#colouring = { kind: 'answer', label };
  }

  showFactor(factor: number): void {
    this.#colouring = { kind: 'factor', factor };
    this.#drafts = null;
  }

  async showUnit({ layer, part, unit: number }: UnitName): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    // A finding says more than its unit's name, and the engine takes no more than that.
    const unit = { layer, part, unit: number };
    const answer = await this.#ask(
      () => say`Reading the unit`,
      reading,
      (held) => this.work.client.ask('units.values', { ...held, unit }),
    );
    if (answer === null || this.#reading !== reading) return;
    this.#colouring = { kind: 'unit', unit, values: answer.values };
    this.#drafts = null;
  }

  async follow(rule: FollowedRule): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    this.leaveSearch();
    const searches = this.#searches;
    const search = await this.#ask(
      () => say`Comparing all units with it`,
      reading,
      (held) => this.work.client.ask('units.search', { ...held, rule }),
    );
    if (search === null || this.#reading !== reading || this.#searches !== searches) return;
    this.#search = search;
    const [best] = search.findings;
    if (best) await this.showUnit(best);
  }

  /** Something else is to be followed: what was found, or is yet found, for the one before is no answer to it. */
  leaveSearch(): void {
    this.#searches += 1;
    this.#search = null;
  }

  async findSimilar(from: number, to: number): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    const similar = await this.#ask(
      () => say`Looking for passages that are alike`,
      reading,
      (held) => this.work.client.ask('units.similar', { ...held, from, to }),
    );
    if (similar !== null && this.#reading === reading) this.#similar = similar;
  }

  /** The engine holds the last few readings of all models: one that it has let go of is read again. */
  #ask<Value>(
    title: Wording,
    reading: UnitReading,
    question: (held: { readonly reading: number; readonly task: number }) => Promise<Value>,
  ): Promise<Value | null> {
    return this.work.run(title, async (task) => {
      const held = this.#held;
      try {
        return await question({ reading: held?.reading ?? reading.reading, task });
      } catch (error) {
        if (held === null || !(error instanceof Refusal) || error.code !== 'not-found') throw error;
        const ask = { run: this.#run, checkpoint: { step: reading.step }, source: held.source, task };
        const again = await this.work.client.ask('units.open', ask);
        // Such as a file that was changed: its symbols are not those that are shown.
        if (again.text !== reading.text) throw error;
        this.#held = { ...held, reading: again.reading };
        return question({ reading: again.reading, task });
      }
    });
  }

  /** Which units would be held at a value: those of h that are shown; none for another part. */
  clampsAt(value: number): readonly Clamp[] {
    const colouring = this.#colouring;
    if (colouring?.kind === 'unit') {
      const { layer, part, unit } = colouring.unit;
      return part === 'h' ? [{ layer, unit, value }] : [];
    }
    const units = colouring?.kind === 'factor' ? (this.#factors?.factors[colouring.factor]?.units ?? []) : [];
    return units
      .filter(({ weight }) => Math.abs(weight) >= heldWeight)
      .map(({ layer, unit, weight }) => ({ layer, unit, value: weight < 0 ? -value : value }));
  }

  /**
   * Writes twice from the same seed: freely, and with the shown units held. By the checkpoint that they were read of:
   * while a run trains, its last one is another one by the second text.
   */
  async write(prompt: string, value: number, sampling: SamplingSettings): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    const ask = { run: this.#run, checkpoint: { step: reading.step }, prompt, sampling } as const;
    const colouring = this.#colouring;
    const clamps = this.clampsAt(value);
    const drafts = await this.work.run(
      () => say`Writing with and without`,
      async (task) => {
        // One after the other: a second ask under the same task would end the first.
        const free = await this.work.client.ask('sample.draft', { ...ask, task });
        const held = await this.work.client.ask('sample.draft', { ...ask, clamps, task });
        return { free, held };
      },
    );
    // The texts stand below the name of what is shown.
    if (drafts !== null && this.#colouring === colouring) this.#drafts = drafts;
  }
}
