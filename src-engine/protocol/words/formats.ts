// What is said of the formats that models leave in, and of what an export may choose: in the window, on the command
// line, in refusals.

import type { ExportFormat } from '../choices.ts';
import type { ExportOption } from '../formats.ts';
import { sentence } from '../text/sentences.ts';
import type { Sentence } from '../text/sentences.ts';

export interface FormatWords {
  readonly title: string;
  /** What it is for, in one line. */
  readonly purpose: string;
  /** What it is, in half a line, where all formats are listed. */
  readonly inBrief: string;
  /** What one is called: 'a PyTorch job'. */
  readonly what: string;
  /** What a file of it is to somebody who opens one. */
  readonly origin: string;
  /**
   * What lies in it; null where its options say that.
   * @param text the name of the text that the model was trained on
   */
  readonly contents: ((text: string) => Sentence) | null;
}

export const formatWords: Readonly<Record<ExportFormat, FormatWords>> = {
  charloom: {
    title: 'Charloom file',
    purpose: 'Everything: it trains on in another Charloom.',
    inBrief: 'one file with everything',
    what: 'a Charloom model',
    origin: 'Charloom file',
    contents: null,
  },
  safetensors: {
    title: 'safetensors',
    purpose: 'For PyTorch, with a script that loads it.',
    inBrief: 'a folder for PyTorch',
    what: 'a safetensors folder',
    origin: 'safetensors folder written by Charloom',
    contents: () =>
      sentence`A folder with model.safetensors in PyTorch’s own names and shapes, config.json, vocabulary.json and model.py. It can be imported again.`,
  },
  onnx: {
    title: 'ONNX',
    purpose: 'For other programs, on any system.',
    inBrief: 'a folder with two graphs',
    what: 'an ONNX folder',
    origin: 'ONNX folder written by Charloom',
    contents: () =>
      sentence`A folder with one model that reads a symbol at a time and one that reads a whole sequence; the vocabulary is in both. It can be imported again.`,
  },
  html: {
    title: 'Web page',
    purpose: 'A page to send to friends: it works offline.',
    inBrief: 'a page that works by itself',
    what: 'a web page',
    origin: 'web page written by Charloom',
    contents: () => sentence`The page itself adds less than 200 kB. It loads nothing and sends nothing.`,
  },
  'pytorch-job': {
    title: 'PyTorch job',
    purpose: 'For a cluster: it trains on under torchrun.',
    inBrief: 'a folder that trains on',
    what: 'a PyTorch job',
    origin: 'PyTorch job written by Charloom',
    contents: (text) =>
      sentence`A folder with ${text}, the weights, the optimizer’s state, the settings and a script. What it writes can be imported as the continuation of this run.`,
  },
};

/** Said of a format that needs the text, where the library has it no more. */
export const lacksTextWords = 'It needs the text, which is not here.';

/** Of what works by itself, and of which nobody would expect that it is taken in again. */
export const importRefusal =
  'A page works by itself and cannot be imported. Import what the same run was exported as in another format.';

interface OptionWords {
  readonly title: string;
  /** What giving it does, as the command line's help says it. */
  readonly flagHelp: string;
  /** What it means to have it, beside its control; what is not a sentence by itself is made one of what it names. */
  readonly hint?: string | ((name: string) => Sentence);
  /** Why it cannot be had. */
  readonly lacking?: string;
}

export const exportOptionWords = {
  precision: { title: 'Weights', flagHelp: 'of the weights' },
  continues: {
    title: 'Include the training state',
    hint: 'Moments, carried state and history: training goes on exactly. Without, the file is about a third as large.',
    flagHelp: 'the weights only, without what training needs to go on',
  },
  text: {
    title: 'Include the text',
    hint: (text: string) =>
      sentence`${text} comes along. Without, it must be in the other library before training goes on.`,
    lacking: 'The text is not in this library, so it cannot come along.',
    flagHelp: 'without the text that the run trains on',
  },
} as const satisfies Readonly<Record<ExportOption, OptionWords>>;
