// Lines that a run tells labels of: typed ones, those of a file, and the run's own held-out ones.

import { lineRoom } from '../corpus/labels.ts';
import { spreadLines } from '../corpus/line-split.ts';
import { makeVocabulary } from '../corpus/vocabulary.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import type { LabelledPart } from '../protocol/choices.ts';
import type { Answer, Ask, CheckpointChoice, CheckpointId, RunId } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { labelProbabilities } from '../sampling/answers.ts';
import type { AnswerLines, TrainedModel } from '../sampling/types.ts';
import { trainedModel } from './loaded-models.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';
import type { TrainingTexts } from './training-texts.ts';

/** Of a very large part, so many lines tell enough. */
const maxTested = 4000;

export interface LabelParts {
  readonly thread: SamplingThread;
  readonly models: LoadedModels;
  readonly texts: TrainingTexts;
}

/** A checkpoint of a run that tells labels apart. */
interface Teller {
  readonly run: StoredRun;
  readonly checkpoint: CheckpointId;
  readonly step: number;
  readonly trained: TrainedModel;
  readonly vocabulary: Vocabulary;
}

export class Labels implements Service {
  readonly handlers = {
    'label.follow': (ask) => this.#follow(ask),
    'label.lines': (ask) => this.#tell(ask),
    'label.test': (ask) => this.#test(ask),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #parts: LabelParts;
  /** Several screens of a run ask for the same one. */
  #newest: { readonly of: string; readonly answer: Promise<Answer<'label.test'>> } | null = null;

  constructor(context: HostContext, parts: LabelParts) {
    this.#context = context;
    this.#parts = parts;
  }

  async #follow({ run, checkpoint, text }: Ask<'label.follow'>): Promise<Answer<'label.follow'>> {
    const teller = this.#find(run, checkpoint);
    const { line, isCut } = lineOf(teller, text);
    const logits = await this.#parts.thread.worker.follow({ trained: teller.trained, line });
    return {
      step: teller.step,
      labels: teller.run.labels,
      // The first symbol is the line end before the line.
      lengths: Uint8Array.from(line.subarray(1), (id) => teller.vocabulary.symbols[id].length),
      probabilities: labelProbabilities(logits, teller.run.labels.length),
      isCut,
    };
  }

  async #tell({ run, checkpoint, texts }: Ask<'label.lines'>): Promise<Answer<'label.lines'>> {
    const teller = this.#find(run, checkpoint);
    const read = texts.map((text) => lineOf(teller, text));
    return {
      step: teller.step,
      labels: teller.run.labels,
      probabilities: await this.#answers(teller, joined(read.map(({ line }) => line))),
      cut: read.filter(({ isCut }) => isCut).length,
    };
  }

  async #test({ run, checkpoint, part }: Ask<'label.test'>): Promise<Answer<'label.test'>> {
    const teller = this.#find(run, checkpoint);
    this.#context.library.corpora.requireText(teller.run.corpus);
    const of = `${teller.checkpoint} ${part}`;
    const newest = this.#newest?.of === of ? this.#newest : { of, answer: this.#testAnew(teller, part) };
    this.#newest = newest;
    try {
      return await newest.answer;
    } catch (error) {
      if (this.#newest === newest) this.#newest = null;
      throw error;
    }
  }

  async #testAnew(teller: Teller, part: LabelledPart): Promise<Answer<'label.test'>> {
    const { corpus, training, labels, name } = teller.run;
    const source = await this.#parts.texts.labelled(corpus);
    const { ids, symbols, lines } = source;
    const split = source.split(training);
    const heldOut = split.test.length > 0 ? 'test' : 'validation';
    const read = part === 'training' ? 'training' : heldOut;
    const wanted = read === 'training' ? split.train : split[read];
    if (wanted.length === 0) {
      throw new CharloomError(
        'bad-request',
        sentence`Nothing of the lines of "${shortened(name)}" was held out, so there is nothing to test it on. Start a run that holds out a share.`,
      );
    }
    const tested = spreadLines(wanted, maxTested);
    const before = symbols.indexOf('\n');
    const heads = tested.map((line) => {
      const end = Math.min(lines.ends[line], lines.starts[line] + lineRoom(training.sequence));
      return Uint32Array.from([before, ...ids.subarray(lines.starts[line], end)]);
    });
    return {
      step: teller.step,
      part: read,
      labels,
      texts: heads.map((line) => teller.vocabulary.decode(line.subarray(1))),
      truth: Uint16Array.from(tested, (line) => lines.labelOf[line]),
      probabilities: await this.#answers(teller, joined(heads)),
      isWhole: tested.length === wanted.length,
    };
  }

  async #answers({ trained, run }: Teller, lines: AnswerLines): Promise<Float32Array> {
    const logits = await this.#parts.thread.worker.answer({ trained, ...lines });
    return labelProbabilities(logits, run.labels.length);
  }

  /** @throws CharloomError 'bad-request' where the run writes, 'no-checkpoint' where one is not kept */
  #find(id: RunId, choice: CheckpointChoice): Teller {
    const { runs } = this.#context.library;
    const run = runs.find(id);
    if (run.labels.length === 0) {
      throw new CharloomError(
        'bad-request',
        sentence`"${shortened(run.name)}" writes and tells no labels apart. Train a run with the task classify on a labelled text.`,
      );
    }
    const vocabulary = makeVocabulary(runs.alphabet(id));
    const checkpoint = this.#parts.models.parametersOf(id, choice);
    const trained = trainedModel({ run, vocabulary, checkpoint });
    return { run, checkpoint: checkpoint.id, step: checkpoint.step, trained, vocabulary };
  }
}

/** What a model reads of a line, as in training: the line end before it, and no more than the sequence. */
function lineOf({ vocabulary, run }: Teller, text: string): { readonly line: Uint32Array; readonly isCut: boolean } {
  const max = lineRoom(run.training.sequence);
  const own = vocabulary.encode(text);
  return { line: Uint32Array.from([...vocabulary.encode('\n'), ...own.slice(0, max)]), isCut: own.length > max };
}

function joined(lines: readonly Uint32Array[]): AnswerLines {
  const starts = new Uint32Array(lines.length + 1);
  for (const [index, line] of lines.entries()) starts[index + 1] = starts[index] + line.length;
  const ids = new Uint32Array(starts[lines.length]);
  for (const [index, line] of lines.entries()) ids.set(line, starts[index]);
  return { ids, starts };
}
