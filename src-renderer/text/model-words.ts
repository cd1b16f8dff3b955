// What is said of models that leave and enter: what a precision costs, what the proof has shown, what a file holds.

import type {
  CorpusUnit,
  Exported,
  ExportFormat,
  ModelInspection,
  Proof,
  WeightPrecision,
} from '../../src-engine/protocol/index.ts';
import { formatFacts } from '../../src-engine/protocol/formats.ts';
import { formatWords } from '../../src-engine/protocol/words/formats.ts';
import { bytes, count, counted, decimals, fixed, nats, plain, signed } from './format.ts';
import { modelName } from './run-words.ts';
import { say, spoken } from './say.ts';

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
    meaning:
      'Rounded to 255 steps per row: a quarter of the size, a slightly worse loss. How much worse is measured and shown.',
    bytesPerWeight: 1,
  },
};

/** A name for what is written; main makes it one that every system accepts. */
export function suggestedName(run: string, format: ExportFormat): string {
  return `${run}${formatFacts[format].ending}`;
}

/** What other programs' arithmetic may differ by; a format that is allowed more has rounded weights. */
const exactTolerance = 1e-3;

/** What the reading back has shown, in plain words. */
export function proofSentence({ symbols, difference, allowed }: Proof): string {
  const figures = say`largest difference ${smallNumber(difference)} over ${counted(symbols, 'symbol')} (allowed ${plain(allowed)})`;
  if (!(difference <= allowed)) return say`It does not answer like the model it should be: ${figures}.`;
  if (difference === 0) return say`Checked: the same model, to the last bit: ${figures}.`;
  return allowed > exactTolerance
    ? say`Checked: read back, it is the same model but for rounding: ${figures}.`
    : say`Checked: read back, it is the same model: ${figures}.`;
}

/** What rounding has cost; null where nothing was rounded or measured. */
export function lossSentence({ loss }: Pick<Exported, 'loss'>): string | null {
  if (loss === null) return null;
  const { exact, stored } = loss;
  const change = stored - exact;
  const unnoticed = Math.abs(change) < 0.0005;
  return unnoticed
    ? say`Rounding costs nothing that can be measured: the loss on the held-out part stays at ${nats(exact)} nats.`
    : say`Rounding changes the loss on the held-out part from ${nats(exact)} to ${nats(stored)} nats (${signed(change)}).`;
}

/** '3 files, 1.2 MB'. */
export function exportedSize({ files, bytes: total }: Pick<Exported, 'files' | 'bytes'>): string {
  return files === 1 ? bytes(total) : `${counted(files, 'file')}, ${bytes(total)}`;
}

/** In full down to ten-millionths, as people read it: '0.0000012'. */
export function smallNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(value)));
  return digits <= 12 ? fixed(value, digits) : value.toExponential(1);
}

/** Of a vocabulary. */
const sizes: Readonly<Record<CorpusUnit, (symbols: number) => string>> = {
  codepoint: (symbols) => counted(symbols, 'symbol'),
  grapheme: (symbols) => counted(symbols, 'grapheme cluster'),
};

/** The facts of an inspected model, as name and value. */
export function modelFacts(inspection: ModelInspection): readonly (readonly [string, string])[] {
  const { format, model, unit, vocabulary, step, validation } = inspection;
  return [
    [say`What it is`, format === 'foreign' ? say`model of another program` : spoken(formatWords[format].origin)],
    // What another program's model is stands over what was taken for what.
    ...(format === 'foreign' || model === null ? [] : ([[say`Model`, describeModel(model)]] as const)),
    [say`Vocabulary`, vocabulary === null ? say`none in the file` : sizes[unit](vocabulary)],
    [say`Trained for`, step === null ? say`not known: trained elsewhere` : counted(step, 'step')],
    ...(validation === null ? [] : ([[say`Validation`, say`${nats(validation)} nats`]] as const)),
    [say`Training`, trainingWords(inspection)],
  ];
}

/**
 * Of another program's model in one line: what it is, and what is still to be chosen.
 * @param wrong tensors that are not the right ones yet
 */
export function foreignSummary({ model, vocabularyWanted }: ModelInspection, wrong: number): string {
  return [
    model === null ? say`Cell and sizes are not known yet` : describeModel(model),
    ...(vocabularyWanted === null ? [] : [say`its vocabulary is to be chosen`]),
    ...(wrong === 0
      ? []
      : [wrong === 1 ? say`one tensor is not right yet` : say`${count(wrong)} tensors are not right yet`]),
  ].join(' · ');
}

function describeModel(model: NonNullable<ModelInspection['model']>): string {
  return [
    say`${modelName(model)} units`,
    ...(model.embedding > 0 ? [say`embedding of ${count(model.embedding)}`] : []),
    ...(model.layerNorm ? [say`layer normalisation`] : []),
    ...(model.dropout > 0 ? [say`dropout ${decimals(model.dropout, 2)}`] : []),
  ].join(', ');
}

function trainingWords({ continues, hasText }: ModelInspection): string {
  if (continues && hasText) return say`goes on exactly where it was left`;
  if (continues) return say`goes on once its text is in the library`;
  return say`writes; can be branched onto a text and learn on from there`;
}
