// What the corpus doctor says of one corpus.

import type { CorpusId, DoctorReport } from '../../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../../../text/failures.ts';
import type { EngineClient } from '../../../engine/client.ts';

export class Examination {
  #report = $state.raw<DoctorReport | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  readonly #client: EngineClient;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  get report(): DoctorReport | null {
    return this.#report;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** @returns the function that ends the interest in the answer */
  open(corpus: CorpusId): () => void {
    let isOpen = true;
    this.#report = null;
    this.#problem = null;
    this.#client.ask('corpus.examine', { corpus }).then(
      (report) => {
        if (isOpen) this.#report = report;
      },
      (error: unknown) => {
        if (isOpen) this.#problem = failureOf(error);
      },
    );
    return () => {
      isOpen = false;
    };
  }
}
