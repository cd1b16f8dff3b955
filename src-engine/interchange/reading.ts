// Which format the files are of that somebody has chosen, and the model that they hold.

import path from 'node:path';
import { existsSync } from 'node:fs';
import { CharloomError } from '../errors.ts';
import type { ExportFormat } from '../protocol/index.ts';
import { openFiles } from './files.ts';
import { formatOf } from './formats.ts';
import { folderFiles } from './safetensors-folder.ts';
import type { ReadingJob } from './messages.ts';
import type { IncomingModel } from './types.ts';

export interface ReadModel {
  readonly format: ExportFormat;
  readonly incoming: IncomingModel;
}

/** @throws CharloomError with one sentence, whatever is wrong with the files */
export function readModel({ path: chosen }: ReadingJob): ReadModel {
  const files = openFiles(wholeOf(chosen));
  try {
    const format = formatOf(files);
    if (!format) throw unknownFormat(chosen);
    return { format: format.format, incoming: format.read(files) };
  } finally {
    files.close();
  }
}

/** Who picks the weights out of an exported folder means the folder. */
function wholeOf(chosen: string): string {
  const folder = path.dirname(chosen);
  const isPart = path.basename(chosen) === folderFiles.weights;
  return isPart && existsSync(path.join(folder, folderFiles.config)) ? folder : chosen;
}

function unknownFormat(chosen: string): CharloomError {
  return new CharloomError(
    'model-invalid',
    `${path.basename(chosen)} is no model that Charloom can read. Choose the file or folder that was exported.`,
  );
}
