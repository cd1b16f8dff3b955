// An import: reads a model's files as a stranger's, asks it its golden prompt, and brings its text into the library
// where it has one. The run itself is the host's to add.

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { blockSymbols, widthFor } from '../../corpus/symbols.ts';
import { CharloomError } from '../../errors.ts';
import { CorporaAlone } from '../../library/corpora-alone.ts';
import type { CompiledKernels } from '../../kernels/wasm.ts';
import { layOutParameters } from '../../nn/parameters.ts';
import type { CorpusId, ExportFormat } from '../../protocol/index.ts';
import { formatFacts } from '../../protocol/formats.ts';
import { importRefusal } from '../../protocol/words/formats.ts';
import { fromTable, sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { defaultPreparation } from '../../settings/defaults.ts';
import type { Ids } from '../../corpus/symbols.ts';
import { namedText } from '../parts/description.ts';
import { shapeOfSize, sizeOfModel } from '../parts/model-size.ts';
import { proofOf, requireProof } from '../proof/golden.ts';
import type { ModelImportJob, ImportOptions, Loaded } from './job.ts';
import { readModel, watching } from './chosen.ts';
import type { PortableModel, TrainedText } from '../types.ts';

type Corpora = CorporaAlone['corpora'];

/** Up to where the bar stands after each part; the host adds the run. */
const shares = { read: 0.4, proved: 0.5, text: 0.9 };

/** @throws CharloomError with one sentence; what has begun of its text by then is the caller's to take away */
export async function importModel(
  compiled: CompiledKernels,
  job: ModelImportJob,
  options: ImportOptions,
): Promise<Loaded> {
  const { format, incoming } = readModel(job, watching(options, shares.read));
  checkImportable(format);
  const { model } = incoming;
  options.onProgress(shares.read);
  options.signal.throwIfAborted();
  if (incoming.golden) requireProof(proofOf(compiled, format, incoming));
  options.onProgress(shares.proved);
  const corpus = await bringText(model, job.libraryFile, options);
  options.onProgress(shares.text);
  const { count } = layOutParameters(shapeOfSize(sizeOfModel(model)));
  return { format, model: withoutIds(model), corpus, parameters: count };
}

/**
 * @throws CharloomError 'model-invalid' for a page: its weights may be rounded, and nobody would look for a model in it
 */
export function checkImportable(format: ExportFormat | 'foreign'): void {
  if (format === 'foreign' || formatFacts[format].isImportable) return;
  throw new CharloomError('model-invalid', fromTable(importRefusal));
}

/** Whether a text is in the library just as the model had it: the same symbols under the same ids. */
export function findText(corpora: Corpora, model: PortableModel): CorpusId | null {
  const named = namedText(model);
  const found = named && corpora.findByHash(named.hash, model.unit);
  if (!found || found.characters !== named.characters) return null;
  const { symbols } = corpora.symbols(found.id);
  const isSame = symbols.length === model.symbols.length && symbols.every((symbol, id) => symbol === model.symbols[id]);
  return isSame ? found.id : null;
}

async function bringText(model: PortableModel, libraryFile: string, options: ImportOptions): Promise<CorpusId | null> {
  const library = new CorporaAlone(libraryFile);
  try {
    const known = findText(library.corpora, model);
    const text = model.continuation?.text;
    if (known !== null) bringNumbers(library.corpora, known, model);
    if (known !== null || !text?.ids) return known;
    const counts = checkText(model, text, text.ids);
    const id = library.corpora.begin({
      name: text.name,
      source: text.name,
      encoding: 'UTF-8',
      characters: text.characters,
      width: widthFor(model.symbols.length),
      symbols: model.symbols,
      counts,
      preparation: { ...defaultPreparation, unit: model.unit },
      files: [],
      numbers: model.numbers ?? null,
      recipe: '',
      notes: [sentence`It came with the model "${shortened(model.name)}".`],
    });
    options.onBegun(id);
    for (let part = 0; part * blockSymbols < text.ids.length; part++) {
      options.signal.throwIfAborted();
      const ids = text.ids.subarray(part * blockSymbols, (part + 1) * blockSymbols);
      library.corpora.addBlock(id, part, new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
      await nextTurn();
    }
    return library.complete(id, text.hash);
  } finally {
    library.close();
  }
}

/**
 * What the symbols of a text that is here stand for, where only the model knows.
 * @throws CharloomError 'model-invalid' where they stand for other numbers here: the forecasts of the model would be of
 * those
 */
function bringNumbers(corpora: Corpora, id: CorpusId, { numbers }: PortableModel): void {
  if (!numbers) return;
  const here = corpora.origin(id).numbers;
  if (here === null) corpora.learnNumbers(id, numbers);
  else if (JSON.stringify(here) !== JSON.stringify(numbers)) throw ofOtherNumbers(corpora.find(id).name);
}

function ofOtherNumbers(corpus: string): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`"${shortened(corpus)}" has the very symbols of the model's text, and they stand for other numbers there. Delete that corpus first, or import the model into another library.`,
  );
}

/**
 * @returns how often each symbol stands in the text
 * @throws CharloomError 'model-invalid' where text, hash and vocabulary do not belong together
 */
function checkText({ symbols }: PortableModel, { hash, characters }: TrainedText, ids: Ids): readonly number[] {
  const counts = new Array<number>(symbols.length).fill(0);
  const sum = createHash('sha256');
  for (let start = 0; start < ids.length; start += blockSymbols) {
    let text = '';
    for (const id of ids.subarray(start, start + blockSymbols)) {
      text += symbols[id];
      counts[id]++;
    }
    sum.update(text, 'utf8');
  }
  if (ids.length === characters && counts.every((count) => count > 0) && sum.digest('hex') === hash) return counts;
  throw new CharloomError(
    'model-invalid',
    sentence`The text in the file is not the one that it names. Get the file again.`,
  );
}

function withoutIds(model: PortableModel): PortableModel {
  const { continuation } = model;
  if (!continuation) return model;
  return { ...model, continuation: { ...continuation, text: { ...continuation.text, ids: null } } };
}
