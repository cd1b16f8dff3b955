// A look at a model's files before anything of them is kept.

import type { CompiledKernels } from '../../kernels/wasm.ts';
import { CorporaAlone } from '../../library/corpora-alone.ts';
import type { ExportFormat, ModelInspection, Proof } from '../../protocol/index.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { namedText } from '../parts/description.ts';
import { foreignModels } from '../formats/foreign/index.ts';
import { isProved, proofOf } from '../proof/golden.ts';
import { checkImportable, findText } from './import.ts';
import type { ModelImportJob, ModelJobOptions } from './job.ts';
import { watching, withFiles } from './chosen.ts';
import type { IncomingModel } from '../types.ts';

/** @throws CharloomError 'model-invalid' where it cannot be read at all */
export function inspectModel(
  compiled: CompiledKernels,
  job: ModelImportJob,
  options: ModelJobOptions,
): ModelInspection {
  return withFiles(job, watching(options, 1), (files, format) =>
    format ? inspectOwn(compiled, job.libraryFile, format.name, format.read(files)) : foreignModels.inspect(files, job),
  );
}

function inspectOwn(
  compiled: CompiledKernels,
  libraryFile: string,
  format: ExportFormat,
  incoming: IncomingModel,
): ModelInspection {
  checkImportable(format);
  const { model } = incoming;
  const proof = incoming.golden ? proofOf(compiled, format, incoming) : null;
  const isInLibrary = isTextInLibrary(libraryFile, incoming);
  return {
    format,
    name: model.name,
    model: model.model,
    unit: model.unit,
    vocabulary: model.symbols.length,
    vocabularyWanted: null,
    step: model.training === null ? null : model.step,
    continues: model.continuation !== null,
    hasText: isInLibrary || Boolean(model.continuation?.text.ids),
    validation: model.validation,
    proof,
    tensors: [],
    mapping: {},
    problem: null,
    notes: [...proofNotes(proof), ...trainingNotes(incoming, isInLibrary)],
  };
}

function isTextInLibrary(libraryFile: string, { model }: IncomingModel): boolean {
  const library = new CorporaAlone(libraryFile);
  try {
    return findText(library.corpora, model) !== null;
  } finally {
    library.close();
  }
}

function proofNotes(proof: Proof | null): readonly Sentence[] {
  if (proof === null) return [sentence`It carries no golden logits, so nobody can prove that it is what was exported.`];
  if (isProved(proof)) return [];
  return [sentence`It does not answer as the model that was exported, so it cannot be imported. Export it again.`];
}

function trainingNotes({ model, precision }: IncomingModel, isInLibrary: boolean): readonly Sentence[] {
  const { continuation } = model;
  const text = namedText(model);
  const notes: Sentence[] = [];
  if (precision !== 'float32') notes.push(sentence`Its weights are rounded to ${precision}.`);
  if (continuation === null) {
    notes.push(sentence`It holds the weights only: training would go on with a fresh optimizer.`);
  }
  if (isInLibrary || continuation?.text.ids) return notes;
  notes.push(
    text === null
      ? sentence`It does not say what text it was trained on. It can write, and train further as a branch onto a text of yours.`
      : sentence`Its text, "${shortened(text.name)}", is not in the library. It can write now, and train further once that text is imported.`,
  );
  return notes;
}
