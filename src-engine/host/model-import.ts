// A model from elsewhere becomes a run at rest, with its checkpoint and its history.

import type { Loaded } from '../interchange/work/job.ts';
import { namedText } from '../interchange/parts/description.ts';
import { shapeOfSize, sizeOfModel } from '../interchange/parts/model-size.ts';
import type { TrainingHistory, PortableModel } from '../interchange/types.ts';
import { lengthAt } from '../optimizers/run-length.ts';
import type { RunId, TrainingSettings } from '../protocol/index.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import { runMessages } from '../protocol/words/run-messages.ts';
import { carriedSize } from '../training/branch.ts';
import { noProgress } from '../training/progress.ts';
import type { CheckpointState } from '../training/types.ts';
import { widthFor } from '../corpus/symbols.ts';
import type { HostContext } from './context.ts';

/** Of the curve, written in one transaction. */
const pointsAtOnce = 50_000;

/**
 * Adds the run. All or nothing.
 * @param source the file's name @throws CharloomError as the library does; the signal's reason
 */
export async function addImported(
  { library, preferred }: HostContext,
  loaded: Loaded,
  wish: { readonly name: string; readonly source: string; readonly signal: AbortSignal },
): Promise<RunId> {
  const { model } = loaded;
  const training = model.training ?? preferred.training();
  const state = model.continuation?.state ?? restingState(model, training);
  const { run, corpus } = library.transaction(() => {
    const corpus = loaded.corpus ?? library.corpora.addAbsent(absentText(model));
    const run = library.runs.begin({
      name: wish.name,
      corpus,
      model: model.model,
      training,
      trainCharacters: namedText(model)?.trainCharacters ?? 1,
      labels: model.labels,
      symbols: model.symbols,
      unit: model.unit,
    });
    return { run, corpus };
  });
  let written: Awaited<ReturnType<typeof library.writeCheckpoint>> | null = null;
  try {
    if (model.continuation) addCurve(library, run, model.continuation.history);
    const { step } = state;
    written = await library.writeCheckpoint(run, state, model.validation ?? Number.NaN);
    if (written.kind === 'failed') throw written.error;
    const { id, state: kept } = written;
    wish.signal.throwIfAborted();
    library.transaction((transaction) => {
      library.corpora.find(corpus);
      library.runs.setProgress(run, kept.progress);
      addExtensions(library, run, loaded, step);
      for (const { step: at, loss, characters, accuracy } of validationsOf(model)) {
        library.validations.put(run, at, loss, characters, accuracy);
      }
      library.publishCheckpoint(transaction, run, id);
      library.runs.show(run);
      library.runs.end(run, isFinished(model) ? 'finished' : 'paused', messageOf(model, wish.source));
    });
    return run;
  } catch (error) {
    if (written?.kind === 'written') library.discardCheckpoint(written.id);
    library.runs.discard(run);
    library.corpora.dropUnused();
    library.clearUp();
    throw error;
  }
}

type Library = HostContext['library'];

function addCurve(library: Library, run: RunId, { steps, losses }: TrainingHistory): void {
  for (let start = 0; start < steps.length; start += pointsAtOnce) {
    const points = Array.from(steps.subarray(start, start + pointsAtOnce), (step, index) => ({
      step,
      loss: losses[start + index],
    }));
    library.transaction(() => library.curves.append(run, points));
  }
}

function addExtensions(library: Library, run: RunId, { model, parameters }: Loaded, step: number): void {
  const { continuation } = model;
  if (continuation && continuation.extensions.length > 0) library.runs.setExtensions(run, continuation.extensions);
  const totalSteps = continuation ? continuation.totalSteps : step;
  if (totalSteps !== null && totalSteps > 0) library.runs.setPlan(run, totalSteps, parameters);
}

function validationsOf({ continuation, validation, step }: PortableModel): TrainingHistory['validations'] {
  if (continuation) return continuation.history.validations;
  return validation === null ? [] : [{ step, loss: validation, characters: 0 }];
}

/**
 * The state of a model of which only the weights are known; the moments begin anew, and their count of updates with
 * them.
 */
function restingState(portable: PortableModel, { batch }: TrainingSettings): CheckpointState {
  const { weights, step, validation } = portable;
  return {
    step,
    parameters: weights,
    optimizer: new Float32Array(0),
    averaged: null,
    carried: new Float32Array(carriedSize(shapeOfSize(sizeOfModel(portable)), batch)),
    progress: {
      ...noProgress,
      step,
      totalSteps: step,
      best: validation === null ? null : { step, loss: validation },
      updatesBefore: -step,
    },
  };
}

function isFinished({ continuation, step }: PortableModel): boolean {
  if (!continuation) return step > 0;
  const { totalSteps, extensions } = continuation;
  return totalSteps !== null && step >= lengthAt(step, totalSteps, extensions);
}

function messageOf({ continuation, training }: PortableModel, source: string): string {
  if (training === null) {
    return inEnglish(runMessages.importedForeign(source));
  }
  return inEnglish(continuation ? runMessages.imported(source) : runMessages.importedWeights(source));
}

function absentText(model: PortableModel): Parameters<Library['corpora']['addAbsent']>[0] {
  const { symbols, unit, first, numbers = null } = model;
  const { name = 'unknown text', hash = '', characters = 0 } = namedText(model) ?? {};
  // The symbol that begins a text without a prompt counts as the commonest.
  const counts = symbols.map((_, id) => (id === first ? 1 : 0));
  return { name, unit, hash, characters, width: widthFor(symbols.length), symbols, counts, numbers };
}
