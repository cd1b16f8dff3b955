// A run's checkpoint as a model that needs no library.

import { numbersOf } from '../../corpus/number-bins.ts';
import { firstSymbol } from '../../corpus/vocabulary.ts';
import { CharloomError } from '../../errors.ts';
import type { StoredCorpus } from '../../library/corpora.ts';
import type { ModelsAlone } from '../../library/models-alone.ts';
import type { StoredRun } from '../../library/runs.ts';
import type { CheckpointChoice, RunId } from '../../protocol/index.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import type { Ids } from '../../corpus/symbols.ts';
import type { Continuation, TrainingHistory, NamedText, PortableModel } from '../types.ts';

export interface WantedModel {
  readonly run: RunId;
  readonly checkpoint: CheckpointChoice;
  /** With all that training needs to go on. */
  readonly continues: boolean;
  /** With the ids of the text, where the library has it; 'needed': or not at all. */
  readonly text: boolean | 'needed';
}

/** @throws CharloomError as the library does, such as 'checkpoint-damaged' */
export function portableModel(models: ModelsAlone, wanted: WantedModel): PortableModel {
  const run = models.runs.find(wanted.run);
  const { symbols, unit } = models.runs.alphabet(run.id);
  const corpus = wanted.text === 'needed' ? models.corpora.requireText(run.corpus) : models.corpora.find(run.corpus);
  const { id } = models.checkpoints.choose(run.id, wanted.checkpoint);
  const { step, validation } = models.checkpoints.summary(id);
  const trainedOn = textNamed(run, corpus);
  const { numbers } = models.corpora.origin(corpus.id);
  // A column that no number can be read from is refused here, not by whoever gets the file.
  if (numbers) numbersOf(numbers, symbols, corpus.name);
  const known = {
    name: run.name,
    model: run.model,
    unit,
    symbols,
    labels: run.labels,
    ...(numbers && { numbers }),
    first: firstSymbol(symbols, models.corpora.symbols(run.corpus).counts),
    step,
    validation,
    // Of a model that another program has trained, nobody knows how.
    training: trainedOn && run.training,
    ...(trainedOn && { trainedOn }),
  };
  // A text that nobody knows cannot be trained on, so there is nothing to continue.
  if (!wanted.continues || trainedOn === null) {
    const { parameters } = models.checkpoints.parameters(run.id, { id });
    return { ...known, weights: parameters, continuation: null };
  }
  const state = models.checkpoints.state(run.id, { id });
  const continuation: Continuation = {
    state,
    totalSteps: run.totalSteps,
    extensions: run.extensions,
    history: historyOf(models, run.id, step),
    text: {
      ...trainedOn,
      ids: wanted.text !== false && models.corpora.hasText(corpus.id) ? idsOf(models, corpus) : null,
    },
  };
  return { ...known, weights: state.averaged ?? state.parameters, continuation };
}

function textNamed({ trainCharacters }: StoredRun, { name, hash, characters }: StoredCorpus): NamedText | null {
  return hash === '' ? null : { name, hash, characters, trainCharacters };
}

/** Up to the checkpoint's step: what came later belongs to later checkpoints. */
function historyOf({ curves, validations }: ModelsAlone, run: RunId, upTo: number): TrainingHistory {
  const { steps, losses } = curves.read(run, Infinity);
  const end = steps.findLastIndex((step) => step <= upTo) + 1;
  return {
    steps: steps.slice(0, end),
    losses: losses.slice(0, end),
    validations: validations
      .list(run)
      .flatMap(({ step, loss, characters, accuracy }) =>
        loss === null || step > upTo ? [] : [{ step, loss, characters, ...(accuracy && { accuracy }) }],
      ),
  };
}

function idsOf({ corpora }: ModelsAlone, { id, characters, width, name }: StoredCorpus): Ids {
  const ids =
    width === 1 ? new Uint8Array(characters) : width === 2 ? new Uint16Array(characters) : new Uint32Array(characters);
  let filled = 0;
  for (const block of corpora.idBlocks(id)) {
    if (filled + block.length > characters) break;
    ids.set(block, filled);
    filled += block.length;
  }
  if (filled === characters) return ids;
  throw new CharloomError(
    'library-damaged',
    sentence`The text of "${shortened(name)}" is damaged in the library. Import it again.`,
  );
}
