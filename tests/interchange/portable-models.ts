// Models outside of any library, as formats write them: not trained, but with all that training needs; and files in
// memory.

import { createHash } from 'node:crypto';
import { LabelReader } from '../../src-engine/corpus/labels.ts';
import { splitLines } from '../../src-engine/corpus/line-split.ts';
import { goldenOf } from '../../src-engine/interchange/proof/golden.ts';
import type {
  Continuation,
  Golden,
  IncomingFiles,
  IncomingModel,
  OutgoingFile,
  PortableModel,
} from '../../src-engine/interchange/types.ts';
import type { Format } from '../../src-engine/interchange/formats/format.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import { layOutParameters, writeParameter } from '../../src-engine/nn/parameters.ts';
import type { ParameterLayout } from '../../src-engine/nn/parameters.ts';
import { headFor, shapeOf } from '../../src-engine/nn/shape.ts';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/index.ts';
import { defaultExportOptions } from '../../src-engine/protocol/formats.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { carriedSize } from '../../src-engine/training/branch.ts';
import { charactersRead, layOut } from '../../src-engine/training/line-set.ts';
import { noProgress } from '../../src-engine/training/progress.ts';
import { smallSettings } from '../nn/build.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

export const compiled = compileKernels('plain');

const symbols = ['\n', ' ', 'a', 'b', 'c', 'ß', '–', '字', '😀'];

const training = { ...defaultTraining(1), batch: 2, sequence: 4, validation: 0.1, test: 0, averaging: 0.9 };
const textOf = (count: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: 60 }, (_, place) => (place * 7 + (place >> 3)) % count);
const step = 6;

/** A block of the layout with chance in all that is real and zeros between. */
function blockOf(layout: ParameterLayout, seed: number, bound: number): Float32Array<ArrayBuffer> {
  const random = createRandom(seed);
  const block = new Float32Array(layout.size);
  for (const parameter of layout.parameters) {
    const values = Array.from(
      { length: parameter.shape.reduce((a, b) => a * b, 1) },
      () => (random.uniform() * 2 - 1) * bound,
    );
    if (!parameter.alias) writeParameter(block, 0, parameter, values);
  }
  return block;
}

/** What a model of these tests has been trained on. */
interface Source {
  readonly symbols: readonly string[];
  readonly labels: readonly string[];
  readonly text: Uint8Array<ArrayBuffer>;
  readonly training: TrainingSettings;
  readonly trainCharacters: number;
  readonly cursor: number;
}

export function portableModel(settings: Partial<ModelSettings> = {}, known = symbols): PortableModel {
  const text = textOf(known.length);
  return modelOf(settings, { symbols: known, labels: [], text, training, trainCharacters: 54, cursor: 3 });
}

/** One that tells so many labels apart, trained on lines. */
export function labelledModel(labels: 2 | 3, settings: Partial<ModelSettings> = {}): PortableModel {
  const known = ['\n', '\t', 'a', 'b', 'c', 'd', 'e', 'ß', '字'];
  const classify = { ...training, task: 'classify', validation: 0.25 } as const;
  const lines = Array.from({ length: 24 }, (_, line) => {
    const label = 'abc'.charAt(line % labels);
    return `${label}\t${'de'.charAt(line >> 4)}${'abcd'.charAt((line >> 2) % 4)}${label}${'ß字de'.charAt(line % 4)}\n`;
  });
  const ids = Uint8Array.from(lines.join(''), (symbol) => known.indexOf(symbol));
  const reader = new LabelReader(known);
  reader.push(ids);
  const read = reader.finish();
  if ('why' in read) throw new Error(inEnglish(read.why));
  const laidOut = layOut(read, splitLines(ids, known, read, classify));
  return modelOf(settings, {
    symbols: known,
    labels: read.labels,
    text: ids,
    training: classify,
    trainCharacters: charactersRead(laidOut, classify.sequence),
    cursor: 4,
  });
}

