// All parts of the host that answer, made in one order and closed in the other: each knows only those before it. What
// is no part of the list, such as the slot, is closed by one that knows it.

import { LoadedModels } from './loaded-models.ts';
import type { Closing } from './closing.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { Corpora } from './corpora.ts';
import { CorpusDoctor } from './corpus-doctor.ts';
import { CorpusImport } from './corpus-import.ts';
import { CorpusReading } from './corpus-reading.ts';
import { CorpusYardsticks } from './corpus-yardsticks.ts';
import { EngineAbout } from './engine-about.ts';
import { FileWriting } from './file-writing.ts';
import { Forecasts } from './forecasts.ts';
import { Labels } from './labels.ts';
import { LibraryDeletions } from './library-deletions.ts';
import { LibraryOverview } from './library-overview.ts';
import { LibraryStorage } from './library-storage.ts';
import { LinesToRead } from './lines-to-read.ts';
import { MemoryLens } from './memory.ts';
import { ModelExchange } from './model-exchange.ts';
import { Peak } from './peak.ts';
import { Pipelines } from './pipelines.ts';
import { Power } from './power.ts';
import { RunCheckpoints } from './run-checkpoints.ts';
import { RunComparison } from './run-comparison.ts';
import { RunPlans } from './run-plans.ts';
import { RunRates } from './run-rates.ts';
import { RunSpecimens } from './run-specimens.ts';
import { RunTests } from './run-tests.ts';
import { RunTraining } from './run-training.ts';
import { Runs } from './runs.ts';
import { SampleCompletions } from './sample-completions.ts';
import { SampleCopies } from './sample-copies.ts';
import { SampleDistributions } from './sample-distributions.ts';
import { SampleDrafts } from './sample-drafts.ts';
import { SampleScores } from './sample-scores.ts';
import { SampleStreams } from './sample-streams.ts';
import { Samples } from './samples.ts';
import { SamplingThread } from './sampling-thread.ts';
import { Surprises } from './surprises.ts';
import { TaskEnds } from './task-ends.ts';
import { Tasks } from './tasks.ts';
import { TextsToRead } from './texts-to-read.ts';
import { TrainingSlot } from './training-slot.ts';
import { TrainingTexts } from './training-texts.ts';
import { Units } from './units.ts';

/** What the host does with them beside asking. */
export interface Services {
  readonly slot: TrainingSlot;
  readonly scores: SampleScores;
  readonly training: RunTraining;
  readonly power: Power;
  readonly handlers: Handlers;
  /** Ends all of them, one after the other. */
  close(): Promise<void>;
}

/** @param closing stands in the order where asking has to end */
export function openServices(context: HostContext, closing: Closing): Services {
  const slot = new TrainingSlot(context);
  const peak = new Peak(context, slot);
  const tasks = new Tasks();
  const models = new LoadedModels(context.library);

  const thread = new SamplingThread(context.engine.startSamplingWorker);
  const specimens = new RunSpecimens(context, thread);
  const streams = new SampleStreams(context, thread, models);
  const drafts = new SampleDrafts(context, { thread, models, tasks });
  const distributions = new SampleDistributions(context, thread, models);
  const completions = new SampleCompletions(thread, models);
  const scores = new SampleScores(thread, models);
  const trainingTexts = new TrainingTexts(context);
  const inside = lookingInside(context, { slot, thread, models, tasks, trainingTexts });
  const samples = new Samples(context, models);
  const copies = new SampleCopies(context);
  const pipelines = new Pipelines(context);
  const exchange = new ModelExchange(context, tasks);
  const files = new FileWriting(context);
  const corpora = new Corpora(context);
  const imports = new CorpusImport(context);
  const reading = new CorpusReading(context);
  const doctor = new CorpusDoctor(context);
  const about = new EngineAbout(context, peak);
  const overview = new LibraryOverview(context);
  const storage = new LibraryStorage(context);
  const checkpoints = new RunCheckpoints(context);
  const labels = new Labels(context, { thread, models, texts: trainingTexts });
  const forecasts = new Forecasts(context, thread, models);
  const tests = new RunTests(context, scores);
  const runs = new Runs(context, slot, tests);
  const comparison = new RunComparison(context, slot);
  const plans = new RunPlans(context, { slot, peak, texts: trainingTexts });
  const rates = new RunRates(context, slot, plans, tasks);
  const taskEnds = new TaskEnds(tasks);
  const yardsticks = new CorpusYardsticks(context, slot);
  const deletions = new LibraryDeletions(context, { slot, streams, specimens, yardsticks });
  const training = new RunTraining(context, { slot, peak, plans, specimens, tests, texts: trainingTexts, yardsticks });
  const power = new Power(context, slot, training);

  const services = [
    thread,
    specimens,
    streams,
    drafts,
    distributions,
    completions,
    scores,
    trainingTexts,
    ...inside,
    samples,
    copies,
    pipelines,
    exchange,
    files,
    corpora,
    imports,
    reading,
    doctor,
    about,
    overview,
    storage,
    checkpoints,
    labels,
    forecasts,
    tests,
    runs,
    comparison,
    plans,
    rates,
    taskEnds,
    closing,
    yardsticks,
    deletions,
    training,
    power,
  ] as const;
  const handlers: Handlers = handlersOf(services);
  return {
    slot,
    scores,
    training,
    power,
    handlers,
    async close(): Promise<void> {
      for (const service of [...services].reverse() as readonly Service[]) await service.close?.();
    },
  };
}

/** What looks into models. */
function lookingInside(context: HostContext, parts: InsideParts) {
  const texts = new TextsToRead(context);
  const lines = new LinesToRead(context, { ...parts, texts });
  return [
    new Surprises(context, { ...parts, texts }),
    new MemoryLens(context, { ...parts, lines }),
    new Units(context, { ...parts, texts, lines }),
  ] as const;
}

interface InsideParts {
  readonly slot: TrainingSlot;
  readonly thread: SamplingThread;
  readonly models: LoadedModels;
  readonly tasks: Tasks;
  readonly trainingTexts: TrainingTexts;
}

type HandlersOf<Services extends readonly Service[]> = Services extends readonly [
  infer First extends Service,
  ...infer Rest extends readonly Service[],
]
  ? First['handlers'] & HandlersOf<Rest>
  : unknown;

function handlersOf<Services extends readonly Service[]>(services: Services): HandlersOf<Services> {
  const all = services.flatMap(({ handlers }) => Object.entries(handlers));
  if (new Set(all.map(([name]) => name)).size < all.length) throw new Error('Two services answer the same request.');
  return Object.fromEntries(all) as HandlersOf<Services>;
}
