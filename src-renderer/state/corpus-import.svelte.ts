// Bringing a text in: look at it first (size, symbols, encoding, first lines), then keep it.

import type { CorpusPreview, CorpusSource, CorpusSummary, GrantedFile } from '../../src-engine/protocol/index.ts';
import { type EngineClient, sentenceOf } from '../engine/client.ts';

interface Candidate {
  readonly source: CorpusSource;
  readonly detail: CorpusPreview;
}

export class CorpusImport {
  /** The text that is being looked at before it is kept. */
  candidate = $state.raw<Candidate | null>(null);
  name = $state('');
  /** Title of what is being read or imported now. */
  busy = $state.raw<string | null>(null);
  /** Share of the work done, where the engine tells. */
  share = $state.raw<number | null>(null);
  problem = $state.raw<string | null>(null);

  readonly #client: EngineClient;
  #turn = 0;

  constructor(client: EngineClient) {
    this.#client = client;
    client.on('corpus.progress', (event) => {
      if (this.busy !== null) this.share = event.share;
    });
  }

  /** One file can be looked at first; of several each is imported as it is. */
  async takeFiles(files: readonly GrantedFile[]): Promise<CorpusSummary | null> {
    const [first, ...others] = files;
    if (!first) return null;
    if (others.length === 0) {
      await this.preview({ kind: 'files', files: [first.file] }, first.name);
      return null;
    }
    let last: CorpusSummary | null = null;
    for (const file of files) last = (await this.keep({ kind: 'files', files: [file.file] }, file.name)) ?? last;
    return last;
  }

  async preview(source: CorpusSource, title: string): Promise<void> {
    this.cancel();
    const detail = await this.#work(title, () => this.#client.ask('corpus.preview', { source }));
    if (!detail) return;
    this.candidate = { source, detail };
    this.name = detail.name;
  }

  /** Imports a source, or the candidate when none is given. */
  async keep(source: CorpusSource, title: string, name?: string): Promise<CorpusSummary | null> {
    const corpus = await this.#work(title, () =>
      this.#client.ask('corpus.import', { source, ...(name === undefined ? {} : { name }) }),
    );
    if (corpus) this.candidate = null;
    return corpus;
  }

  keepCandidate(): Promise<CorpusSummary | null> {
    const { candidate } = this;
    if (!candidate) return Promise.resolve(null);
    const name = this.name.trim();
    return this.keep(candidate.source, candidate.detail.name, name === '' ? undefined : name);
  }

  cancel(): void {
    this.#turn += 1;
    this.candidate = null;
    this.problem = null;
    this.busy = null;
  }

  /** Null when it failed (the problem says why) or when the user has gone on to something else. */
  async #work<Result>(title: string, ask: () => Promise<Result>): Promise<Result | null> {
    this.#turn += 1;
    const turn = this.#turn;
    this.busy = title;
    this.share = null;
    this.problem = null;
    try {
      const result = await ask();
      return turn === this.#turn ? result : null;
    } catch (error) {
      if (turn === this.#turn) this.problem = sentenceOf(error);
      return null;
    } finally {
      if (turn === this.#turn) this.busy = null;
    }
  }
}
