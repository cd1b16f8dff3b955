// The samples in the library's list: the newest ones are here; older ones, and those that somebody looks for, are asked
// of the engine a piece at a time.

import { listedSamples } from '../../src-engine/protocol/changes.ts';
import type { LibraryChanges } from '../../src-engine/protocol/changes.ts';
import type { SampleSearch, SampleSummary } from '../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { isEngineGone } from '../engine/client.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { LibraryView } from './library-view.svelte.ts';

/** As many as come at a time. */
const pieceSize = 100;
/** Milliseconds without a key before it is looked for. */
const pause = 150;

export class SampleList {
  #words = $state('');
  #starred = $state(false);
  /** Beside the newest, or all that were found where something is looked for. */
  #asked = $state.raw<readonly SampleSummary[]>([]);
  #isComplete = $state(false);
  #problem = $state.raw<SentenceValue | null>(null);
  readonly #client: EngineClient;
  readonly #library: Pick<LibraryView, 'samples'>;
  /** Only the newest question counts. */
  #turn = 0;
  /** What is here is what was looked for last. */
  #isSettled = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: EngineClient, library: Pick<LibraryView, 'samples'>) {
    this.#client = client;
    this.#library = library;
    client.on('library.changed', ({ changes }) => this.#follow(changes));
  }

  get words(): string {
    return this.#words;
  }

  /** Why samples are missing that may be there. */
  get problem(): string | null {
    return failureWords(this.#problem);
  }

  get starred(): boolean {
    return this.#starred;
  }

  /** The newest first. */
  get rows(): readonly SampleSummary[] {
    if (this.#isFiltered) return this.#asked;
    const { samples } = this.#library;
    const oldest = samples.at(-1)?.id ?? 0;
    return [...samples, ...this.#asked.filter(({ id }) => id < oldest)];
  }

  /** Nothing older is there. */
  get isComplete(): boolean {
    return this.#isComplete || (!this.#isFiltered && this.#library.samples.length < listedSamples);
  }

  look(words: string): void {
    this.#words = words;
    this.#problem = null;
    this.#isSettled = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), words.trim() === '' ? 0 : pause);
  }

  setStarred(starred: boolean): void {
    this.#starred = starred;
    this.#begin();
  }

  /** The next older ones. */
  async more(): Promise<void> {
    const before = this.rows.at(-1)?.id ?? null;
    // Older ones of what was looked for before would be in the way of the answer.
    if (!this.#isSettled || this.isComplete || before === null) return;
    await this.#ask({ before }, pieceSize, (found) => [...this.#asked, ...found]);
  }

  get #isFiltered(): boolean {
    return this.#starred || this.#words.trim() !== '';
  }

  #begin(): void {
    this.#isComplete = false;
    if (this.#isFiltered) return void this.#ask({ before: null }, pieceSize, (found) => found);
    this.#turn += 1;
    this.#isSettled = true;
    this.#asked = [];
  }

  /** A run that goes on, and samples that get a name or a star, are no reason to ask for all that is here again. */
  #follow(changes: LibraryChanges | null): void {
    const { runs, samples } = changes ?? {};
    const rows = new Map(samples?.rows.map((row) => [row.id, row]));
    // Of a run and of samples together: they have its new name. It may be what is looked for.
    const isRenamed = runs !== undefined && samples !== undefined;
    // Others come in their place, or are found now.
    const isMoved = (samples?.gone.length ?? 0) > 0 || (runs?.gone.length ?? 0) > 0 || rows.size >= listedSamples;
    if (changes === null || isRenamed || isMoved || (this.#isFiltered && rows.size > 0)) this.#askAgain();
    else this.#asked = this.#asked.map((row) => rows.get(row.id) ?? row);
  }

  /** What was asked for may have another name or star now, or be gone. */
  #askAgain(): void {
    if (this.#asked.length === 0 && !this.#isFiltered) return;
    const first = this.#isFiltered ? null : (this.#library.samples.at(-1)?.id ?? null);
    const count = Math.min(1000, Math.max(pieceSize, this.#asked.length));
    void this.#ask({ before: first }, count, (found) => found);
  }

  async #ask(
    { before }: Pick<SampleSearch, 'before'>,
    count: number,
    joined: (found: readonly SampleSummary[]) => readonly SampleSummary[],
  ): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#isSettled = false;
    const search = { words: this.#words, starred: this.#starred, before, count };
    try {
      const found = await this.#client.ask('sample.list', search);
      if (turn !== this.#turn) return;
      this.#asked = joined(found);
      this.#isComplete = found.length < count;
      this.#problem = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      // What was refused has found nothing, least of all what was looked for before.
      if (before === null) this.#asked = [];
      this.#problem = isEngineGone(error) ? null : failureOf(error);
    }
    this.#isSettled = true;
  }
}
