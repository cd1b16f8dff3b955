// A branch before it starts: from which checkpoint of which run, on which text, and what becomes of the symbols.

import type {
  BranchPlan,
  ModelSettings,
  RunDetail,
  RunStart,
  RunSummary,
  TrainingSettings,
} from '../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../src-engine/protocol/text/sentences.ts';
import { freeName } from '../../../src-engine/protocol/free-name.ts';
import { failureOf, failureWords } from '../../text/failures.ts';
import type { EngineClient } from '../../engine/client.ts';
import { branchName } from '../../text/run-words.ts';
import { Draft } from '../../state/draft.svelte.ts';

export class BranchDraft extends Draft {
  readonly parent: RunDetail;
  #step = $state(0);
  #plan = $state.raw<BranchPlan | null>(null);
  #planProblem = $state.raw<SentenceValue | null>(null);
  #asked = 0;

  /** @param defaults settings where nobody knows those of the parent */
  constructor(
    client: EngineClient,
    parent: RunDetail,
    step: number,
    defaults: TrainingSettings | null,
    corpus = parent.corpus,
  ) {
    super(client, corpus);
    this.parent = parent;
    this.#step = step;
    const training = parent.training ?? defaults;
    if (training) this.use(parent.model, training);
  }

  get step(): number {
    return this.#step;
  }

  /** What the chosen text changes in the model; null while it is being asked. */
  get plan(): BranchPlan | null {
    return this.#plan;
  }

  get planProblem(): string | null {
    return failureWords(this.#planProblem);
  }

  setStep(step: number): void {
    this.#step = step;
  }

  /** Within an effect: asked anew whenever checkpoint or text change. */
  compare(): void {
    const ask = { run: this.parent.id, checkpoint: { step: this.#step }, corpus: this.corpus };
    this.#asked += 1;
    const turn = this.#asked;
    this.client.ask('run.branch.plan', ask).then(
      (plan) => {
        if (turn === this.#asked) [this.#plan, this.#planProblem] = [plan, null];
      },
      (error: unknown) => {
        if (turn === this.#asked) [this.#plan, this.#planProblem] = [null, failureOf(error)];
      },
    );
  }

  protected override get wishes(): unknown {
    return [super.wishes, this.#step];
  }

  protected override ask(
    _model: ModelSettings,
    training: TrainingSettings,
    start: RunStart,
    taken: readonly string[],
  ): Promise<RunSummary> {
    return this.client.ask('run.branch', {
      run: this.parent.id,
      checkpoint: { step: this.#step },
      corpus: this.corpus,
      name: this.name.trim() || freeName(branchName(this.parent.name), taken),
      training,
      start,
    });
  }
}
