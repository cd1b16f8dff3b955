// A folder that goes on with a run under PyTorch: the text as ids, the whole state of the run, its settings, and
// train.py, which trains on with any number of processes and leaves result.safetensors beside them. Of a run that tells
// labels apart its lines lie there, too. Read again, the folder is the run as it left, or as train.py has left it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { engineFile } from '../../../engine-files.ts';
import { CharloomError } from '../../../errors.ts';
import { readModelSettings, readTrainingSettings, storable, storableBeside } from '../../../settings/stored.ts';
import { knownSteps } from '../../../training/intervals.ts';
import { chunksPerEpoch, cutLanes } from '../../../training/lanes.ts';
import { batchesPerEpoch } from '../../../training/line-source.ts';
import type { Ids } from '../../../corpus/symbols.ts';
import {
  checkOwnVersion,
  checkTogether,
  hash,
  labels,
  name,
  numbers,
  descriptionVersion,
  whole,
} from '../../parts/description.ts';
import { readJson, readSmall } from '../../parts/files.ts';
import { maxGoldenPrompt } from '../../proof/golden.ts';
import { lineTable } from './lines.ts';
import type { LineTable } from './lines.ts';
import { readmeOf } from './readme.ts';
import { sizeOfModel } from '../../parts/model-size.ts';
import type { ToldLines } from '../../parts/labelled-lines.ts';
import { readState, writeState } from './state.ts';
import type { StateSizes } from './state.ts';
import type { Continuation, Golden, IncomingFiles, IncomingModel, OutgoingFile, PortableModel } from '../../types.ts';
import { maxVocabularyFileBytes, parseVocabulary } from '../../parts/vocabulary-file.ts';
import { formatFacts } from '../../../protocol/formats.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import type { Format } from '../format.ts';

const formatName = 'charloom-pytorch-job';
const jobFiles = {
  settings: 'settings.json',
  vocabulary: 'vocabulary.json',
  text: 'text.ids',
  /** Of a run that tells labels apart. */
  lines: 'lines.u32',
  start: 'start.safetensors',
  /** What train.py leaves. */
  result: 'result.safetensors',
} as const;
const maxSettingsBytes = 2 ** 20;
/**
 * What |Δ| may be where PyTorch has computed the golden logits, in another order; a mistake makes it ten thousand times
 * as large.
 */
const allowedAfterPyTorch = 1e-3;

export const pytorchJobFormat: Format<'pytorch-job'> = {
  name: 'pytorch-job',
  ...formatFacts['pytorch-job'],
  isMeant: ({ files }) => files.has(jobFiles.settings) && files.has(jobFiles.text),
  companions: { [jobFiles.start]: jobFiles.text, [jobFiles.result]: jobFiles.text },
  write,
  read,
};

/** @throws CharloomError 'model-invalid' for a model whose run or text is not there */
function write(model: PortableModel, golden: Golden): readonly OutgoingFile[] {
  const { training, continuation } = model;
  if (training === null || continuation === null || continuation.text.ids === null) {
    throw new CharloomError(
      'model-invalid',
      sentence`A PyTorch job needs the whole run and its text, and this model came without them. Export another format.`,
    );
  }
  const { text } = continuation;
  const { ids } = continuation.text;
  const sizes = { ...sizeOfModel(model), training, text };
  const { trainCharacters } = text;
  const { cursor } = continuation.state.progress;
  const lines = model.labels.length === 0 ? null : lineTable({ ...model, ids, training, trainCharacters, cursor });
  const settings = {
    format: formatName,
    version: descriptionVersion(model),
    name: model.name,
    model: storableBeside(model, model.model),
    training: storable(training),
    first: model.first,
    golden: golden.ids,
    text: {
      name: text.name,
      hash: text.hash,
      characters: text.characters,
      trainCharacters: text.trainCharacters,
      type: typeOf(ids),
    },
    ...(model.numbers && { numbers: model.numbers }),
    ...(lines && { labels: model.labels, lines: lines.counts }),
  };
  const length = lengthOf(continuation, sizes, lines);
  const small = {
    [jobFiles.settings]: `${JSON.stringify(settings, null, 2)}\n`,
    [jobFiles.vocabulary]: `${JSON.stringify({ unit: model.unit, symbols: model.symbols })}\n`,
  };
  const hashes = Object.fromEntries(Object.entries(small).map(([path, content]) => [path, sha256Of(content)]));
  return [
    wholeFile('README.md', readmeOf(model, continuation.state.step)),
    wholeFile('train.py', readFileSync(engineFile('pytorch-job'), 'utf8')),
    ...Object.entries(small).map(([path, content]) => wholeFile(path, content)),
    {
      path: jobFiles.text,
      bytes: ids.byteLength,
      pieces: [new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength)],
    },
    ...(lines ? [{ path: jobFiles.lines, bytes: lines.bytes.length, pieces: [lines.bytes] }] : []),
    writeState(jobFiles.start, sizes, { ...continuation, length, golden }, hashes),
  ];
}

