// The models that read: a run's checkpoint, alone or, of those that write, blended with others. Turns what is asked for
// into models with their weights, and reads and writes with their symbols. What a weight of 0 silences takes no part at
// all, so that it changes not even the order of symbols.

import { shortened } from '../quoting.ts';
import { firstSymbol, makeVocabulary } from '../corpus/vocabulary.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import type { StoredParameters } from '../library/checkpoints.ts';
import type { Library } from '../library/library.ts';
import type { StoredRun } from '../library/runs.ts';
import type {
  BlendedModel,
  BlendPart,
  CheckpointChoice,
  CheckpointId,
  CorpusUnit,
  RunId,
  SampleDetail,
} from '../protocol/index.ts';
import { exactly, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { uniteVocabularies, weightLeft } from '../sampling/blend.ts';
import { contextOf } from '../sampling/context.ts';
import type { Blend, TrainedModel } from '../sampling/types.ts';

/** Bytes of parameters that are kept at hand: the same checkpoints are written with many times in a row. */
const maxBytesKept = 128 * 2 ** 20;

export interface ModelChoice {
  readonly run: RunId;
  readonly checkpoint: CheckpointChoice;
  readonly blend?: readonly BlendPart[];
}

/** A checkpoint of a run. */
export interface SingleModel {
  readonly run: StoredRun;
  readonly checkpoint: StoredParameters;
  readonly vocabulary: Vocabulary;
}

interface Member extends SingleModel {
  readonly weight: number;
  /** What it reads before an empty prompt. */
  readonly first: number;
}

export interface LoadedModel {
  /** What was asked for in the first place: whose text it is. */
  readonly run: StoredRun;
  readonly checkpoint: StoredParameters;
  /** For the receipt; undefined: it writes alone. */
  readonly blend: readonly (BlendedModel & { readonly sha256: string })[] | undefined;
  /** Those that have a weight, at least one. */
  readonly members: readonly Member[];
  /** All that it can write: the union of the members' symbols. */
  readonly vocabulary: Vocabulary;
  /** By member, (V of the union). */
  readonly own: readonly Int32Array[];
}

export interface Reading {
  readonly trained: TrainedModel | Blend;
  readonly symbols: readonly string[];
  /** In the union's ids. */
  readonly prompt: readonly number[];
  readonly first: number;
}

export class LoadedModels {
  readonly #library: Library;
  readonly #kept = new Map<CheckpointId, StoredParameters>();

  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * @throws CharloomError 'settings-invalid' where the models do not go together, 'no-checkpoint' where one is not
   * kept, 'not-found' where the run of one is gone
   */
  find(choice: ModelChoice): LoadedModel {
    const { runs } = this.#library;
    const { blend = [] } = choice;
    const left = weightLeft(blend);
    if (left < 0) {
      throw new CharloomError(
        'settings-invalid',
        sentence`The blended models weigh ${exactly(round(1 - left))} together. Give them at most 1: the first model has the rest.`,
      );
    }
    const lead = this.#memberOf(choice, left);
    const others = blend.map((part) => this.#partOf(part));
    const { unit } = runs.alphabet(choice.run);
    for (const { run } of others) refuseOtherUnit(lead.run, unit, run, runs.alphabet(run.id).unit);
    const members = [lead, ...others].filter(({ weight }) => weight > 0);
    const { symbols, own } = uniteVocabularies(members.map(({ vocabulary }) => vocabulary.symbols));
    return {
      run: lead.run,
      checkpoint: lead.checkpoint,
      blend: blend.length === 0 ? undefined : others.map(receiptOf),
      members,
      vocabulary: members.length === 1 ? members[0].vocabulary : makeVocabulary({ symbols, unit }),
      own,
    };
  }

  /** The symbols with which a kept text was written; null where a run that took part is gone. */
  vocabularyOf({ run, blend = [] }: Pick<SampleDetail, 'run' | 'blend'>): Vocabulary | null {
    const members = [{ run, weight: weightLeft(blend) }, ...blend].filter(({ weight }) => weight > 0);
    try {
      const alphabets = members.map((member) => this.#library.runs.alphabet(member.run));
      const { symbols } = uniteVocabularies(alphabets.map((alphabet) => alphabet.symbols));
      return makeVocabulary({ symbols, unit: alphabets[0].unit });
    } catch (error) {
      if (error instanceof CharloomError && error.code === 'not-found') return null;
      throw error;
    }
  }

  /**
   * A model that writes, alone.
   * @throws CharloomError 'bad-request' where the run does not write, 'no-checkpoint' where one is not kept
   */
  findSingle(id: RunId, choice: CheckpointChoice): SingleModel {
    refuseLabels(this.#library.runs.find(id));
    return this.findAny(id, choice);
  }

  /**
   * A model alone, whether it writes or tells labels apart.
   * @throws CharloomError 'no-checkpoint' where one is not kept
   */
  findAny(id: RunId, choice: CheckpointChoice): SingleModel {
    const run = this.#library.runs.find(id);
    const vocabulary = makeVocabulary(this.#library.runs.alphabet(id));
    return { run, checkpoint: this.parametersOf(id, choice), vocabulary };
  }

  /** Read from the library, or still at hand. */
  parametersOf(run: RunId, choice: CheckpointChoice): StoredParameters {
    const found = this.#library.checkpoints.parameters(run, choice, this.#kept);
    const { id } = found;
    // The one that was used last stands last.
    this.#kept.delete(id);
    this.#kept.set(id, found);
    let bytes = [...this.#kept.values()].reduce((sum, { parameters }) => sum + parameters.byteLength, 0);
    for (const [oldest, { parameters }] of this.#kept) {
      if (bytes <= maxBytesKept || oldest === id) break;
      this.#kept.delete(oldest);
      bytes -= parameters.byteLength;
    }
    return found;
  }

  #partOf(part: BlendPart): Member {
    try {
      this.#library.runs.find(part.run);
    } catch (error) {
      if (!(error instanceof CharloomError) || error.code !== 'not-found') throw error;
      throw new CharloomError(
        'not-found',
        sentence`A run of the blend is not in the library any more. Choose another one for it, or take it out of the blend.`,
      );
    }
    return this.#memberOf(part, part.weight);
  }

  #memberOf(choice: Omit<ModelChoice, 'blend'>, weight: number): Member {
    const single = this.findSingle(choice.run, choice.checkpoint);
    const { counts } = this.#library.corpora.symbols(single.run.corpus);
    return { ...single, weight, first: firstSymbol(single.vocabulary.symbols, counts) };
  }
}

/** @throws CharloomError 'bad-request' where the run does not write */
export function refuseLabels({ name, labels }: StoredRun): void {
  if (labels.length === 0) return;
  throw new CharloomError(
    'bad-request',
    sentence`"${shortened(name)}" tells labels apart and does not write. Give it lines on its Classify screen, or with the command classify.`,
  );
}

const unitWords = {
  codepoint: sentence`code points`,
  grapheme: sentence`whole characters`,
} as const satisfies Record<CorpusUnit, Sentence>;

function refuseOtherUnit(one: StoredRun, unit: CorpusUnit, other: StoredRun, otherUnit: CorpusUnit): void {
  if (unit === otherUnit) return;
  throw new CharloomError(
    'settings-invalid',
    sentence`"${shortened(one.name)}" writes ${unitWords[unit]} and "${shortened(other.name)}" ${unitWords[otherUnit]}, so they cannot be blended. Choose models with the same unit.`,
  );
}

function receiptOf({ run, checkpoint, weight }: Member): BlendedModel & { readonly sha256: string } {
  const { id, step, sha256 } = checkpoint;
  return { run: run.id, runName: run.name, checkpoint: id, step, weight, sha256 };
}

function round(value: number): number {
  return Number(value.toFixed(3));
}

/** What the sampling worker needs to read a prompt as this model does. */
export function readingOf(loaded: LoadedModel, prompt: string): Reading {
  const { members, vocabulary, own } = loaded;
  const [lead] = members;
  const read = vocabulary.encode(prompt);
  const { symbols } = vocabulary;
  if (members.length === 1) return { trained: trainedModel(lead), symbols, prompt: read, first: lead.first };
  const newline = symbols.indexOf('\n');
  return {
    trained: {
      vocabulary: symbols.length,
      members: members.map((member, index) => ({
        trained: trainedModel(member),
        weight: member.weight,
        own: own[index],
        context: contextOf({ prompt: member.vocabulary.encode(prompt), first: member.first }).context,
      })),
    },
    symbols,
    prompt: read,
    // The lead's ids are the union's.
    first: newline >= 0 ? newline : lead.first,
  };
}

export function trainedModel({
  run,
  vocabulary,
  checkpoint,
}: Omit<SingleModel, 'checkpoint'> & { readonly checkpoint: Pick<StoredParameters, 'parameters'> }): TrainedModel {
  const { model, labels } = run;
  return { model, vocabulary: vocabulary.symbols.length, labels: labels.length, parameters: checkpoint.parameters };
}

/** Names a model to the sampling thread. */
export function keyOf({ id }: StoredParameters): string {
  return String(id);
}
