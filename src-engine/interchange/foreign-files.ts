// Which of the files that were chosen is somebody else's model and which its vocabulary, and what to say of files that hold a model
// in a form that is not read.

import { CharloomError } from '../errors.ts';
import type { IncomingFiles } from './types.ts';
import { type FileVocabulary, largestVocabularyFile, parseVocabulary } from './vocabulary-file.ts';

const pickleEnding = /\.(pt|pth|bin|ckpt|pkl|pickle)$/i;
const vocabularyName = /(vocab|char|token|symbol|alphabet)[^/]*\.json$/i;

const openingBrace = '{'.charCodeAt(0);

/** Whether that may be somebody else's model. @throws CharloomError 'model-invalid' for a pickle, with the remedy */
export function isForeign(files: IncomingFiles, name: string): boolean {
  const paths = [...files.files.keys()];
  if (paths.some((path) => path.endsWith('.safetensors'))) return true;
  for (const path of paths) refusePickle(files, path, path === '' ? name : path);
  const bytes = files.files.get('');
  if (bytes === undefined) return false;
  // Behind the length stands the header.
  return name.endsWith('.safetensors') || (bytes > 8 && files.read('', 8, 1)[0] === openingBrace);
}

/** The path of the safetensors file. @throws CharloomError 'model-invalid' where there is not just one */
export function findForeign(files: IncomingFiles): string {
  if (files.files.has('')) return '';
  const found = [...files.files.keys()].filter((path) => path.endsWith('.safetensors'));
  if (found.length === 1) return found[0];
  throw new CharloomError(
    'model-invalid',
    found.length === 0
      ? 'There is no model in this folder. Choose a folder that Charloom exported, or a .safetensors file.'
      : `There are ${found.length} .safetensors files in this folder. Choose the one with the model.`,
  );
}

/** The vocabulary that lies beside the model; null where there is none. @throws CharloomError 'model-invalid' for one that is unsound */
export function findVocabulary(files: IncomingFiles): FileVocabulary | null {
  const path = [...files.files.keys()].find((name) => vocabularyName.test(name));
  if (path === undefined) return null;
  const bytes = files.files.get(path) ?? 0;
  return parseVocabulary(path, files.read(path, 0, Math.min(bytes, largestVocabularyFile + 1)));
}

/** A pickle is a program, and runs when it is opened. */
function refusePickle(files: IncomingFiles, path: string, name: string): void {
  const start = files.read(path, 0, Math.min(64, files.files.get(path) ?? 0));
  // A .pt is a zip whose first entry is the pickle; older ones are pickles themselves.
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  const isPickled = start[0] === 0x80 && start[1] >= 2 && start[1] <= 5;
  const isTorchZip = isZip && (pickleEnding.test(name) || Buffer.from(start).includes('data.pkl'));
  if (!isTorchZip && !(isPickled && (pickleEnding.test(name) || path === ''))) return;
  throw new CharloomError(
    'model-invalid',
    `${name || 'This file'} is a Python pickle, which could run any program when it is opened: in Python, save the model with safetensors.torch.save_file(model.state_dict(), "model.safetensors") and import that.`,
  );
}
