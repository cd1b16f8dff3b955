// Which format the files are of that somebody has chosen, and the model that they hold.

import path from 'node:path';
import { statSync } from 'node:fs';
import { CharloomError } from '../../errors.ts';
import type { ExportFormat } from '../../protocol/index.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { openFiles } from '../parts/files.ts';
import type { OnRead, OpenedFiles } from '../parts/files.ts';
import { foreignModels } from '../formats/foreign/index.ts';
import { companionOf, formatOf } from '../formats/index.ts';
import type { ModelJobOptions } from './job.ts';
import type { Format } from '../formats/format.ts';
import type { ChosenModel, IncomingFiles, IncomingModel } from '../types.ts';

/**
 * For the reading of a job: tells how far it is, and ends it if that is asked for.
 * @param share that the reading is of the whole
 */
export function watching({ signal, hear = () => {}, onProgress }: ModelJobOptions, share: number): OnRead {
  let done = 0;
  return (bytes, total) => {
    hear();
    signal.throwIfAborted();
    done += bytes;
    onProgress(share * Math.min(1, done / total));
  };
}

export interface ReadModel {
  readonly format: ExportFormat | 'foreign';
  readonly incoming: IncomingModel;
}

/**
 * @throws CharloomError with one sentence, whatever is wrong with the files
 */
export function readModel(job: ChosenModel, onRead: OnRead): ReadModel {
  return withFiles(job, onRead, (files, format) =>
    format
      ? { format: format.name, incoming: format.read(files) }
      : { format: 'foreign', incoming: foreignModels.read(files, job) },
  );
}

/**
 * Opens what was chosen. `format` is null where it is somebody else's safetensors file.
 * @throws CharloomError with one sentence where it is neither
 */
export function withFiles<Result>(
  { path: chosen }: ChosenModel,
  onRead: OnRead,
  look: (files: IncomingFiles, format: Format | null) => Result,
): Result {
  const { files, format } = openChosen(chosen, onRead);
  try {
    if (!format && !foreignModels.isMeant(files, path.basename(chosen))) throw unknownFormat(chosen);
    return look(files, format);
  } finally {
    files.close();
  }
}

function openChosen(chosen: string, onRead: OnRead): { readonly files: OpenedFiles; readonly format: Format | null } {
  if (isPart(chosen)) {
    const folder = openAs(path.dirname(chosen), onRead);
    // The folder around it may be somebody else's: then the file is meant.
    if (folder.format !== null) return folder;
    folder.files.close();
  }
  return openAs(chosen, onRead);
}

function openAs(chosen: string, onRead: OnRead): ReturnType<typeof openChosen> {
  const files = openFiles(chosen, onRead);
  try {
    return { files, format: formatOf(files) };
  } catch (error) {
    files.close();
    throw error;
  }
}

/** Who picks the weights out of an exported folder means the folder. */
function isPart(chosen: string): boolean {
  const companion = companionOf(path.basename(chosen));
  if (companion === null) return false;
  return statSync(path.join(path.dirname(chosen), companion), { throwIfNoEntry: false })?.isFile() ?? false;
}

function unknownFormat(chosen: string): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`"${shortened(path.basename(chosen))}" is no model that Charloom can read. Choose the file or folder that was exported, or the .safetensors of an nn.LSTM, GRU or RNN.`,
  );
}
