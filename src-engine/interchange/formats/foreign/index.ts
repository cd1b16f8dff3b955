// Somebody else's model as it was chosen: its safetensors file, what the user says of its tensors, and its vocabulary,
// from a file of its own or from beside the model.

import path from 'node:path';
import { CharloomError } from '../../../errors.ts';
import type { ModelInspection } from '../../../protocol/interchange.ts';
import { amount, sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import { shortened } from '../../../quoting.ts';
import { openFiles, readSmall } from '../../parts/files.ts';
import type { ChosenModel, IncomingFiles, IncomingModel } from '../../types.ts';
import { findForeign, findVocabulary, isForeign } from './files.ts';
import { inspectForeign, readForeign } from './model.ts';
import type { Answers } from './model.ts';
import { maxVocabularyFileBytes, parseVocabulary } from '../../parts/vocabulary-file.ts';
import type { FileVocabulary } from '../../parts/vocabulary-file.ts';

/** What is asked of the files of a model that Charloom has not written. */
export const foreignModels = { isMeant: isForeign, find, read, inspect } as const;

/** The path of its weights. @throws CharloomError 'model-invalid' where there is not just one model */
function find(files: IncomingFiles, job: ChosenModel): string {
  return findForeign(files, path.basename(job.path));
}

/** @throws CharloomError 'model-invalid' */
function read(files: IncomingFiles, job: ChosenModel): IncomingModel {
  const found = find(files, job);
  const { ignored = [] } = job;
  const { mapping, classes, problem } = inspectForeign(files, found, answersOf(files, found, job));
  if (problem) throw new CharloomError('model-invalid', problem.sentence);
  const vocabulary = vocabularyOf(files, job, classes);
  if (vocabulary === null) throw new CharloomError('model-invalid', vocabularyWanted(classes));
  const name = path.parse(job.path).name;
  return {
    model: readForeign(files, found, { name, mapping, ignored, vocabulary }),
    golden: null,
    precision: 'float32',
  };
}

/** @throws CharloomError 'model-invalid' for what cannot be read whatever the user says of it */
function inspect(files: IncomingFiles, job: ChosenModel): ModelInspection {
  const found = find(files, job);
  const answers = answersOf(files, found, job);
  const { tensors, mapping, model, classes, problem, notes } = inspectForeign(files, found, answers);
  const vocabulary = vocabularyOf(files, job, classes);
  return {
    format: 'foreign',
    name: path.parse(job.path).name,
    model,
    unit: vocabulary?.unit ?? 'codepoint',
    vocabulary: vocabulary?.symbols.length ?? null,
    vocabularyWanted: vocabulary === null ? vocabularyWanted(classes) : otherVocabularyWanted(vocabulary, classes),
    step: null,
    continues: false,
    hasText: false,
    validation: null,
    proof: null,
    tensors,
    mapping,
    problem,
    notes: [...notes, ...(vocabulary?.notes ?? [])],
  };
}

/** A mapping that names both ends of a model is whole; else it is laid over what can be told without it. */
function answersOf(files: IncomingFiles, found: string, { mapping, ignored = [] }: ChosenModel): Answers {
  if (mapping === undefined) return { ignored };
  if ('rnn.weight_hh_l0' in mapping && 'head.weight' in mapping) return { mapping, ignored };
  return { mapping: { ...inspectForeign(files, found, { ignored }).mapping, ...mapping }, ignored };
}

function vocabularyOf(
  files: IncomingFiles,
  { vocabularyPath }: ChosenModel,
  classes: number | null,
): FileVocabulary | null {
  if (vocabularyPath === undefined) return findVocabulary(files, classes);
  const chosen = openFiles(vocabularyPath);
  try {
    refuseAsVocabulary(vocabularyPath, chosen.files.get(''));
    const bytes = readSmall(chosen, '', maxVocabularyFileBytes);
    return parseVocabulary(path.basename(vocabularyPath), bytes, classes);
  } finally {
    chosen.close();
  }
}

function refuseAsVocabulary(vocabularyPath: string, bytes: number | undefined): void {
  if (bytes !== undefined && bytes > 0) return;
  const name = shortened(path.basename(vocabularyPath));
  throw new CharloomError(
    'model-invalid',
    bytes === undefined
      ? sentence`"${name}" is a folder. Choose a JSON file with the list of the characters, in the order of their ids.`
      : sentence`"${name}" is empty. Choose a JSON file with the list of the characters, in the order of their ids.`,
  );
}

/** Null where the model scores what it has. */
function otherVocabularyWanted({ symbols }: FileVocabulary, classes: number | null): Sentence | null {
  if (classes === null || classes === symbols.length) return null;
  return sentence`Its vocabulary has ${amount(symbols.length, 'character')}, and the model scores ${amount(classes)}: choose another one.`;
}

function vocabularyWanted(classes: number | null): Sentence {
  return classes === null
    ? sentence`Its vocabulary is missing: choose the JSON file or the text that lists its characters in the order of their ids.`
    : sentence`Its vocabulary is missing: choose the JSON file or the text that lists its ${classes} characters in the order of their ids.`;
}