/** @throws CharloomError 'model-invalid' with one sentence that says what is wrong and the remedy */
function read(files: IncomingFiles): IncomingModel {
  const settings = readSettings(files);
  const vocabulary = parseVocabulary(
    jobFiles.vocabulary,
    readSmall(files, jobFiles.vocabulary, maxVocabularyFileBytes),
  );
  const { symbols, unit } = vocabulary;
  const { model, training, text } = settings;
  if (![settings.first, ...settings.golden].every((id) => id < symbols.length)) {
    throw invalid(sentence`it names ids that the vocabulary of ${symbols.length} symbols lacks`);
  }
  checkTogether(settings, symbols);
  const ids = readIds(files, settings, symbols);
  const sizes = { ...sizeOfModel({ ...settings, symbols }), training, text };
  const path = files.files.has(jobFiles.result) ? jobFiles.result : jobFiles.start;
  if (!files.files.has(path)) throw invalid(sentence`it lacks ${jobFiles.start}`);
  const { goldenLogits, ...rest } = readState(files, path, sizes, settings.golden.length, {
    [jobFiles.settings]: sha256Of(readSmall(files, jobFiles.settings, maxSettingsBytes)),
    [jobFiles.vocabulary]: sha256Of(readSmall(files, jobFiles.vocabulary, maxVocabularyFileBytes)),
  });
  const { state, history } = rest;
  const { cursor } = state.progress;
  checkLines(files, settings, { ...settings, symbols, ids, trainCharacters: text.trainCharacters, cursor });
  const last = history.validations.at(-1);
  const { type: _type, ...named } = text;
  return {
    model: {
      name: settings.name,
      model,
      unit,
      symbols,
      labels: settings.labels,
      ...(settings.numbers && { numbers: settings.numbers }),
      first: settings.first,
      step: state.step,
      validation: last?.step === state.step ? last.loss : null,
      // The very block of the state, not a copy of it.
      weights: state.averaged ?? state.parameters,
      training,
      continuation: { ...rest, text: { ...named, ids } },
    },
    golden: { ids: settings.golden, logits: goldenLogits },
    precision: 'float32',
    ...(path === jobFiles.result && { allowed: allowedAfterPyTorch }),
  };
}

/** Whether the lines that train.py reads are those of the text. @throws CharloomError 'model-invalid' */
function checkLines(files: IncomingFiles, { labels, lines }: Settings, told: ToldLines): void {
  if (labels.length === 0) return;
  const { bytes, counts } = lineTable(told);
  const isHere = files.files.get(jobFiles.lines) === bytes.length;
  const isSame =
    lines?.count === counts.count &&
    lines.trained === counts.trained &&
    isHere &&
    Buffer.compare(files.read(jobFiles.lines, 0, bytes.length), bytes) === 0;
  if (!isSame) throw invalid(sentence`${jobFiles.lines} does not hold the lines of its text`);
}

/** Steps of the run before it was ever extended; null for a run by the minute whose speed was never measured. */
function lengthOf(
  { extensions, totalSteps, state }: Continuation,
  { training, text }: StateSizes,
  read: LineTable | null,
): number | null {
  const told = extensions[0]?.from ?? totalSteps ?? (state.progress.totalSteps || null);
  if (told !== null) return told;
  if (read) return knownSteps(training, batchesPerEpoch(read.counts.trained, training.batch));
  const lanes = cutLanes(text.trainCharacters, training.batch, training.sequence);
  return lanes && knownSteps(training, chunksPerEpoch(lanes));
}

