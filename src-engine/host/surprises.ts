// How much models are surprised by a text, character by character, and which of the library's models suits it best.

import { CharloomError } from '../errors.ts';
import { passagesOf, sureness } from '../insight/authorship.ts';
import type { TextOpinion } from '../insight/authorship.ts';
import type { StoredParameters } from '../library/checkpoints.ts';
import type { Answer, Ask, Candidate, RunId } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { createRandom } from '../random/xoshiro.ts';
import { trainedModel } from './loaded-models.ts';
import type { LoadedModels, SingleModel } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';
import { progressTeller } from './tasks.ts';
import type { Tasks } from './tasks.ts';
import type { TextsToRead } from './texts-to-read.ts';

/** UTF-16 units that are asked of every model. */
const maxCompared = 20_000;

/** What a symbol costs that a model does not know: one code point among all of Unicode. */
const unknownNats = Math.log(0x11_0000);

interface Judgement extends TextOpinion {
  readonly lengths: Uint8Array;
  readonly nats: Float32Array;
  readonly unseen: readonly string[];
}

interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

export class Surprises implements Service {
  readonly handlers = {
    'surprise.read': (ask) => this.#tasks.run(ask, (signal) => this.#read(ask, signal)),
    'surprise.whose': (ask) => this.#tasks.run(ask, (signal) => this.#whose(ask, signal)),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;
  readonly #texts: TextsToRead;
  readonly #tasks: Tasks;

  constructor(
    context: HostContext,
    {
      thread,
      models,
      texts,
      tasks,
    }: { thread: SamplingThread; models: LoadedModels; texts: TextsToRead; tasks: Tasks },
  ) {
    this.#context = context;
    this.#thread = thread;
    this.#models = models;
    this.#texts = texts;
    this.#tasks = tasks;
  }

  async #read(ask: Ask<'surprise.read'>, signal: AbortSignal): Promise<Answer<'surprise.read'>> {
    const judge = this.#models.findSingle(ask.run, ask.checkpoint);
    const read = await this.#texts.read(ask.source, signal);
    const onProgress = progressTeller(this.#context, ask, judge.run.name);
    const { lengths, nats, unseen } = await this.#judge(judge, read.text, { signal, onProgress });
    if (nats.every((loss) => Number.isNaN(loss))) throw nothingPredicted(unseen.length > 0);
    return { ...read, step: judge.checkpoint.step, lengths, nats, unseen };
  }

  async #whose(ask: Ask<'surprise.whose'>, signal: AbortSignal): Promise<Answer<'surprise.whose'>> {
    const { text, ...read } = await this.#texts.read(ask.source, signal, maxCompared);
    const runs = this.#trainedRuns();
    const judges: (Pick<SingleModel, 'run'> & { checkpoint: Omit<StoredParameters, 'parameters'> })[] = [];
    const judgements: Judgement[] = [];
    for (const [index, id] of runs.entries()) {
      const judge = this.#models.findSingle(id, 'best');
      // The parameters of all models together would be much.
      const { parameters: _, ...checkpoint } = judge.checkpoint;
      judges.push({ run: judge.run, checkpoint });
      const tell = progressTeller(this.#context, ask, judge.run.name);
      const onProgress = (share: number): void => tell((index + share) / runs.length);
      judgements.push(await this.#judge(judge, text, { signal, onProgress }));
    }
    const priced = judgements.map(priceUnknown);
    if (priced.every(({ nats }) => nats.length < 2)) throw nothingPredicted(false);
    const sure = sureness(passagesOf(priced, text.length), createRandom(1));
    const candidates = judges.map(({ run, checkpoint }, index): Candidate => {
      const { nats } = priced[index];
      return {
        run: run.id,
        name: run.name,
        checkpoint: checkpoint.id,
        step: checkpoint.step,
        nats: nats.reduce((sum, loss) => sum + loss, 0) / Math.max(1, nats.length - 1),
        unseen: nats.length - judgements[index].nats.filter((loss) => !Number.isNaN(loss)).length - 1,
        sureness: sure[index],
      };
    });
    candidates.sort((one, other) => one.nats - other.nats);
    return { ...read, length: text.length, candidates };
  }

  /** Those that write and have a checkpoint. */
  #trainedRuns(): readonly RunId[] {
    const { library } = this.#context;
    const writing = library.summaries.list().filter(({ labels }) => labels.length === 0);
    const trained = writing.filter(({ id }) => library.checkpoints.list(id).length > 0);
    if (trained.length === 0) {
      throw new CharloomError(
        'no-checkpoint',
        sentence`No model has a checkpoint yet. Train one first, or import one.`,
      );
    }
    return trained.map(({ id }) => id);
  }

  async #judge(judge: SingleModel, text: string, work: Work): Promise<Judgement> {
    const { lengths, known, unknown, spread } = judge.vocabulary.align(text);
    const ids = Uint32Array.from(known);
    const losses = await this.#thread.worker.scoreEach({ trained: trainedModel(judge), ids }, work);
    return { lengths, nats: spread(losses), unseen: unknown };
  }
}

/** Every symbol but the first has a price, so that no model gains by what it does not know. */
function priceUnknown({ lengths, nats }: Judgement): { lengths: Uint8Array; nats: Float32Array } {
  const priced = nats.map((loss, position) => (position === 0 ? 0 : Number.isNaN(loss) ? unknownNats : loss));
  return { lengths, nats: priced };
}

function nothingPredicted(isForeign: boolean): CharloomError {
  return new CharloomError(
    'corpus-too-small',
    isForeign
      ? sentence`The model knows fewer than 2 characters of this text. Choose a text in the model’s script.`
      : sentence`At least 2 characters are needed, the first to read and the second to predict. Give a longer text.`,
  );
}
