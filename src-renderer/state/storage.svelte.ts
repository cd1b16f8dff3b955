// What takes how much room in the library, cleaning up, retention and backups: behind the storage sheet.

import type { Bridge, Retention, RunId, StorageReport } from '../../src-engine/protocol/index.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import type { EngineClient } from '../engine/client.ts';
import { failureOf } from '../text/failures.ts';
import { bytes } from '../text/format.ts';
import { say } from '../text/say.ts';

type Work = 'cleanup' | 'backup' | 'retention';

interface Outcome {
  readonly failed: boolean;
  readonly sentence: SentenceValue;
}

interface StorageEvents {
  /** What was deleted a moment ago cannot be brought back any more. */
  readonly onCleaned: () => void;
  /** What work came to, where the sheet was closed meanwhile. */
  readonly onDoneUnseen: (outcome: Outcome) => void;
}

export class Storage {
  #isOpen = $state(false);
  #report = $state.raw<StorageReport | null>(null);
  #work = $state.raw<Work | null>(null);
  #outcome = $state.raw<Outcome | null>(null);

  readonly #client: EngineClient;
  readonly #bridge: Pick<Bridge, 'chooseSaveDestination'>;

  readonly #events: StorageEvents;

  constructor(client: EngineClient, bridge: Pick<Bridge, 'chooseSaveDestination'>, events: StorageEvents) {
    this.#client = client;
    this.#bridge = bridge;
    this.#events = events;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get report(): StorageReport | null {
    return this.#report;
  }

  /** What goes on at the moment; one thing at a time. */
  get work(): Work | null {
    return this.#work;
  }

  /** What the last work came to. */
  get outcome(): Outcome | null {
    return this.#outcome;
  }

  async open(): Promise<void> {
    this.#isOpen = true;
    this.#outcome = null;
    await this.#read();
  }

  close(): void {
    this.#isOpen = false;
  }

  cleanUp(): Promise<void> {
    return this.#do('cleanup', async () => {
      const { freedBytes } = await this.#client.ask('library.cleanup', {});
      this.#events.onCleaned();
      return freedSentence(freedBytes);
    });
  }

  /** Null where the user has cancelled the dialog. */
  backUp(): Promise<void> {
    return this.#do('backup', async () => {
      // Swedish dates are written year, month, day.
      const today = new Date().toLocaleDateString('sv');
      const destination = await this.#bridge.chooseSaveDestination(say`Charloom library ${today}.db`, 'library');
      if (destination === null) return null;
      const copy = await this.#client.ask('library.backup', { file: destination.file });
      return sentence`Backed up to ${destination.name}, ${bytes(copy.bytes)}.`;
    });
  }

  async retentionOf(run: RunId): Promise<Retention> {
    return (await this.#client.ask('run.show', { run })).retention;
  }

  setRetention(run: RunId, retention: Retention): Promise<void> {
    return this.#do('retention', async () =>
      freedSentence((await this.#client.ask('run.retention', { run, ...retention })).freedBytes),
    );
  }

  async #do(work: Work, act: () => Promise<SentenceValue | null>): Promise<void> {
    if (this.#work !== null) return;
    this.#work = work;
    this.#outcome = null;
    try {
      const said = await act();
      if (said !== null) this.#outcome = { failed: false, sentence: said };
    } catch (error) {
      this.#outcome = { failed: true, sentence: failureOf(error) };
    } finally {
      this.#work = null;
    }
    if (this.#isOpen) await this.#read();
    else if (this.#outcome !== null) this.#events.onDoneUnseen(this.#outcome);
  }

  async #read(): Promise<void> {
    try {
      this.#report = await this.#client.ask('library.storage', {});
    } catch (error) {
      this.#outcome = { failed: true, sentence: failureOf(error) };
    }
  }
}

function freedSentence(freed: number): Sentence {
  return freed > 0 ? sentence`${bytes(freed)} freed.` : sentence`There was nothing to free.`;
}
