// An export: reads the checkpoint, has the format write it beside its place, reads that again as a stranger would, and
// only then gives it its name.

import path from 'node:path';
import { CharloomError } from '../../errors.ts';
import type { CompiledKernels } from '../../kernels/wasm.ts';
import { readModels } from '../../library/models-alone.ts';
import type { Exported, Proof } from '../../protocol/index.ts';
import type { ExportKind, Destination } from '../../files/replacing.ts';
import { shortened } from '../../quoting.ts';
import { writeWholeFile, writeWholeFolder } from '../../files/writing.ts';
import type { CheckedWriting, Written } from '../../files/writing.ts';
import { exportKind } from './earlier-export.ts';
import { openFiles } from '../parts/files.ts';
import { foreignModels } from '../formats/foreign/index.ts';
import { formatNamed } from '../formats/index.ts';
import { goldenOf, proofOf, requireProof } from '../proof/golden.ts';
import type { ModelExportJob, ModelJobOptions } from './job.ts';
import { portableModel } from './portable.ts';
import type { WantedModel } from './portable.ts';
import { readModel, watching, withFiles } from './chosen.ts';
import { heldOutText, roundingLoss } from '../proof/rounding-loss.ts';
import type { Format } from '../formats/format.ts';
import { isNeeded, optionsFor } from '../../protocol/formats.ts';
import type { Attachment } from '../../protocol/formats.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { ChosenModel, IncomingModel, OutgoingFile } from '../types.ts';

/** Up to where the bar stands after each part. */
const shares = { read: 0.2, computed: 0.3, written: 0.85 };

/** @throws CharloomError with one sentence; nothing is left of it then */
export async function exportModel(
  compiled: CompiledKernels,
  job: ModelExportJob,
  { signal, onProgress }: ModelJobOptions,
): Promise<Exported> {
  const format = formatNamed(job.format);
  const { model, heldOut } = readModels(job.libraryFile, (models) => ({
    model: portableModel(models, { ...job, ...contentsOf(job) }),
    heldOut: job.options.precision === 'float32' ? null : heldOutText(models, job.run),
  }));
  signal.throwIfAborted();
  onProgress(shares.read);
  const files = format.write(model, goldenOf(compiled, model), job.options);
  onProgress(shares.computed);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const destination = { path: job.path, mayReplace: job.mayReplace, library: job.libraryFile };
  const { bytes, result } = await writeAll(destination, exportKind(format), files, {
    signal,
    onBytes(more) {
      done += more;
      onProgress(shares.computed + (shares.written - shares.computed) * Math.min(1, done / total));
    },
    check: async (part) => {
      const { proof, stored } = prove(compiled, format, part);
      const isRounded = stored.precision !== 'float32';
      const models = { exact: model, stored: stored.model };
      return { proof, loss: isRounded && heldOut ? await roundingLoss(compiled, heldOut, models, signal) : null };
    },
  });
  onProgress(1);
  return { files: files.length, bytes, ...result };
}

/** Reads a model's files and asks it its golden prompt again. @throws CharloomError */
export function verifyModel(compiled: CompiledKernels, job: ChosenModel, options: ModelJobOptions): Proof {
  const onRead = watching(options, 1);
  // Somebody else's model cannot be proved, whatever else it may lack.
  withFiles(job, onRead, (files, format) => {
    if (format !== null) return;
    foreignModels.find(files, job);
    throw cannotBeProved(job.path);
  });
  const { format, incoming } = readModel(job, onRead);
  return proofOf(compiled, format, incoming);
}

function cannotBeProved(file: string): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`"${shortened(path.basename(file))}" was not written by Charloom, so there is no proof in it that could be checked. It may still be imported.`,
  );
}

/** What the format takes along. A text without the run's state would be of no use. */
function contentsOf({ format, options }: ModelExportJob): Pick<WantedModel, Attachment> {
  const { continues = false, text = false } = optionsFor(format, options);
  const goesOn = continues || isNeeded(format, 'continues');
  return { continues: goesOn, text: isNeeded(format, 'text') ? 'needed' : goesOn && text };
}

function prove(
  compiled: CompiledKernels,
  format: Format,
  written: string,
): { readonly proof: Proof; readonly stored: IncomingModel } {
  const files = openFiles(written);
  try {
    const stored = format.read(files);
    const proof = proofOf(compiled, format.name, stored);
    requireProof(proof);
    return { proof, stored };
  } finally {
    files.close();
  }
}

function writeAll<Result>(
  destination: Destination,
  kind: ExportKind,
  files: readonly OutgoingFile[],
  options: CheckedWriting<Result>,
): Promise<Written<Result>> {
  const [single] = files;
  if (single.path === '') return writeWholeFile(destination, kind, single.pieces, options);
  return writeWholeFolder(destination, kind, files, options);
}
