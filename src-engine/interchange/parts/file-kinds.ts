// What a file is that cannot be read as a model, told by what is in it (its name helps only where that is not enough),
// and the way on from there: people choose a pickle, a page that came instead of a download, or a pointer to a file,
// and are told so.

import { CharloomError } from '../../errors.ts';
import { beginsAsSafetensors } from '../../protocol/model-files.ts';
import { amount, sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { kerasGates } from './transposed.ts';
import type { IncomingFiles } from '../types.ts';

/** Bytes of a file's beginning that are looked at. */
const lookedAt = 512;

interface Beginning {
  /** As the user knows it. */
  readonly name: string;
  readonly start: Uint8Array;
  /** Of the whole file. */
  readonly bytes: number;
}

interface Kind {
  readonly isMeant: (start: string, file: Beginning) => boolean;
  /** @param it the file, as a sentence about it begins */
  readonly words: (it: Sentence, start: string) => Sentence;
}

const pickleEnding = /\.(pt|pth|bin|ckpt|pkl|pickle)$/i;
const kerasWay = sentence`in Python, save its kernels with safetensors.numpy.save_file, transposed and named as torch.nn.LSTM names them (weight_ih_l0, …). ${kerasGates}`;
const saveFile = 'safetensors.torch.save_file(model.state_dict(), "model.safetensors")';

/** The first that fits; strings are one byte a character. */
const kinds: readonly Kind[] = [
  { isMeant: (_, { bytes }) => bytes === 0, words: (it) => sentence`${it} is empty. Download or copy it again.` },
  {
    isMeant: (start) => start.startsWith('version https://git-lfs.github.com/spec/'),
    words: (it, start) => {
      const size = /^size (\d{1,15})$/m.exec(start)?.[1];
      return size === undefined
        ? sentence`${it} is a Git LFS pointer, which only stands for the file: run "git lfs pull" in its repository, and choose it again.`
        : sentence`${it} is a Git LFS pointer, which only stands for the file of ${amount(Number(size), 'byte')}: run "git lfs pull" in its repository, and choose it again.`;
    },
  },
  {
    isMeant: (start) => /^(\u00ef\u00bb\u00bf)?\s*<(!doctype\s+html|html|head|body)\b/i.test(start),
    words: (it) =>
      sentence`${it} is a web page, and no model is in it: perhaps it came in place of a download. Download the file itself again.`,
  },
  {
    isMeant: (start) => start.startsWith('\u0089HDF\r\n'),
    words: (it) => sentence`${it} is a Keras model (HDF5): ${kerasWay}`,
  },
  {
    isMeant: (start, { name }) =>
      isZip(start) && (/\.keras$/i.test(name) || /\.weights\.h5|metadata\.json/.test(start)),
    words: (it) => sentence`${it} is a Keras model: ${kerasWay}`,
  },
  {
    isMeant: (start, { name }) => start.startsWith('\u0093NUMPY') || (isZip(start) && /\.npz$/i.test(name)),
    words: (it) =>
      sentence`${it} holds arrays of NumPy: in Python, name them as torch.nn.LSTM does (weight_ih_l0, …) and save them with safetensors.numpy.save_file.`,
  },
  {
    isMeant: (start, { name }) => isPickle(start) || (isZip(start) && isOfTorch(start, name)),
    words: (it) =>
      sentence`${it} is a Python pickle (PyTorch), which could run any program when it is opened: in Python, save the model with ${saveFile} and import that.`,
  },
  {
    isMeant: (start) => start.startsWith('GGUF'),
    words: (it) =>
      sentence`${it} is a GGUF file, the form of llama.cpp: Charloom reads character models of torch.nn.LSTM, GRU or RNN (.safetensors).`,
  },
  {
    isMeant: (start) => start.slice(4, 8) === 'TFL3',
    words: (it) =>
      sentence`${it} is a TensorFlow Lite model: choose the Keras model that it was made from, and you are told how to go on.`,
  },
  {
    isMeant: (start) => start.startsWith('SQLite format 3\0'),
    words: (it) => sentence`${it} is a database, perhaps a library of Charloom, and no model.`,
  },
  {
    isMeant: (start) =>
      isZip(start) ||
      ['\u001f\u008b', 'BZh', '\u00fd7zXZ', '7z\u00bc\u00af', '\u0028\u00b5\u002f\u00fd', 'Rar!'].some((magic) =>
        start.startsWith(magic),
      ),
    words: (it) => sentence`${it} is a packed archive: unpack it, and choose the model in it.`,
  },
];

/**
 * @param name as the user knows the file
 * @throws CharloomError 'model-invalid' for one that is certainly no part of a model
 */
export function refuseOtherKinds(files: IncomingFiles, path: string, name = path): void {
  const bytes = files.files.get(path) ?? 0;
  const refusal = refusalOf({ name, start: files.read(path, 0, Math.min(lookedAt, bytes)), bytes });
  if (refusal) throw refusal;
}

/** The same of a file whose bytes are all there; null where nothing is known against it. */
export function refusalOfBytes(name: string, bytes: Uint8Array): CharloomError | null {
  return refusalOf({ name, start: bytes.subarray(0, lookedAt), bytes: bytes.length });
}

function refusalOf(file: Beginning): CharloomError | null {
  if (beginsAsSafetensors(file.start)) return null;
  const start = Buffer.from(file.start).toString('latin1');
  const kind = kinds.find(({ isMeant }) => isMeant(start, file));
  if (!kind) return null;
  const it = file.name === '' ? sentence`The file` : sentence`"${shortened(file.name)}"`;
  return new CharloomError('model-invalid', kind.words(it, start));
}

/** A program of Python's pickle machine. */
function isPickle(start: string): boolean {
  return start.startsWith('\u0080') && start.charCodeAt(1) >= 2 && start.charCodeAt(1) <= 5;
}

function isZip(start: string): boolean {
  return start.startsWith('PK\u0003\u0004');
}

/** A .pt is a zip whose first entry is the pickle. */
function isOfTorch(start: string, name: string): boolean {
  return pickleEnding.test(name) || start.includes('data.pkl');
}
