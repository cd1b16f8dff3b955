// All that the library holds, as lists: corpora, runs, samples. The engine is asked for them once and then tells which
// rows have changed; figures of the run that is training are laid over them as its events arrive.

import { withChanges } from '../../src-engine/protocol/changes.ts';
import type { LibraryChanges, LibraryLists } from '../../src-engine/protocol/changes.ts';
import type {
  CatalogueEntry,
  CorpusId,
  CorpusSummary,
  EngineEvent,
  LibraryTrouble,
  RunId,
  RunSummary,
  SampleSummary,
} from '../../src-engine/protocol/index.ts';
import type { EngineClient } from '../engine/client.ts';

/** What has changed in a run since the lists were read. */
type Fresher = Partial<RunSummary>;

export class LibraryView {
  #corpora = $state.raw<readonly CorpusSummary[]>([]);
  #catalogue = $state.raw<readonly CatalogueEntry[]>([]);
  #samples = $state.raw<readonly SampleSummary[]>([]);
  #trouble = $state.raw<LibraryTrouble | null>(null);
  #loaded = $state(false);
  #listed = $state.raw<readonly RunSummary[]>([]);
  #fresher = $state.raw<ReadonlyMap<RunId, Fresher>>(new Map());
  readonly #runs = $derived(this.#listed.map((run) => ({ ...run, ...this.#fresher.get(run.id) })));
  readonly #client: EngineClient;
  #turn = 0;
  #newest = Promise.resolve();
  /** Told since the lists were asked for: the answer may hold them already, or not. */
  #since: LibraryChanges[] = [];

  constructor(client: EngineClient) {
    this.#client = client;
    client.on('run.progress', ({ run, step, totalSteps, epoch, loss, seconds, characters }) =>
      this.#update(run, { step, totalSteps, epoch, loss, seconds, characters }),
    );
    client.on('run.validation', (event) => this.#improve(event));
    client.on('library.changed', ({ changes }) => this.#change(changes));
    client.on('library.trouble', (event) => this.#setTrouble(event));
    client.on('run.state', ({ run, state, message }) => this.#update(run, { state, message }));
  }

  get corpora(): readonly CorpusSummary[] {
    return this.#corpora;
  }

  get catalogue(): readonly CatalogueEntry[] {
    return this.#catalogue;
  }

  get samples(): readonly SampleSummary[] {
    return this.#samples;
  }

  /** Nothing can be saved at the moment, and why. */
  get trouble(): LibraryTrouble | null {
    return this.#trouble;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  get runs(): readonly RunSummary[] {
    return this.#runs;
  }

  /** Resolves when the lists are at least as new as this call. */
  refresh(): Promise<void> {
    this.#turn += 1;
    this.#since = [];
    this.#newest = this.#read(this.#turn);
    return this.#newest;
  }

  async #read(turn: number): Promise<void> {
    const library = await this.#client.ask('library.overview', {});
    // A later question is on its way: its answer is the newer one.
    if (turn !== this.#turn) return this.#newest;
    this.#show(this.#since.reduce(withChanges<LibraryLists>, library));
    this.#trouble = library.trouble;
    this.#fresher = new Map();
    this.#loaded = true;
  }

  /** Null: what has changed is not known, and whoever has this view asks for all of it. */
  #change(changes: LibraryChanges | null): void {
    if (changes === null) return;
    this.#since.push(changes);
    const { corpora, catalogue, samples } = this;
    this.#show(withChanges({ corpora, catalogue, samples, runs: this.#listed }, changes));
    const fresher = new Map(this.#fresher);
    for (const { id } of changes.runs?.rows ?? []) fresher.delete(id);
    this.#fresher = fresher;
  }

  #show({ corpora, catalogue, samples, runs }: LibraryLists): void {
    this.#corpora = corpora;
    this.#catalogue = catalogue;
    this.#samples = samples;
    this.#listed = runs;
  }

  corpus(id: CorpusId): CorpusSummary | undefined {
    return this.#corpora.find((corpus) => corpus.id === id);
  }

  run(id: RunId): RunSummary | undefined {
    return this.#runs.find((run) => run.id === id);
  }

  /** False for a run that came from elsewhere without its text: it writes, and can be branched onto another one. */
  hasText({ corpus }: Pick<RunSummary, 'corpus'>): boolean {
    return this.corpus(corpus) !== undefined;
  }

  runsOn(corpus: CorpusId): RunSummary[] {
    return this.#runs.filter((run) => run.corpus === corpus);
  }

  /** Runs that write; the others tell labels apart. */
  get writers(): RunSummary[] {
    return this.#runs.filter(({ labels }) => labels.length === 0);
  }

  /** The run at work. */
  get training(): RunSummary | undefined {
    return this.#runs.find((run) => run.state === 'training');
  }

  /** Runs that wait for their turn, the next one first. */
  get queue(): RunSummary[] {
    return this.#runs
      .filter((run) => run.state === 'queued')
      .sort((one, other) => (one.queuePlace ?? Infinity) - (other.queuePlace ?? Infinity));
  }

  /** Runs that an unexpected end of the engine has left behind. */
  get interrupted(): RunSummary[] {
    return this.#runs.filter((run) => run.state === 'interrupted');
  }

  #update(run: RunId, change: Fresher): void {
    this.#fresher = new Map(this.#fresher).set(run, { ...this.#fresher.get(run), ...change });
  }

  #setTrouble({ since, why }: Extract<EngineEvent, { kind: 'library.trouble' }>): void {
    this.#trouble = since === null || why === null ? null : { since, why };
  }

  #improve(event: Extract<EngineEvent, { kind: 'run.validation' }>): void {
    const best = this.run(event.run)?.best ?? Infinity;
    if (event.loss < best) this.#update(event.run, { best: event.loss });
  }
}