function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function wholeFile(path: string, content: string): OutgoingFile {
  const bytes = Buffer.from(content, 'utf8');
  return { path, bytes: bytes.length, pieces: [bytes] };
}

/** Bytes of an id. */
const widths = { uint8: 1, uint16: 2, uint32: 4 } as const;
type IdType = keyof typeof widths;
const idTypes = Object.keys(widths) as readonly IdType[];

function typeOf(ids: Ids): IdType {
  if (ids instanceof Uint8Array) return 'uint8';
  return ids instanceof Uint16Array ? 'uint16' : 'uint32';
}

const settingsSchema = v.strictObject({
  format: v.literal(formatName),
  version: whole,
  name,
  model: v.unknown(),
  training: v.unknown(),
  first: whole,
  golden: v.pipe(v.array(whole), v.minLength(1), v.maxLength(maxGoldenPrompt)),
  text: v.strictObject({
    name,
    hash,
    characters: whole,
    trainCharacters: whole,
    type: v.picklist(idTypes),
  }),
  numbers: v.exactOptional(numbers),
  labels: v.optional(labels, []),
  lines: v.exactOptional(v.strictObject({ count: whole, trained: whole })),
});

type Settings = v.InferOutput<typeof settingsSchema> & Pick<StateSizes, 'model' | 'training'>;

function readSettings(files: IncomingFiles): Settings {
  const json = readJson(files, jobFiles.settings, maxSettingsBytes);
  if (typeof json === 'object' && json !== null && 'version' in json)
    checkOwnVersion(sentence`This PyTorch job`, json.version, json);
  const parsed = v.safeParse(settingsSchema, json);
  if (!parsed.success)
    throw invalid(sentence`"${v.getDotPath(parsed.issues[0]) ?? 'format'}" in ${jobFiles.settings} is wrong`);
  const { model, training, labels } = parsed.output;
  const checked = checkedSettings(model, training);
  if ((checked.training.task === 'classify') !== labels.length > 0)
    throw invalid(sentence`it names labels, or not, against its task`);
  return { ...parsed.output, ...checked };
}

function checkedSettings(model: unknown, training: unknown): Pick<StateSizes, 'model' | 'training'> {
  try {
    return { model: readModelSettings(model), training: readTrainingSettings(training) };
  } catch (error) {
    // Whose settings are newer is said already.
    if (!(error instanceof CharloomError) || error.code === 'model-invalid') throw error;
    throw new CharloomError('model-invalid', sentence`The settings of this PyTorch job are wrong: ${error.sentence}`);
  }
}

/** Symbols that are joined at a time. */
const pieceLength = 2 ** 16;

/** The text, which must be of these symbols and the one that the settings name. */
function readIds(files: IncomingFiles, { text }: Settings, symbols: readonly string[]): Ids {
  const width = widths[text.type];
  const bytes = text.characters * width;
  if (files.files.get(jobFiles.text) !== bytes)
    throw invalid(sentence`${jobFiles.text} does not hold the text's ${text.characters} ids`);
  const stored = files.read(jobFiles.text, 0, bytes);
  const ids = asIds(text.type, stored);
  const digest = createHash('sha256');
  for (let start = 0; start < ids.length; start += pieceLength) {
    let piece = '';
    for (const id of ids.subarray(start, start + pieceLength)) {
      if (id >= symbols.length) throw invalid(sentence`${jobFiles.text} holds an id that the vocabulary lacks`);
      piece += symbols[id];
    }
    digest.update(piece, 'utf8');
  }
  if (digest.digest('hex') !== text.hash)
    throw invalid(sentence`${jobFiles.text} is not the text that its settings name`);
  return ids;
}

function asIds(type: IdType, stored: Uint8Array): Ids {
  if (type === 'uint8') return stored;
  const { buffer, byteOffset, length } = stored.byteOffset % 4 === 0 ? stored : Uint8Array.from(stored);
  return type === 'uint16'
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Uint32Array(buffer, byteOffset, length / 4);
}

function invalid(what: Sentence): CharloomError {
  return new CharloomError('model-invalid', sentence`This is not a sound PyTorch job: ${what}. Get the folder again.`);
}
