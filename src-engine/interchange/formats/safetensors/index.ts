// The safetensors format: a folder that PyTorch loads. model.safetensors has PyTorch's names and layouts, config.json
// and vocabulary.json say what they mean, model.py reads all of them, and golden.safetensors proves the others: it has
// the golden logits and the hash of each file. Without that file the folder is read as it is, so that others may change
// the model.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { engineFile } from '../../../engine-files.ts';
import { CharloomError } from '../../../errors.ts';
import {
  checkDescription,
  checkOwnVersion,
  checkSymbols,
  checkTogether,
  describe,
  descriptionVersion,
} from '../../parts/description.ts';
import type { Description } from '../../parts/description.ts';
import { refuseOtherKinds } from '../../parts/file-kinds.ts';
import { readJsonObject } from '../../parts/files.ts';
import { checkGolden } from '../../proof/golden.ts';
import { checkMemory } from '../../parts/memory.ts';
import { shapeOfSize, sizeOfModel } from '../../parts/model-size.ts';
import type { ModelSize } from '../../parts/model-size.ts';
import { parseStrictly } from '../../parts/json.ts';
import { writeSafetensors } from '../../parts/safetensors.ts';
import { openTensors } from '../../parts/tensor-file.ts';
import { cellMetadata } from '../../parts/torch-cells.ts';
import { blockOf, tensorsOf, wantedTensors } from '../../parts/tensors.ts';
import type { Tensor } from '../../parts/tensors.ts';
import type { Golden, IncomingFiles, IncomingModel, OutgoingFile, PortableModel } from '../../types.ts';
import { formatFacts } from '../../../protocol/formats.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Format } from '../format.ts';

export const folderFiles = {
  weights: 'model.safetensors',
  config: 'config.json',
  vocabulary: 'vocabulary.json',
  golden: 'golden.safetensors',
  script: 'model.py',
} as const;

const formatName = 'charloom-safetensors';
const maxConfigBytes = 1e6;
const maxVocabularyBytes = 64e6;

/**
 * Whether a folder is one of these, rather than somebody else's, whose files may well have the same names: its
 * configuration says so, or Charloom's proof lies beside it.
 */
function isSafetensorsFolder(files: IncomingFiles): boolean {
  const { weights, config, golden, vocabulary } = folderFiles;
  const has = (name: string): boolean => files.files.has(name);
  if (has(weights) && has(golden) && has(vocabulary)) return true;
  if (!has(weights) || !has(config)) return false;
  try {
    return readJsonObject(files, config, maxConfigBytes)['format'] === formatName;
  } catch (error) {
    if (error instanceof CharloomError && error.code === 'model-invalid') return false;
    throw error;
  }
}

export const safetensorsFormat: Format<'safetensors'> = {
  name: 'safetensors',
  ...formatFacts.safetensors,
  isMeant: isSafetensorsFolder,
  companions: { [folderFiles.weights]: folderFiles.config },

  write(model: PortableModel, golden: Golden): readonly OutgoingFile[] {
    const size = sizeOfModel(model);
    const { classes } = shapeOfSize(size);
    const metadata = { format: 'pt', ...cellMetadata(model.model) };
    const weights = writeSafetensors(tensorsOf(size, model.weights), metadata);
    const config = json({ format: formatName, version: descriptionVersion(model), ...describe(model) });
    const vocabulary = json({ unit: model.unit, symbols: model.symbols });
    const proof = writeSafetensors([{ name: 'logits', shape: [golden.ids.length, classes], values: golden.logits }], {
      format: 'pt',
      prompt: JSON.stringify(golden.ids),
      [folderFiles.weights]: sha256Of(weights),
      [folderFiles.config]: sha256Of([config]),
      [folderFiles.vocabulary]: sha256Of([vocabulary]),
    });
    return [
      fileOf(folderFiles.weights, weights),
      fileOf(folderFiles.config, [config]),
      fileOf(folderFiles.vocabulary, [vocabulary]),
      fileOf(folderFiles.golden, proof),
      fileOf(folderFiles.script, [readFileSync(engineFile('safetensors-script'))]),
    ];
  },

  read(files: IncomingFiles): IncomingModel {
    if (!files.files.has(folderFiles.config)) throw lacksConfig(files);
    if (files.files.has(folderFiles.weights)) refuseOtherKinds(files, folderFiles.weights);
    const { format, version, ...described } = readJsonObject(files, folderFiles.config, maxConfigBytes);
    checkFormat(format);
    checkOwnVersion(sentence`This model`, version, described);
    const description = checkDescription(described, sentence`"${folderFiles.config}"`);
    const { unit, symbols: listed, ...more } = readJsonObject(files, folderFiles.vocabulary, maxVocabularyBytes);
    if (unit !== description.unit || Object.keys(more).length > 0) {
      throw new CharloomError(
        'model-invalid',
        sentence`Vocabulary and settings do not belong together. Get the model again.`,
      );
    }
    const symbols = checkSymbols(listed, description.unit);
    checkTogether(description, symbols);
    const size = sizeOfModel({ ...description, symbols });
    const golden = files.files.has(folderFiles.golden) ? readGolden(files, size) : null;
    const weights = readWeights(files, size);
    return { model: modelOf(description, symbols, weights), golden, precision: 'float32' };
  },
};

