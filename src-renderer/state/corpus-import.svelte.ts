// Bringing a text in: what is chosen, dropped or pasted becomes a draft that is looked at first; a built-in text is
// taken as it is.

import type { CorpusSource, CorpusSummary, GrantedFile, Preparation } from '../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { ImportDraft } from './import-draft.svelte.ts';
import type { DraftSource, DraftStart } from './import-draft.svelte.ts';
import { nextTask } from './tasks.ts';

/** A corpus that shall be made again in a better way, and what to change. */
export interface Mending {
  readonly corpus: CorpusSummary;
  /** Of which it was made. */
  readonly files: number;
  readonly preparation: Preparation;
}

export class CorpusImport {
  #draft = $state.raw<ImportDraft | null>(null);
  #setAside = $state.raw<readonly ImportDraft[]>([]);
  #wanted = $state.raw<Mending | null>(null);
  #busy = $state.raw<string | null>(null);
  #share = $state.raw<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #pasted = $state.raw('');

  readonly #client: EngineClient;
  readonly #task = nextTask();
  /** What the corpora imported since the window was opened were made of, by their ids. */
  readonly #sources = new Map<number, DraftSource>();
  #turn = 0;

  constructor(client: EngineClient) {
    this.#client = client;
    client.on('corpus.progress', (event) => {
      if (this.#busy !== null && event.task === this.#task) this.#share = event.share;
    });
  }

  /** The text that is being looked at before it is kept. */
  get draft(): ImportDraft | null {
    return this.#draft;
  }

  /** Texts that were looked at when the user wanted another one. */
  get aside(): readonly ImportDraft[] {
    return this.#setAside;
  }

  /** A corpus to be mended whose source is not at hand: the user has to choose it again. */
  get wanted(): Mending | null {
    return this.#wanted;
  }

  /** Title of the built-in text that is being imported now. */
  get busy(): string | null {
    return this.#busy;
  }

  /** Share of the work done, where the engine tells. */
  get share(): number | null {
    return this.#share;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** What stands in the field for a text, before it is looked at. */
  get pasted(): string {
    return this.#pasted;
  }

  paste(text: string): void {
    this.#pasted = text;
  }

  /** Files that come while others are looked at join them. */
  takeFiles(files: readonly GrantedFile[], preparation: Preparation): void {
    const { draft } = this;
    if (draft?.source.kind === 'files') draft.addFiles(files);
    else this.#take({ kind: 'files', files }, preparation);
  }

  takeText(title: string, text: string, preparation: Preparation): void {
    this.#take({ kind: 'text', title, text }, preparation);
    this.#pasted = '';
  }

  /** What comes while the source of a mending is wanted is taken for it. */
  #take(source: DraftSource, preparation: Preparation): void {
    const { wanted } = this;
    this.open({ source, preparation: wanted?.preparation ?? preparation, mends: wanted?.corpus });
  }

  /** What is looked at is set aside. */
  open(start: DraftStart): void {
    this.choose();
    this.#draft = new ImportDraft(this.#client, start);
  }

  /** Opens a draft of the same source, or asks for the source where it is not at hand. */
  mend(mending: Mending): void {
    const { corpus, preparation } = mending;
    const source = this.#sources.get(corpus.id) ?? builtIn(corpus.source);
    if (source) this.open({ source, preparation, mends: corpus });
    else {
      this.choose();
      this.#wanted = mending;
    }
  }

  async keepDraft(): Promise<CorpusSummary | null> {
    const { draft } = this;
    const corpus = (await draft?.keep()) ?? null;
    if (!draft || !corpus) return null;
    this.#sources.set(corpus.id, draft.source);
    if (this.#draft === draft) this.leave();
    return corpus;
  }

  /**
   * Imports a source as it is, under a title. Null when it failed (the problem says why) or when the user has gone on
   * to something else.
   */
  async keep(source: CorpusSource, title: string): Promise<CorpusSummary | null> {
    this.leave();
    const turn = this.#turn;
    this.#busy = title;
    this.#share = null;
    try {
      const corpus = await this.#client.ask('corpus.import', { source, name: title, task: this.#task });
      return turn === this.#turn ? corpus : null;
    } catch (error) {
      if (turn === this.#turn) this.#problem = failureOf(error);
      return null;
    } finally {
      if (turn === this.#turn) this.#busy = null;
    }
  }

  /** To the choice of another text: what is looked at is set aside. An import that is under way stays in sight. */
  choose(): void {
    const { draft } = this;
    if (draft?.importing) return;
    this.#draft = null;
    this.leave();
    if (draft) this.#setAside = [...this.#setAside, draft];
  }

  /** Goes on with a text that was set aside. */
  resume(draft: ImportDraft): void {
    this.choose();
    this.#setAside = this.#setAside.filter((other) => other !== draft);
    this.#draft = draft;
  }

  /** Gives up a text that was set aside. */
  drop(draft: ImportDraft): void {
    this.#setAside = this.#setAside.filter((other) => other !== draft);
    draft.close();
  }

  /** Back to the choice of a text. */
  leave(): void {
    this.#turn += 1;
    this.#draft?.close();
    this.#draft = null;
    this.#wanted = null;
    this.#problem = null;
    this.#busy = null;
  }
}

function builtIn(source: string): DraftSource | null {
  return source.startsWith('builtin:') ? { kind: 'builtin', key: source.slice('builtin:'.length) } : null;
}
