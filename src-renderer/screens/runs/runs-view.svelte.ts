// Several runs beside each other: their figures, their curves in stretches, which of them are shown, and which one is
// picked.

import type { LibraryChanges } from '../../../src-engine/protocol/changes.ts';
import type { ComparedRun, CorpusId, CurveBand, CurveRange, RunId } from '../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../../engine/client.ts';
import { failureOf, failureWords } from '../../text/failures.ts';
import type { EngineClient } from '../../engine/client.ts';

/** Of a curve: about as many as a chart has columns. */
const stretches = 600;
/** Curves beyond these could not be told apart. The newest are shown first. */
const maxShown = 50;
/** What runs do is followed at most so often, in milliseconds. */
const followEvery = 2000;

export class RunsView {
  readonly #client: EngineClient;
  readonly #listed: () => readonly RunId[];
  #runs = $state.raw<readonly ComparedRun[]>([]);
  #bands = $state.raw<ReadonlyMap<RunId, CurveBand>>(new Map());
  /** What is seen while a part of the axis is shown: the same curves, finer. */
  #details = $state.raw<ReadonlyMap<RunId, CurveBand>>(new Map());
  #hidden = $state.raw<ReadonlySet<RunId>>(new Set());
  #picked = $state.raw<RunId | null>(null);
  #corpus = $state.raw<CorpusId | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #isLoaded = $state(false);
  #turn = 0;
  /** What `details` were asked for; empty while the whole is shown. */
  #zoomed: readonly CurveRange[] = [];
  #waiting: ReturnType<typeof setTimeout> | null = null;
  /** The runs that were asked for last. */
  #asked: readonly RunId[] = [];
  /** One question after the other, so that no older answer takes the place of a newer one. */
  #work: Promise<void> = Promise.resolve();
  /** Runs with other figures, or another name. */
  readonly #changed = new Set<RunId>();
  /** Those of them whose curves have gone on. */
  readonly #moved = new Set<RunId>();
  readonly #endings: (() => void)[] = [];

