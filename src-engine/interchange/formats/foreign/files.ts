// Which of the files that were chosen is somebody else's model and which its vocabulary, and what to say of files that
// hold a model in a form that is not read.

import path from 'node:path';
import { CharloomError } from '../../../errors.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import { shortened } from '../../../quoting.ts';
import { refuseOtherKinds } from '../../parts/file-kinds.ts';
import { readJson } from '../../parts/files.ts';
import { folderFiles } from '../safetensors/index.ts';
import { beginningBytes, beginsAsSafetensors } from '../../../protocol/model-files.ts';
import type { IncomingFiles } from '../../types.ts';
import { maxVocabularyFileBytes, parseVocabulary } from '../../parts/vocabulary-file.ts';
import type { FileVocabulary } from '../../parts/vocabulary-file.ts';

const modelEnding = /\.(safetensors|pt|pth|bin|ckpt|pkl|pickle|h5|hdf5|keras|npz|npy|gguf|tflite)$/i;
const weightsEnding = /\.safetensors$/i;
/** The list of the pieces that a large model was cut into. */
const indexEnding = /\.index\.json$/i;
const pieceName = /-(\d{1,5})-of-(\d{1,5})\.safetensors$/i;
const maxIndexBytes = 16e6;

/** What the file is called that says which symbol has which id. */
const vocabularyName =
  /(^|[^a-z])(vocab(ulary)?|chars?|characters?|tokens?|symbols?|alphabet|[is]to[is]|(char|token|idx|index|int|id|ix)s?_?(2|to)_?(char|token|idx|index|int|id|ix)s?)[^/]*\.(json|txt|pkl|pickle)$/i;
/** Those of Hugging Face's that are called like one. */
const settingsName = /(tokenizer_config|special_tokens_map|added_tokens)\.json$/i;

/**
 * Whether that may be somebody else's model.
 * @throws CharloomError 'model-invalid' for what is certainly none, with the remedy
 */
export function isForeign(files: IncomingFiles, name: string): boolean {
  const bytes = files.files.get('');
  if (bytes === undefined) {
    refuseOtherModels(files);
    return true;
  }
  refuseOtherKinds(files, '', name);
  if (indexEnding.test(name)) throw isList(files, name);
  if (weightsEnding.test(name)) return true;
  return beginsAsSafetensors(files.read('', 0, Math.min(beginningBytes, bytes)));
}

/** Of a folder without a model that could be read. */
function refuseOtherModels(files: IncomingFiles): void {
  const paths = [...files.files.keys()];
  if (paths.some((name) => weightsEnding.test(name))) return;
  for (const name of paths) if (modelEnding.test(name)) refuseOtherKinds(files, name);
}

/**
 * The path of the safetensors file.
 * @param name of what was chosen
 * @throws CharloomError 'model-invalid' where there is not just one, and where it is but a piece of a model
 */
export function findForeign(files: IncomingFiles, name: string): string {
  if (files.files.has('')) {
    refusePiece(name);
    return '';
  }
  const found = [...files.files.keys()].filter(
    (one) => weightsEnding.test(one) && path.posix.basename(one) !== folderFiles.golden,
  );
  if (found.length === 0) throw noModel(files);
  refusePieces(files, found);
  if (found.length === 1) {
    refuseOtherKinds(files, found[0]);
    return found[0];
  }
  throw new CharloomError(
    'model-invalid',
    sentence`There are ${found.length} .safetensors files in this folder, such as "${shortened(found[0])}" and "${shortened(found[1])}". Choose the one with the model.`,
  );
}

/**
 * The vocabulary that lies beside the model; null where there is none.
 * @throws CharloomError 'model-invalid' for one that is unsound
 */
