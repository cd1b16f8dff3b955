// The learning-rate finder: a short training at growing rates on a text, and what it says.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { Ask, RateTest } from '../protocol/index.ts';
import { suggestedRate } from '../protocol/learning-rate.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { charactersPerStep } from '../training/intervals.ts';
import { testedRange } from '../training/rate-test.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { RunPlans } from './run-plans.ts';
import { progressTeller } from './tasks.ts';
import type { Tasks } from './tasks.ts';
import type { TrainingSlot } from './training-slot.ts';

/** The range test takes about so long. */
const testSeconds = 20;
/** Fewer show no shape, however slow the model is; more show nothing new. */
const minSteps = 60;
const maxSteps = 300;

export class RunRates implements Service {
  readonly handlers = {
    'run.rates': (ask) => this.#tasks.run(ask, (signal) => this.#find(ask, signal)),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  readonly #plans: RunPlans;
  readonly #tasks: Tasks;

  constructor(context: HostContext, slot: TrainingSlot, plans: RunPlans, tasks: Tasks) {
    this.#context = context;
    this.#slot = slot;
    this.#plans = plans;
    this.#tasks = tasks;
  }

  async #find(ask: Ask<'run.rates'>, signal: AbortSignal): Promise<RateTest> {
    const { corpus, model, training } = ask;
    const { library, engine } = this.#context;
    const { characters, vocabulary, name: title } = library.corpora.find(corpus);
    const job = { model, training, vocabulary };
    if (training.task === 'classify') {
      throw new CharloomError(
        'bad-request',
        sentence`Learning rates are tried out on runs that write. Of a run that tells labels apart, begin with 0.003 and watch its loss.`,
      );
    }
    await this.#plans.check({ corpus, model, training });
    this.#slot.checkFree();
    const tell = progressTeller(this.#context, ask, title);
    tell(0);
    const speed = await engine.measureSpeed(job);
    const wanted = Math.round((testSeconds * speed) / charactersPerStep(training));
    const range = { ...testedRange(training), steps: Math.min(maxSteps, Math.max(minSteps, wanted)) };
    const ids = await library.corpora.loadIds(corpus, { from: 0, to: splitText(characters, training).train });
    const points = await engine.testRates({ ...job, ids }, range, (done) => tell(done / range.steps), signal);
    return { points, suggested: suggestedRate(points) };
  }
}