  readonly #onText = $derived(
    this.#corpus === null ? this.#runs : this.#runs.filter(({ corpus }) => corpus === this.#corpus),
  );
  readonly #shown = $derived(this.#onText.filter(({ id }) => !this.#hidden.has(id)).slice(0, maxShown));

  /** @param listed the runs that there are, the newest first */
  constructor(client: EngineClient, listed: () => readonly RunId[]) {
    this.#client = client;
    this.#listed = listed;
    this.#endings.push(
      client.on('run.progress', ({ run }) => this.#goneOn(run)),
      client.on('run.validation', ({ run }) => this.#goneOn(run)),
      client.on('run.state', ({ run }) => this.#goneOn(run)),
      client.on('library.changed', ({ changes }) => this.#follow(this.#changedBy(changes))),
    );
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** On the chosen text, or all. */
  get runs(): readonly ComparedRun[] {
    return this.#onText;
  }

  /** Those whose curves are drawn. */
  get shown(): readonly ComparedRun[] {
    return this.#shown;
  }

  /** The texts of all runs, each once. */
  get corpora(): readonly { readonly id: CorpusId; readonly name: string }[] {
    const names = new Map(this.#runs.map(({ corpus, corpusName }) => [corpus, corpusName]));
    return Array.from(names, ([id, name]) => ({ id, name }));
  }

  get corpus(): CorpusId | null {
    return this.#corpus;
  }

  /** Only the runs on this text from now on; null: on any. */
  showOnly(corpus: CorpusId | null): void {
    this.#corpus = corpus;
    if (!this.#shown.some(({ id }) => id === this.#picked)) this.#picked = null;
  }

  get picked(): RunId | null {
    return this.#picked;
  }

  /** Null lets it go. */
  pick(run: RunId | null): void {
    this.#picked = run;
    if (run !== null && this.#hidden.has(run)) this.toggle(run);
  }

  isHidden(run: RunId): boolean {
    return this.#hidden.has(run);
  }

  toggle(run: RunId): void {
    const hidden = new Set(this.#hidden);
    if (!hidden.delete(run)) hidden.add(run);
    this.#hidden = hidden;
    if (hidden.has(run) && this.#picked === run) this.#picked = null;
  }

  /** The finest that there is of a shown run's curve. */
  band(run: RunId): CurveBand | undefined {
    return this.#details.get(run) ?? this.#bands.get(run);
  }

  load(): Promise<void> {
    return this.#inTurn(() => this.#loadAll());
  }

  /** Lists of another process's changes come after the word that there are some: whoever sees them change says so. */
  keepUp(): void {
    const ids = this.#listed();
    if (ids.length !== this.#asked.length || ids.some((id, at) => id !== this.#asked[at])) this.#follow([]);
  }

  async #loadAll(): Promise<void> {
    try {
      const ids = this.#listed();
      this.#asked = ids;
      const [runs, bands] = await Promise.all([
        this.#client.ask('run.compare', { runs: ids }),
        this.#client.ask('run.bands', { ranges: ids.map((run) => ({ run })), stretches }),
      ]);
      this.#runs = runs;
      this.#bands = byRun(bands);
      this.#isLoaded = true;
      this.#problem = null;
    } catch (error) {
      this.#refused(error);
    }
  }

  /** The curves of a part of the axis, finer than the whole; null goes back to the whole. */
  async zoom(ranges: readonly CurveRange[] | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#zoomed = ranges ?? [];
    if (ranges === null) {
      this.#details = new Map();
      return;
    }
    try {
      const details = await this.#client.ask('run.bands', { ranges, stretches });
      if (turn === this.#turn) this.#details = byRun(details);
    } catch (error) {
      this.#refused(error);
    }
  }

  close(): void {
    for (const end of this.#endings) end();
    if (this.#waiting !== null) clearTimeout(this.#waiting);
  }

  #goneOn(run: RunId): void {
    this.#moved.add(run);
    this.#follow([run]);
  }

  /** @param changes null: nobody knows what has changed */
  #changedBy(changes: LibraryChanges | null): readonly RunId[] {
    const rows = changes === null ? this.#runs : (changes.runs?.rows ?? []);
    return rows.map(({ id }) => id);
  }

  /** @param changed none: runs have come or gone */
  #follow(changed: readonly RunId[]): void {
    for (const run of changed) this.#changed.add(run);
    this.#waiting ??= setTimeout(() => {
      this.#waiting = null;
      void this.#inTurn(() => this.#catchUp());
    }, followEvery);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work);
    return this.#work;
  }

  async #catchUp(): Promise<void> {
    const ids = this.#listed();
    this.#asked = ids;
    const known = new Map(this.#runs.map((run) => [run.id, run]));
    const changed = ids.filter((id) => this.#changed.has(id) || !known.has(id));
    const moved = new Set([...this.#moved].filter((id) => changed.includes(id)));
    this.#changed.clear();
    this.#moved.clear();
    const turn = this.#turn;
    try {
      const runs = changed.length === 0 ? [] : await this.#client.ask('run.compare', { runs: changed });
      // Of what another process trains nothing else tells.
      for (const { id, step } of runs) if (known.get(id)?.step !== step || !this.#bands.has(id)) moved.add(id);
      const finer = this.#zoomed.filter(({ run }) => moved.has(run));
      const [bands, details] = await Promise.all([
        this.#bandsOf([...moved].map((run) => ({ run }))),
        this.#bandsOf(finer),
      ]);
      for (const run of runs) known.set(run.id, run);
      this.#runs = ids.flatMap((id) => known.get(id) ?? []);
      this.#bands = new Map([...this.#bands, ...byRun(bands)]);
      if (turn === this.#turn) this.#details = new Map([...this.#details, ...byRun(details)]);
    } catch (error) {
      for (const run of changed) this.#changed.add(run);
      for (const run of moved) this.#moved.add(run);
      this.#refused(error);
    }
  }

  /** The engine is not asked for none. */
  async #bandsOf(ranges: readonly CurveRange[]): Promise<readonly CurveBand[]> {
    return ranges.length === 0 ? [] : this.#client.ask('run.bands', { ranges, stretches });
  }

  /** A run that went while it was asked for is no longer listed by then; nor is anything said twice. */
  #refused(error: unknown): void {
    if (error instanceof Refusal && (error.code === 'not-found' || error.code === 'engine-gone')) return;
    this.#problem = failureOf(error);
  }
}

function byRun(bands: readonly CurveBand[]): ReadonlyMap<RunId, CurveBand> {
  return new Map(bands.map((band) => [band.run, band]));
}