function modelOf(settings: Partial<ModelSettings>, source: Source): PortableModel {
  const { symbols, labels, text, training, trainCharacters, cursor } = source;
  const model = { ...smallSettings, ...settings };
  const shape = shapeOf(model, symbols.length, 8, headFor(labels.length));
  const layout = layOutParameters(shape);
  // As PyTorch begins: a ReLU's state must not grow without bounds.
  const bound = 1 / Math.sqrt(model.hidden);
  const averaged = blockOf(layout, 2, bound);
  const optimizer = new Float32Array(layout.size * 2);
  optimizer.set(blockOf(layout, 3, bound));
  optimizer.set(blockOf(layout, 4, bound), layout.size);
  const carried = new Float32Array(carriedSize(shape, training.batch)).map((_, place) =>
    place % shape.paddedUnits < shape.units ? Math.sin(place) : 0,
  );
  const named = {
    name: 'Nine symbols',
    hash: createHash('sha256')
      .update(Array.from(text, (id) => symbols[id]).join(''))
      .digest('hex'),
    characters: text.length,
    trainCharacters,
  };
  const progress = { ...noProgress, step, totalSteps: 20, epoch: 1, cursor, smoothedLoss: 2.1, lowestLoss: 2 };
  const continuation: Continuation = {
    state: {
      step,
      parameters: blockOf(layout, 1, bound),
      optimizer,
      averaged,
      carried,
      progress: { ...progress, best: { step: 5, loss: 2.25 }, seconds: 0.125, characters: 48 },
    },
    totalSteps: 20,
    extensions: [
      { at: 2, from: 12, to: 10, keepsTime: true },
      { at: 4, from: 10, to: 20, until: 12.5 },
    ],
    history: {
      steps: Float64Array.of(1, 2, 3, 4, 5, 6),
      losses: Float32Array.of(3, 2.5, Number.NaN, 2.25, 2.125, 2),
      validations: [
        {
          step: 5,
          loss: 2.25,
          characters: 5,
          ...(labels.length > 0 && { accuracy: { heldOut: 0.75, training: 0.875 } }),
        },
      ],
    },
    text: { ...named, ids: text },
  };
  return {
    name: 'A small model',
    model,
    unit: 'codepoint',
    symbols,
    labels,
    first: 0,
    step,
    validation: 2.25,
    weights: averaged,
    training,
    continuation,
    trainedOn: named,
  };
}

export type Folder = ReadonlyMap<string, Uint8Array>;

export function written(format: Format, model = portableModel(), options = defaultExportOptions): Folder {
  const golden = goldenOf(compiled, model);
  return new Map(format.write(model, golden, options).map((file) => [file.path, bytesOf(file)]));
}

function bytesOf({ pieces }: OutgoingFile): Uint8Array {
  return Uint8Array.from(Buffer.concat([...pieces]));
}

export function incoming(folder: Folder): IncomingFiles {
  return {
    files: new Map(Array.from(folder, ([path, bytes]) => [path, bytes.length])),
    read(path, offset, length) {
      const bytes = folder.get(path);
      if (!bytes || offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError('no such place');
      return bytes.slice(offset, offset + length);
    },
  };
}

/** All of a model that must come back, to be compared. */
export function essence({ model }: { readonly model: PortableModel }): object {
  const { continuation, weights, ...rest } = model;
  return {
    ...rest,
    weights: sum(weights),
    continuation: continuation && {
      ...continuation,
      state: Object.fromEntries(
        Object.entries(continuation.state).map(([key, value]: [string, unknown]) => [
          key,
          value instanceof Float32Array ? sum(value) : value,
        ]),
      ),
    },
  };
}

function sum(values: Float32Array): string {
  return createHash('sha256').update(values).digest('hex');
}

export function goldenIn({ golden }: IncomingModel): Golden {
  if (!golden) throw new Error('There are no golden logits.');
  return golden;
}
