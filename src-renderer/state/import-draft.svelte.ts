// A corpus before it is one: files (or a pasted or built-in text) with the preparation that makes a corpus of them.
// Every change is looked at at once; nothing is kept until the user says so.

import type {
  CleaningKind,
  CleaningStep,
  CorpusPreview,
  CorpusSource,
  CorpusSummary,
  GrantedFile,
  Preparation,
} from '../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { sourceWords } from '../text/source-words.ts';
import { nextTask } from './tasks.ts';

/** Where the text comes from; of files, the list can still change. */
export type DraftSource =
  | { readonly kind: 'files'; readonly files: readonly GrantedFile[] }
  | Exclude<CorpusSource, { readonly kind: 'files' }>;

export interface DraftStart {
  readonly source: DraftSource;
  readonly preparation: Preparation;
  /** The corpus of which a better one is made. */
  readonly mends?: CorpusSummary | undefined;
}

/** Typing waits a little for the next key; a switch does not. */
const typingPause = 250;

export class ImportDraft {
  #source = $state.raw<DraftSource>({ kind: 'files', files: [] });
  #preparation: Preparation = $state.raw({
    encoding: null,
    unit: 'codepoint',
    separator: '',
    cleaning: [],
    rare: { below: 2, treatment: 'keep' },
  });
  #preview = $state.raw<CorpusPreview | null>(null);
  #plain = $state.raw<CorpusPreview | null>(null);
  #name = $state('');
  #reading = $state(false);
  #share = $state<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  readonly mends: CorpusSummary | null;

  readonly #client: EngineClient;
  readonly #previewTask = nextTask();
  readonly #plainTask = nextTask();
  readonly #importTask = nextTask();
  readonly #unsubscribe: () => void;
  #named = false;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What `plain` was read from and how. */
  #plainOf = '';

  constructor(client: EngineClient, start: DraftStart) {
    this.#client = client;
    this.#source = start.source;
    this.#preparation = start.preparation;
    this.mends = start.mends ?? null;
    this.#unsubscribe = client.on('corpus.progress', (event) => {
      if (event.task === this.#importTask && this.#share !== null) this.#share = event.share;
    });
    void this.look();
  }

  get source(): DraftSource {
    return this.#source;
  }

  get preparation(): Preparation {
    return this.#preparation;
  }

  /** What the import would give, as of the last look. */
  get preview(): CorpusPreview | null {
    return this.#preview;
  }

  /** The same without cleaning and with all its rare characters: what is compared with. */
  get plain(): CorpusPreview | null {
    return this.#plain;
  }

  get name(): string {
    return this.#name;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** Share of the import under way; null: none is. */
  get share(): number | null {
    return this.#share;
  }

  /** Why it could not be read or imported. */
  get problem(): string | null {
    return failureWords(this.#problem);
  }

  get importing(): boolean {
    return this.#share !== null;
  }

  get files(): readonly GrantedFile[] {
    return this.#source.kind === 'files' ? this.#source.files : [];
  }

  /** Several files or a folder: something stands between them. */
  get isJoined(): boolean {
    return this.files.length > 1 || this.files.some((file) => file.isFolder) || (this.#preview?.files.length ?? 0) > 1;
  }

  get fileNames(): readonly string[] {
    return (this.#preview ?? this.#plain)?.files.map(({ name }) => name) ?? this.files.map(({ name }) => name);
  }

  get isCleaned(): boolean {
    return this.#preparation.cleaning.length > 0 || this.#preparation.rare.treatment !== 'keep';
  }

  rename(name: string): void {
    this.#named = true;
    this.#name = name;
  }

  addFiles(files: readonly GrantedFile[]): void {
    this.#source = { kind: 'files', files: [...this.files, ...files] };
    void this.look();
  }

  removeFile(index: number): void {
    this.#source = { kind: 'files', files: this.files.filter((_, other) => other !== index) };
    void this.look();
  }

  /** @param typed whether more keys may follow at once */
  change(part: Partial<Preparation>, typed = false): void {
    this.#preparation = { ...this.#preparation, ...part };
    clearTimeout(this.#timer);
    if (typed) this.#timer = setTimeout(() => void this.look(), typingPause);
    else void this.look();
  }

  step<Kind extends CleaningKind>(kind: Kind): Extract<CleaningStep, { kind: Kind }> | undefined {
    return this.#preparation.cleaning.find((step): step is Extract<CleaningStep, { kind: Kind }> => step.kind === kind);
  }

  /** Switches a step on, or changes it. */
  clean(step: CleaningStep, typed = false): void {
    this.change({ cleaning: [...this.#without(step.kind), step] }, typed);
  }

  leave(kind: CleaningKind): void {
    this.change({ cleaning: this.#without(kind) });
  }

  /** Reads as much as shows what would come of it. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    this.#reading = true;
    const [preview, plain] = await Promise.allSettled([
      this.#ask(this.#preparation, this.#previewTask),
      this.#lookPlain(),
    ]);
    if (turn !== this.#turn) return;
    this.#reading = false;
    this.#preview = preview.status === 'fulfilled' ? preview.value : null;
    this.#plain = (plain.status === 'fulfilled' ? plain.value : null) ?? this.#preview;
    this.#problem = preview.status === 'fulfilled' ? null : failureOf(preview.reason);
    if (this.#preview && !this.#named)
      this.#name = this.mends?.name ?? sourceWords(this.#preview.name, this.#preview.files.length);
  }

  /** Null when it failed (the problem says why) or was cancelled: all is as before then. */
  async keep(): Promise<CorpusSummary | null> {
    if (this.importing) return null;
    this.#share = 0;
    this.#problem = null;
    const name = this.#name.trim();
    try {
      return await this.#client.ask('corpus.import', {
        source: this.#asked,
        preparation: this.#preparation,
        ...(name === '' ? {} : { name }),
        task: this.#importTask,
      });
    } catch (error) {
      if (!isCancelled(error)) this.#problem = failureOf(error);
      return null;
    } finally {
      this.#share = null;
    }
  }

  async cancelImport(): Promise<void> {
    await this.#client.ask('corpus.cancel', { task: this.#importTask });
  }

  /** Ends what is being read for it. */
  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#unsubscribe();
    if (!this.#reading) return;
    for (const task of [this.#previewTask, this.#plainTask]) {
      this.#client.ask('corpus.cancel', { task }).catch(() => {
        // An engine that has gone reads nothing any more.
      });
    }
  }

  get #asked(): CorpusSource {
    if (this.#source.kind !== 'files') return this.#source;
    return { kind: 'files', files: this.#source.files.map(({ file }) => file) };
  }

  #ask(preparation: Preparation, task: number): Promise<CorpusPreview> {
    return this.#client.ask('corpus.preview', { source: this.#asked, preparation, task });
  }

  /**
   * Null where nothing is cleaned: then the preview itself is plain. Read again only when what it is read from changes.
   */
  async #lookPlain(): Promise<CorpusPreview | null> {
    if (!this.isCleaned) {
      this.#plainOf = '';
      return null;
    }
    const { encoding, unit, separator, rare } = this.#preparation;
    const plainOf = JSON.stringify([this.files.map(({ file }) => file), encoding, unit, separator]);
    if (plainOf === this.#plainOf && this.#plain) return this.#plain;
    const plain = await this.#ask(
      { encoding, unit, separator, cleaning: [], rare: { ...rare, treatment: 'keep' } },
      this.#plainTask,
    );
    this.#plainOf = plainOf;
    return plain;
  }

  #without(kind: CleaningKind): CleaningStep[] {
    return this.#preparation.cleaning.filter((step) => step.kind !== kind);
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'cancelled';
}
