// Short texts of one or two models, written with the same prompt, seed and controls: along a run's checkpoints, or side
// by side.
// What has been written once is remembered, so that going back and forth costs nothing.

import { withCheckpoints } from '../../../../src-engine/protocol/changes.ts';
import type { CheckpointChanges } from '../../../../src-engine/protocol/changes.ts';
import type {
  CheckpointId,
  CheckpointSummary,
  SampleDraft,
  RunId,
  SamplingSettings,
} from '../../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../../../text/failures.ts';
import type { EngineClient } from '../../../engine/client.ts';

/** What both models are given. */
export interface ComparedTask {
  readonly prompt: string;
  readonly sampling: SamplingSettings;
}

/** Texts that are remembered. */
const maxKept = 500;
/** Milliseconds that each text is shown while they are played. */
const pauseOfPlay = 450;

/** Drafts by what was asked, shared by the models that are compared. */
export class SharedDrafts {
  readonly #client: EngineClient;
  readonly #kept = new Map<string, Promise<SampleDraft>>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  get(run: RunId, id: CheckpointId, task: ComparedTask): Promise<SampleDraft> {
    const key = JSON.stringify([id, task]);
    const known = this.#kept.get(key);
    if (known) return known;
    const draft = this.#client.ask('sample.draft', { run, checkpoint: { id }, ...task });
    this.#kept.set(key, draft);
    // A failure must not be remembered as the answer.
    draft.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) if (this.#kept.size > maxKept) this.#kept.delete(oldest);
    return draft;
  }
}

/** A model at one of its checkpoints, and what it writes there. */
export class ComparedModel {
  #run = $state.raw<RunId>(0 as RunId);
  #checkpoints = $state.raw<readonly CheckpointSummary[]>([]);
  #index = $state(0);
  #draft = $state.raw<SampleDraft | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #playing = $state(false);
  #loaded = $state(false);

  readonly #client: EngineClient;
  readonly #drafts: SharedDrafts;
  readonly #endings: readonly (() => void)[];
  #task: ComparedTask | null = null;
  #wish = 0;
  #isWriting = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: EngineClient, drafts: SharedDrafts) {
    this.#client = client;
    this.#drafts = drafts;
    this.#endings = [
      client.on('run.checkpoint', ({ run, checkpoint, ...changes }) => {
        if (run !== this.#run) return;
        const isNewest = this.#index === this.#checkpoints.length - 1;
        this.#checkpoints = [...this.#checkpoints.filter(({ id }) => id !== checkpoint.id), checkpoint];
        this.#follow(changes);
        if (isNewest && !this.#playing) this.show(this.#checkpoints.length - 1);
      }),
      client.on('run.checkpoints', ({ run, ...changes }) => {
        if (run === this.#run) this.#follow(changes);
      }),
    ];
  }

  get run(): RunId {
    return this.#run;
  }

  get checkpoints(): readonly CheckpointSummary[] {
    return this.#checkpoints;
  }

  /** Of the checkpoint that is shown. */
  get index(): number {
    return this.#index;
  }

  get draft(): SampleDraft | null {
    return this.#draft;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** The list of checkpoints has been read. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get checkpoint(): CheckpointSummary | undefined {
    return this.#checkpoints[this.#index];
  }

  /** @param step where to begin; null: the best, else the last */
  async choose(run: RunId, step: number | null = null): Promise<void> {
    this.stop();
    this.#run = run;
    this.#loaded = false;
    // Nobody moves along the checkpoints of the run before.
    this.#checkpoints = [];
    this.#index = 0;
    this.#draft = null;
    try {
      const { checkpoints } = await this.#client.ask('run.show', { run });
      if (this.#run !== run) return;
      this.#checkpoints = checkpoints;
      const at = checkpoints.findIndex((checkpoint) => (step === null ? checkpoint.best : checkpoint.step === step));
      this.#index = at < 0 ? Math.max(0, checkpoints.length - 1) : at;
      this.#loaded = true;
      this.#problem = null;
      void this.#write();
    } catch (error) {
      this.#problem = failureOf(error);
    }
  }

  /** What is to be written from now on. */
  give(task: ComparedTask): void {
    this.#task = task;
    void this.#write();
  }

  show(index: number): void {
    this.#index = Math.max(0, Math.min(this.#checkpoints.length - 1, index));
    void this.#write();
  }

  /** Goes through the checkpoints to the last one; from the beginning if it stands there. */
  play(): void {
    if (this.#checkpoints.length < 2) return;
    this.#playing = true;
    if (this.#index >= this.#checkpoints.length - 1) this.show(0);
    this.#goOn();
  }

  stop(): void {
    this.#playing = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  close(): void {
    this.stop();
    for (const end of this.#endings) end();
  }

  /** Some are gone, or another is the best: the one that is shown stays, or the one in its place comes. */
  #follow(changes: CheckpointChanges): void {
    const shown = this.checkpoint?.id;
    this.#checkpoints = withCheckpoints(this.#checkpoints, changes);
    const at = this.#checkpoints.findIndex(({ id }) => id === shown);
    if (at >= 0) this.#index = at;
    else if (shown !== undefined) this.show(this.#index);
  }

  #goOn(): void {
    this.#timer = setTimeout(() => {
      if (!this.#playing) return;
      // A text that is still being written is waited for.
      if (this.#draft?.step === this.checkpoint?.step) this.show(this.#index + 1);
      if (this.#index < this.#checkpoints.length - 1) this.#goOn();
      else this.stop();
    }, pauseOfPlay);
  }

  /** One text under way, and after it the newest wish: a slider moves faster than a large model writes. */
  async #write(): Promise<void> {
    this.#wish += 1;
    if (this.#isWriting) return;
    this.#isWriting = true;
    for (let wish = -1; wish !== this.#wish;) {
      wish = this.#wish;
      const { run, checkpoint } = this;
      if (!checkpoint || this.#task === null) break;
      try {
        const draft = await this.#drafts.get(run, checkpoint.id, this.#task);
        if (this.#run === run) this.#draft = draft;
        this.#problem = null;
      } catch (error) {
        this.#draft = null;
        this.#problem = failureOf(error);
      }
    }
    this.#isWriting = false;
  }
}

/** Bits a symbol; null where there is none. What the model has never seen has no figure and is left out. */
export function meanBits(surprisals: Float32Array): number | null {
  const known = surprisals.filter((bits) => !Number.isNaN(bits));
  if (known.length === 0) return null;
  return known.reduce((sum, bits) => sum + bits, 0) / known.length;
}
