// A model on its way out: which run, which checkpoint, which format with what options; then the writing, and its proof.

import { withCheckpoints } from '../../src-engine/protocol/changes.ts';
import type { CheckpointChanges } from '../../src-engine/protocol/changes.ts';
import type {
  Bridge,
  CheckpointChoice,
  CheckpointSummary,
  Exported,
  ExportFormat,
  ExportOptions,
  RunDetail,
  RunId,
  SaveDestination,
} from '../../src-engine/protocol/index.ts';
import { exportFormats } from '../../src-engine/protocol/choices.ts';
import { isNeeded, optionsFor, saveKindOf } from '../../src-engine/protocol/formats.ts';
import { lacksTextWords } from '../../src-engine/protocol/words/formats.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { suggestedName } from '../text/model-words.ts';
import { nextTask } from './tasks.ts';

type Phase =
  | { readonly kind: 'choosing' }
  | {
      readonly kind: 'writing';
      readonly destination: SaveDestination;
      readonly share: number | null;
      readonly ending: boolean;
    }
  | {
      readonly kind: 'written';
      readonly destination: SaveDestination;
      readonly exported: Exported;
      readonly format: ExportFormat;
    }
  | { readonly kind: 'failed'; readonly destination: SaveDestination; readonly sentence: SentenceValue };