export function findVocabulary(files: IncomingFiles, classes: number | null): FileVocabulary | null {
  let refusal: CharloomError | null = null;
  for (const name of files.files.keys()) {
    if (!vocabularyName.test(name) || settingsName.test(name)) continue;
    try {
      const bytes = files.files.get(name) ?? 0;
      return parseVocabulary(name, files.read(name, 0, Math.min(bytes, maxVocabularyFileBytes + 1)), classes);
    } catch (error) {
      if (!(error instanceof CharloomError) || error.code !== 'model-invalid') throw error;
      // Another one may be sound.
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
  return null;
}

function noModel({ files, unopened = [] }: IncomingFiles): CharloomError {
  const link = unopened.find((name) => weightsEnding.test(name));
  const why =
    link !== undefined
      ? sentence`"${shortened(link)}" is a link that leads to no file: download the model again.`
      : files.has(folderFiles.golden)
        ? sentence`It has only the proof of an export: "${folderFiles.weights}" is missing. Export it again.`
        : sentence`Choose a folder that Charloom exported, or a .safetensors file.`;
  return new CharloomError('model-invalid', sentence`There is no model in this folder. ${why}`);
}

const joining = sentence`in Python, put what safetensors.torch.load_file gives of each piece into one dict, and write that with safetensors.torch.save_file.`;

function refusePiece(name: string): void {
  const [, piece, of] = pieceName.exec(name) ?? [];
  if (piece === undefined || Number(of) === 1) return;
  throw new CharloomError(
    'model-invalid',
    sentence`This is piece ${Number(piece)} of the ${Number(of)} that a model was cut into. Join them: ${joining}`,
  );
}

/** Of a folder; also whether all pieces are there. */
function refusePieces(files: IncomingFiles, found: readonly string[]): void {
  const index = [...files.files.keys()].find((name) => indexEnding.test(name));
  const pieces = found.filter((name) => Number(pieceName.exec(name)?.[2] ?? 1) > 1);
  if (pieces.length === 0 && index === undefined) return;
  const folder = path.posix.dirname(index ?? pieces[0]);
  const listed = index === undefined ? [] : piecesOf(files, index).map((name) => path.posix.join(folder, name));
  const wanted = new Set([...pieces.flatMap(namesOfAll), ...listed]);
  // A list of one is whole.
  if (wanted.size < 2 && found.length === 1 && wanted.has(found[0])) return;
  if (wanted.size === 0) return;
  const missing = [...wanted].find((name) => !files.files.has(name));
  throw new CharloomError(
    'model-invalid',
    missing === undefined
      ? sentence`The model is in ${wanted.size} pieces. Join them: ${joining}`
      : sentence`The model is in ${wanted.size} pieces, of which "${shortened(missing)}" is missing. Download it as well, and join them: ${joining}`,
  );
}

/** The names of all pieces that belong to this one. */
function namesOfAll(name: string): string[] {
  const [ending, piece, of] = pieceName.exec(name) ?? [];
  if (ending === undefined) return [];
  const stem = name.slice(0, -ending.length);
  const digits = piece.length;
  // Whatever the name claims, it is not listed beyond sense.
  const count = Math.min(Number(of), 1000);
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(digits, '0');
    return `${stem}-${number}-of-${of}.safetensors`;
  });
}

/** What the list names; nothing where it is no list. */
function piecesOf(files: IncomingFiles, index: string): readonly string[] {
  const list = readJson(files, index, maxIndexBytes);
  const map = typeof list === 'object' && list !== null && 'weight_map' in list ? list.weight_map : null;
  if (typeof map !== 'object' || map === null) return [];
  return [...new Set(Object.values(map).filter((name): name is string => typeof name === 'string'))];
}

function isList(files: IncomingFiles, name: string): CharloomError {
  const count = piecesOf(files, '').length;
  return new CharloomError(
    'model-invalid',
    count > 1
      ? sentence`"${shortened(name)}" is the list of a model in ${count} pieces, without its weights. Join them: ${joining}`
      : sentence`"${shortened(name)}" is the list of the pieces of a model, without its weights. Join them: ${joining}`,
  );
}
