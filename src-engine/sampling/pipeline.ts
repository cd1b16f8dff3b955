// The softmax controls as a list: each stage takes the scores of one step and gives them on, −∞ for what is ruled out.
// The list's order is the order of application. The same list draws a text and shows the distribution after every
// stage. A ban holds at any place of the list; `bansFirst` puts it at the beginning, where it leaves the others most to
// choose from.

import type { StageView } from '../protocol/samples.ts';
import type { SamplingStage } from '../protocol/settings.ts';
import type { Random } from '../random/xoshiro.ts';
import type { Context } from './context.ts';
import { History } from './history.ts';
import { probabilitiesOf } from './softmax.ts';
import { makeStage, reachOf, stages } from './stages/index.ts';
import type { Stage } from './stages/stage.ts';

export class SamplingPipeline {
  readonly #settings: readonly SamplingStage[];
  readonly #symbols: readonly string[];
  readonly #stages: readonly Stage[];
  readonly #random: Random;
  #history: History;
  #drawn = 0;

  /** @param symbols (V) the model's symbols */
  constructor(settings: readonly SamplingStage[], symbols: readonly string[], random: Random) {
    this.#settings = settings;
    this.#symbols = symbols;
    this.#stages = settings.map((stage) => makeStage(stage, symbols));
    this.#history = new History(Math.max(0, ...settings.map((stage) => reachOf(stage))));
    this.#random = random;
  }

  /** The same moment of the text, to go on another way. Only for stages that do not learn: all but mirostat. */
  fork(): SamplingPipeline {
    const other = new SamplingPipeline(this.#settings, this.#symbols, this.#random);
    other.#history = this.#history.fork();
    other.#drawn = this.#drawn;
    return other;
  }

  /**
   * What was read before the first symbol that is written. Bans look at the text alone, penalties also at what is
   * hidden before it.
   */
  begin({ context, hidden = 0 }: Context): void {
    for (const id of context.slice(0, hidden)) this.read(id);
    this.#history.beginText();
    for (const id of context.slice(hidden)) this.read(id);
  }

  /** Something of the prompt was read. */
  read(id: number): void {
    this.#history.push(id);
  }

  /** Applies all stages in place. @returns whether anything is left: if not, the text cannot go on */
  apply(scores: Float64Array): boolean {
    const moment = { history: this.#history, drawn: this.#drawn, random: this.#random };
    for (const [index, stage] of this.#stages.entries()) {
      stage.apply(scores, moment);
      if (stages[this.#settings[index].kind].mayEndText && isEmpty(scores)) return false;
    }
    return true;
  }

  /** The symbol that was drawn after `apply`. */
  accept(id: number): void {
    for (const stage of this.#stages) stage.accept?.(id);
    this.#history.push(id);
    this.#drawn++;
  }

  /**
   * What every stage does to these logits (V); they stay as they are. Where nothing is left, probabilities are 0 from
   * there on.
   */
  view(logits: ArrayLike<number>): StageView[] {
    const scores = Float64Array.from(logits);
    const views: StageView[] = [{ name: 'model', probabilities: probabilitiesOf(scores), removed: [] }];
    const moment = { history: this.#history, drawn: this.#drawn, random: this.#random };
    for (const [index, stage] of this.#stages.entries()) {
      const before = Float64Array.from(scores);
      if (!isEmpty(before)) stage.apply(scores, moment);
      const removed = [...scores.keys()].filter((id) => scores[id] === -Infinity && before[id] !== -Infinity);
      const probabilities = isEmpty(scores) ? new Float64Array(scores.length) : probabilitiesOf(scores);
      views.push({ name: this.#settings[index].kind, probabilities, removed });
    }
    return views;
  }
}

function isEmpty(scores: Float64Array): boolean {
  return scores.every((score) => score === -Infinity);
}