function modelOf(
  { trainedOn, ...description }: Description,
  symbols: readonly string[],
  weights: PortableModel['weights'],
): PortableModel {
  return { ...description, symbols, weights, continuation: null, ...(trainedOn && { trainedOn }) };
}

function lacksConfig({ files, unopened = [] }: IncomingFiles): CharloomError {
  const { config, weights } = folderFiles;
  const isFolder = [...files.keys()].some((path) => path.startsWith(`${config}/`));
  const fault = isFolder
    ? sentence`This is an export of Charloom, but its "${config}" is a folder.`
    : unopened.includes(config)
      ? sentence`This is an export of Charloom, but its "${config}" is no file.`
      : sentence`This is an export of Charloom, but its "${config}" is missing.`;
  return new CharloomError(
    'model-invalid',
    sentence`${fault} Export it again, or choose "${weights}" and its vocabulary alone.`,
  );
}

function checkFormat(format: unknown): void {
  if (format === formatName) return;
  throw new CharloomError(
    'model-invalid',
    sentence`"${folderFiles.config}" is not one of Charloom's. Choose the folder that was exported, or the file with the weights alone.`,
  );
}

function readWeights(files: IncomingFiles, size: ModelSize): Float32Array<ArrayBuffer> {
  const file = openTensors(files, folderFiles.weights);
  const wanted = wantedTensors(size);
  // Checked before anything is allocated.
  const found = wanted.filter(({ name }) => file.tensors.has(name));
  for (const { name, shape } of found) file.entry(name, shape);
  checkMemory(size);
  const tensors = found.map(({ name, shape }): [string, Tensor] => [
    name,
    { name, shape, values: file.floats(name, shape) },
  ]);
  return blockOf(size, new Map(tensors));
}

function readGolden(files: IncomingFiles, size: ModelSize): Golden {
  const file = openTensors(files, folderFiles.golden);
  const { tensors, metadata } = file;
  for (const name of [folderFiles.weights, folderFiles.config, folderFiles.vocabulary]) {
    checkHash(files, name, metadata.get(name));
  }
  const entry = tensors.get('logits');
  const ids = promptOf(metadata.get('prompt') ?? '');
  if (!entry || entry.shape.join() !== `${ids.length},${shapeOfSize(size).classes}`) throw brokenGolden();
  const golden = { ids, logits: file.floats('logits', entry.shape) };
  checkGolden(golden, size);
  return golden;
}

function promptOf(text: string): readonly number[] {
  try {
    const ids = parseStrictly(Buffer.from(text));
    if (Array.isArray(ids) && ids.every(Number.isSafeInteger)) return ids as number[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw brokenGolden();
}

function brokenGolden(): CharloomError {
  return new CharloomError('model-invalid', sentence`"${folderFiles.golden}" is damaged. Export the model again.`);
}

const hashedAtOnce = 2 ** 22;

function checkHash(files: IncomingFiles, name: string, expected: string | undefined): void {
  const bytes = files.files.get(name) ?? 0;
  const hash = createHash('sha256');
  for (let offset = 0; offset < bytes; offset += hashedAtOnce) {
    hash.update(files.read(name, offset, Math.min(hashedAtOnce, bytes - offset)));
  }
  if (hash.digest('hex') === expected) return;
  throw new CharloomError(
    'model-invalid',
    sentence`"${name}" is not what was exported. Export the model again; if it was changed on purpose, delete "${folderFiles.golden}" beside it.`,
  );
}

function json(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

function sha256Of(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function fileOf(path: string, pieces: readonly Uint8Array[]): OutgoingFile {
  return { path, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0), pieces };
}