export class ModelExport {
  #isOpen = $state(false);
  #detail = $state.raw<RunDetail | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #format = $state.raw<ExportFormat>('charloom');
  #checkpoint = $state.raw<CheckpointChoice>('best');
  #options = $state.raw<ExportOptions>({
    precision: 'float16',
    continues: true,
    text: true,
  });
  #phase = $state.raw<Phase>({ kind: 'choosing' });

  readonly #client: EngineClient;
  readonly #bridge: Pick<Bridge, 'chooseSaveDestination' | 'showInFolder'>;
  readonly #hasText: (run: RunDetail) => boolean;
  #task = 0;
  #turn = 0;

  /** @param hasText whether the library holds the text that a run was trained on */
  constructor(
    client: EngineClient,
    bridge: Pick<Bridge, 'chooseSaveDestination' | 'showInFolder'>,
    hasText: (run: RunDetail) => boolean = () => true,
  ) {
    this.#client = client;
    this.#hasText = hasText;
    this.#bridge = bridge;
    client.on('task.progress', ({ task, share }) => {
      if (task === this.#task && this.#phase.kind === 'writing') this.#phase = { ...this.#phase, share };
    });
    client.on('library.changed', ({ changes }) => {
      const row = changes?.runs?.rows.find(({ id }) => id === this.detail?.id);
      if (changes === null) void this.#reread();
      else if (row && this.detail) this.#detail = { ...this.detail, ...row };
    });
    client.on('run.checkpoint', (event) => this.#followCheckpoints(event, event.checkpoint));
    client.on('run.checkpoints', (event) => this.#followCheckpoints(event));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Null while it is being read. */
  get detail(): RunDetail | null {
    return this.#detail;
  }

  /** Why the run could not be read. */
  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** As it was chosen, where the run allows it. */
  get format(): ExportFormat {
    return this.canWrite(this.#format) ? this.#format : exportFormats[0];
  }

  /** Whether the text is there to come along. */
  get hasText(): boolean {
    return this.#detail !== null && this.#hasText(this.#detail);
  }

  /** Some formats need the text, which the library may have no more. */
  canWrite(format: ExportFormat): boolean {
    return this.whyNot(format) === null;
  }

  /** Why the run cannot be written in that format; null where it can. */
  whyNot(format: ExportFormat): string | null {
    if (this.#detail === null) return null;
    return this.hasText || !isNeeded(format, 'text') ? null : lacksTextWords;
  }

  get checkpoint(): CheckpointChoice {
    return this.#checkpoint;
  }

  get options(): ExportOptions {
    return this.#options;
  }

  get phase(): Phase {
    return this.#phase;
  }

  chooseFormat(format: ExportFormat): void {
    this.#format = format;
  }

  chooseCheckpoint(checkpoint: CheckpointChoice): void {
    this.#checkpoint = checkpoint;
  }

  change(options: Partial<ExportOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  /** Format and options stay as they were chosen the last time. */
  async open(run: RunId, checkpoint: CheckpointChoice = 'best'): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#isOpen = true;
    this.#detail = null;
    this.#problem = null;
    this.#checkpoint = checkpoint;
    this.#phase = { kind: 'choosing' };
    try {
      const detail = await this.#client.ask('run.show', { run });
      if (turn !== this.#turn) return;
      this.#detail = detail;
      if (!isKept(checkpoint, detail)) this.#checkpoint = 'best';
    } catch (error) {
      if (turn === this.#turn) this.#problem = failureOf(error);
    }
  }

  #followCheckpoints(changes: CheckpointChanges & { readonly run: RunId }, added?: CheckpointSummary): void {
    if (this.detail?.id !== changes.run) return;
    const before = this.detail.checkpoints.filter(({ id }) => id !== added?.id);
    const checkpoints = withCheckpoints(added ? [...before, added] : before, changes);
    this.#detail = { ...this.detail, checkpoints };
  }

  /** Another process may have renamed the run while the sheet is open, or deleted some of its checkpoints. */
  async #reread(): Promise<void> {
    const turn = this.#turn;
    if (!this.#isOpen || this.#detail === null) return;
    try {
      const detail = await this.#client.ask('run.show', { run: this.#detail.id });
      if (turn === this.#turn) this.#detail = detail;
    } catch (error) {
      // An export that is under way says so itself, and what is written stays.
      if (turn !== this.#turn || this.#phase.kind === 'writing' || this.#phase.kind === 'written') return;
      if (!(error instanceof Refusal && error.code === 'not-found')) return;
      this.#detail = null;
      this.#problem = failureOf(error);
    }
  }

  /** An export under way is ended: nothing stays behind. */
  close(): void {
    this.cancel();
    this.#turn += 1;
    this.#isOpen = false;
  }

  /** Asks where to, and writes. */
  async begin(): Promise<void> {
    const { format } = this;
    const detail = this.#detail;
    if (detail === null || this.#phase.kind === 'writing') return;
    const turn = this.#turn;
    const destination = await this.#bridge.chooseSaveDestination(
      suggestedName(detail.name, format),
      saveKindOf(format),
    );
    if (destination !== null && turn === this.#turn) await this.write(destination);
  }

  /** Writes to a place that was chosen; again, where it failed before. */
  async write(destination: SaveDestination): Promise<void> {
    const { format } = this;
    const [detail, checkpoint] = [this.#detail, this.#checkpoint];
    if (detail === null || this.#phase.kind === 'writing') return;
    const turn = this.#turn;
    this.#task = nextTask();
    this.#phase = { kind: 'writing', destination, share: null, ending: false };
    try {
      const options = optionsFor(format, this.#options);
      const ask = { run: detail.id, checkpoint, format, file: destination.file, options, task: this.#task };
      const exported = await this.#client.ask('model.export', ask);
      if (turn === this.#turn) this.#phase = { kind: 'written', destination, exported, format };
    } catch (error) {
      if (turn !== this.#turn) return;
      const cancelled = error instanceof Refusal && error.code === 'cancelled';
      this.#phase = cancelled ? { kind: 'choosing' } : { kind: 'failed', destination, sentence: failureOf(error) };
    }
  }

  cancel(): void {
    if (this.#phase.kind !== 'writing' || this.#phase.ending) return;
    this.#phase = { ...this.#phase, ending: true };
    // It may have ended by itself meanwhile, which is as good.
    this.#client.ask('task.cancel', { task: this.#task }).catch(() => undefined);
  }

  /** Back to the choices. */
  again(): void {
    if (this.#phase.kind !== 'writing') this.#phase = { kind: 'choosing' };
  }

  show(destination: SaveDestination): void {
    this.#bridge.showInFolder(destination.file);
  }
}

/** Checkpoints are thinned out as a run goes on. */
function isKept(choice: CheckpointChoice, { checkpoints }: RunDetail): boolean {
  if (typeof choice === 'string') return true;
  return checkpoints.some(({ id, step }) => ('step' in choice ? choice.step === step : choice.id === id));
}
