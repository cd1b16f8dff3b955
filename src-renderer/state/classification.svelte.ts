// What a run says to lines: to the one that is typed, character by character, and to those of its own text whose labels
// are known.

import { evenThreshold, labelMetrics, labelTold, rocCurve } from '../../src-engine/protocol/label-metrics.ts';
import type { Told } from '../../src-engine/protocol/label-metrics.ts';
import type {
  CheckpointChoice,
  FollowedLine,
  LabelledPart,
  LabelTest,
  RunId,
} from '../../src-engine/protocol/index.ts';
import type { EngineClient } from '../engine/client.ts';
import { Latest } from './latest.svelte.ts';

/** Lines of label `truth` that were called `told`. */
export interface ConfusionCell {
  readonly truth: number;
  readonly told: number;
}

export interface ToldLine {
  readonly text: string;
  /** Of the label that it was called. */
  readonly probability: number;
}

/** Lines that are listed behind a cell. */
const maxListed = 200;

export class Classification {
  readonly run: RunId;
  readonly labels: readonly string[];
  readonly #following: Latest<'label.follow'>;
  readonly #testing: Latest<'label.test'>;

  #choice = $state.raw<CheckpointChoice>('best');
  #part = $state.raw<LabelledPart>('held-out');
  #threshold = $state(evenThreshold);
  #text = $state('');
  #cell = $state.raw<ConfusionCell | null>(null);

  readonly #told: Told | null = $derived.by(() => this.#tell());
  readonly #metrics = $derived(this.#told && labelMetrics(this.#told, this.#threshold));
  readonly #roc = $derived(this.#told && this.#told.labels === 2 ? rocCurve(this.#told, 1) : []);
  readonly #listed = $derived(this.#listOf(this.#cell));

  constructor(client: EngineClient, run: RunId, labels: readonly string[], choice: CheckpointChoice) {
    this.#following = new Latest(client, 'label.follow');
    this.#testing = new Latest(client, 'label.test');
    this.run = run;
    this.labels = labels;
    this.#choice = choice;
  }

  get isBinary(): boolean {
    return this.labels.length === 2;
  }

  get choice(): CheckpointChoice {
    return this.#choice;
  }

  get part(): LabelledPart {
    return this.#part;
  }

  get threshold(): number {
    return this.#threshold;
  }

  get text(): string {
    return this.#text;
  }

  /** What the model says to the text; null before it has answered. */
  get followed(): FollowedLine | null {
    return this.#following.answer;
  }

  /** (labels): at the end of the text. */
  get scores(): readonly number[] {
    const { probabilities = [] } = this.followed ?? {};
    return [...probabilities.slice(-this.labels.length)];
  }

  /** The label that the text is called; null before the model has answered. */
  get label(): number | null {
    const { scores } = this;
    if (scores.length === 0) return null;
    return labelTold({ probabilities: scores, labels: this.labels.length }, 0, this.#threshold);
  }

  get test(): LabelTest | null {
    return this.#testing.answer;
  }

  get testing(): boolean {
    return this.#testing.isAsking;
  }

  get metrics() {
    return this.#metrics;
  }

  /** Of two labels. */
  get roc() {
    return this.#roc;
  }

  /** Of which the lines are listed. */
  get cell(): ConfusionCell | null {
    return this.#cell;
  }

  get listed(): readonly ToldLine[] {
    return this.#listed;
  }

  get problem(): string | null {
    return this.#testing.problem ?? this.#following.problem;
  }

  choose(choice: CheckpointChoice): void {
    this.#choice = choice;
    this.load();
  }

  setPart(part: LabelledPart): void {
    this.#part = part;
    this.#askForTest();
  }

  setThreshold(threshold: number): void {
    this.#threshold = threshold;
  }

  setText(text: string): void {
    // A line has no line ends.
    this.#text = text.replaceAll(/\r?\n/g, ' ');
    this.#follow();
  }

  list(cell: ConfusionCell): void {
    const { truth, told } = this.#cell ?? {};
    this.#cell = truth === cell.truth && told === cell.told ? null : cell;
  }

  /** Asks for what the model says, to the line that is typed and to those of the part. */
  load(): void {
    if (this.#text !== '') this.#follow();
    this.#askForTest();
  }

  #askForTest(): void {
    this.#testing.ask({ run: this.run, checkpoint: this.#choice, part: this.#part });
  }

  #follow(): void {
    this.#following.ask({ run: this.run, checkpoint: this.#choice, text: this.#text });
  }

  #tell(): Told | null {
    if (!this.test) return null;
    const { truth, probabilities, labels } = this.test;
    return { truth, probabilities, labels: labels.length };
  }

  #listOf(cell: ConfusionCell | null): readonly ToldLine[] {
    const told = this.#told;
    if (!cell || !told || !this.test) return [];
    const { texts } = this.test;
    const lines = texts.flatMap((text, line) =>
      told.truth[line] === cell.truth && labelTold(told, line, this.#threshold) === cell.told
        ? [{ text, probability: told.probabilities[line * told.labels + cell.told] as number }]
        : [],
    );
    // Where it was surest and wrong says most.
    return lines.sort((one, other) => other.probability - one.probability).slice(0, maxListed);
  }
}
