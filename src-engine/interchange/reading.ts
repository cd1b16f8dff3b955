// Which format the files are of that somebody has chosen, and the model that they hold.

import path from 'node:path';
import { existsSync } from 'node:fs';
import { CharloomError } from '../errors.ts';
import type { ExportFormat } from '../protocol/index.ts';
import { openFiles } from './files.ts';
import { isForeign } from './foreign-files.ts';
import { readForeignModel } from './foreign-reading.ts';
import { formatOf } from './formats.ts';
import { jobFiles } from './pytorch-job.ts';
import { folderFiles } from './safetensors-folder.ts';
import type { ReadingJob } from './messages.ts';
import type { Format, IncomingFiles, IncomingModel } from './types.ts';

export interface ReadModel {
  readonly format: ExportFormat | 'foreign';
  readonly incoming: IncomingModel;
}

/** @throws CharloomError with one sentence, whatever is wrong with the files */
export function readModel(job: ReadingJob): ReadModel {
  return withFiles(job, (files, format) =>
    format
      ? { format: format.format, incoming: format.read(files) }
      : { format: 'foreign', incoming: readForeignModel(files, job) },
  );
}

/**
 * Opens what was chosen. `format` is null where it is somebody else's safetensors file.
 * @throws CharloomError with one sentence where it is neither
 */
export function withFiles<Result>(
  { path: chosen }: ReadingJob,
  look: (files: IncomingFiles, format: Format | null) => Result,
): Result {
  const files = openFiles(wholeOf(chosen));
  try {
    const format = formatOf(files);
    if (!format && !isForeign(files, path.basename(chosen))) throw unknownFormat(chosen);
    return look(files, format);
  } finally {
    files.close();
  }
}

/** What lies beside which file of an exported folder. */
const parts: Readonly<Record<string, string>> = {
  [folderFiles.weights]: folderFiles.config,
  [jobFiles.start]: jobFiles.text,
  [jobFiles.result]: jobFiles.text,
};

/** Who picks the weights out of an exported folder means the folder. */
function wholeOf(chosen: string): string {
  const folder = path.dirname(chosen);
  const name = path.basename(chosen);
  const isPart = Object.hasOwn(parts, name) && existsSync(path.join(folder, parts[name]));
  return isPart ? folder : chosen;
}

function unknownFormat(chosen: string): CharloomError {
  return new CharloomError(
    'model-invalid',
    `${path.basename(chosen)} is no model that Charloom can read. Choose the file or folder that was exported.`,
  );
}
