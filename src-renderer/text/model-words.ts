// What is said of models that leave and enter: what each format is for, what a precision costs, what the proof has shown.

import type {
  Exported,
  ExportFormat,
  ModelInspection,
  Proof,
  SaveKind,
  WeightPrecision,
} from '../../src-engine/protocol/index.ts';
import { bytes, count, counted, decimals, nats, signed } from './format.ts';
import { modelName } from './run-words.ts';

export interface FormatWords {
  readonly title: string;
  /** What it is for, in one line. */
  readonly purpose: string;
  /** What is written. */
  readonly form: string;
  readonly place: SaveKind;
  /** What the suggested name ends with. */
  readonly ending: string;
}

export const formatWords: Readonly<Record<ExportFormat, FormatWords>> = {
  charloom: {
    title: 'Charloom file',
    purpose: 'Everything: it trains on in another Charloom.',
    form: 'one file',
    place: 'charloom',
    ending: '.charloom',
  },
  safetensors: {
    title: 'safetensors',
    purpose: 'For PyTorch, with a script that loads it.',
    form: 'a folder',
    place: 'folder',
    ending: ' safetensors',
  },
  onnx: {
    title: 'ONNX',
    purpose: 'For other programs, on any system.',
    form: 'a folder',
    place: 'folder',
    ending: ' onnx',
  },
  html: {
    title: 'Web page',
    purpose: 'A page to send to friends: it writes offline.',
    form: 'one file',
    place: 'html',
    ending: '.html',
  },
  'pytorch-job': {
    title: 'PyTorch job',
    purpose: 'For a cluster: it trains on under torchrun.',
    form: 'a folder',
    place: 'folder',
    ending: ' pytorch-job',
  },
};

export interface PrecisionWords {
  readonly title: string;
  readonly meaning: string;
  readonly bytesPerWeight: number;
}

export const precisionWords: Readonly<Record<WeightPrecision, PrecisionWords>> = {
  float32: { title: '32 bits', meaning: 'Exactly the weights that were trained.', bytesPerWeight: 4 },
  float16: {
    title: '16 bits',
    meaning: 'Rounded to three or four digits: half the size, and hardly ever a difference one can read.',
    bytesPerWeight: 2,
  },
  int8: {
    title: '8 bits',
    meaning: 'Rounded to 255 steps a row: a quarter of the size, a slightly worse loss. It is measured and told.',
    bytesPerWeight: 1,
  },
};

/** A name for what is written; main makes it one that every system accepts. */
export function suggestedName(run: string, format: ExportFormat): string {
  return `${run}${formatWords[format].ending}`;
}

/** What other programs' arithmetic may differ by; a format that is allowed more has rounded weights. */
const exactTolerance = 1e-3;

/** What the reading back has shown, in plain words. */
export function proofSentence({ symbols, difference, allowed }: Proof): string {
  const figures = `max |Δ| ${smallNumber(difference)} over ${counted(symbols, 'symbol')} (allowed ${tolerance(allowed)})`;
  if (!(difference <= allowed)) return `It does not answer like the model it should be: ${figures}.`;
  if (difference === 0) return `It is the same model, to the last bit: ${figures}.`;
  return allowed > exactTolerance
    ? `It is this model, rounded: read back and asked the same, it answers as closely as rounding lets it, ${figures}.`
    : `It is the same model: read back and asked the same, it gives the same answers, ${figures}.`;
}

/** What rounding has cost; null where nothing was rounded or measured. */
export function lossSentence({ loss }: Pick<Exported, 'loss'>): string | null {
  if (loss === null) return null;
  const { exact, stored } = loss;
  const change = stored - exact;
  const unnoticed = Math.abs(change) < 0.0005;
  return unnoticed
    ? `Rounding costs nothing that can be measured: the loss on the held-out part stays at ${nats(exact)} nats.`
    : `Rounding changes the loss on the held-out part from ${nats(exact)} to ${nats(stored)} nats (${signed(change)}).`;
}

/** '3 files, 1.2 MB'. */
export function sizeOf({ files, bytes: total }: Pick<Exported, 'files' | 'bytes'>): string {
  return files === 1 ? bytes(total) : `${counted(files, 'file')}, ${bytes(total)}`;
}

/** In full down to ten-millionths, as people read it: '0.0000012'. */
export function smallNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(value)));
  return digits <= 12 ? value.toFixed(digits) : value.toExponential(1);
}

function tolerance(value: number): string {
  return value < 0.001 ? value.toExponential().replace('e-', 'e−') : String(value);
}

const formatNames: Readonly<Record<ModelInspection['format'], string>> = {
  charloom: 'Charloom file',
  safetensors: 'safetensors folder written by Charloom',
  onnx: 'ONNX folder written by Charloom',
  html: 'web page written by Charloom',
  'pytorch-job': 'PyTorch job written by Charloom',
  foreign: 'model of another program',
};

/** The facts of an inspected model, as name and value. */
export function modelFacts(inspection: ModelInspection): readonly (readonly [string, string])[] {
  const { format, model, unit, vocabulary, step, validation } = inspection;
  const symbols = unit === 'grapheme' ? 'grapheme cluster' : 'symbol';
  return [
    ['What it is', formatNames[format]],
    ['Model', model === null ? 'not known yet' : describeModel(model)],
    ['Vocabulary', vocabulary === null ? 'none in the file' : counted(vocabulary, symbols)],
    ['Trained for', step === null ? 'not known: trained elsewhere' : counted(step, 'step')],
    ...(validation === null ? [] : ([['Validation', `${nats(validation)} nats`]] as const)),
    ['Training', trainingWords(inspection)],
  ];
}

function describeModel(model: NonNullable<ModelInspection['model']>): string {
  return [
    `${modelName(model)} units`,
    ...(model.embedding > 0 ? [`embedding of ${count(model.embedding)}`] : []),
    ...(model.layerNorm ? ['layer normalisation'] : []),
    ...(model.dropout > 0 ? [`dropout ${decimals(model.dropout, 2)}`] : []),
  ].join(', ');
}

function trainingWords({ continues, hasText }: ModelInspection): string {
  if (continues && hasText) return 'goes on exactly where it was left';
  if (continues) return 'goes on once its text is in the library';
  return 'writes; can be branched onto a text and learn on from there';
}
