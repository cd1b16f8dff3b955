// The formats that there are, and how the files of each are told from all others. A new one is a line here.

import { CharloomError } from '../../errors.ts';
import type { ExportFormat } from '../../protocol/index.ts';
import { charloomFormat, isCharloomFile } from './charloom/index.ts';
import { htmlFormat } from './html/index.ts';
import { isPage } from './html/reading.ts';
import { isOnnx, onnxFormat } from './onnx/index.ts';
import { jobFiles, pytorchJobFormat } from './pytorch-job/index.ts';
import { isSafetensorsFolder, safetensorsFormat } from './safetensors/index.ts';
import type { Format, IncomingFiles } from '../types.ts';

interface Registered {
  readonly format: Format;
  /** A first look at what lies there: whether these files are meant to be of this format. At most one says so, whatever the order. */
  readonly isMeant: (files: IncomingFiles) => boolean;
}

const registry: readonly Registered[] = [
  { format: charloomFormat, isMeant: isCharloomFile },
  { format: safetensorsFormat, isMeant: isSafetensorsFolder },
  { format: htmlFormat, isMeant: isPage },
  { format: onnxFormat, isMeant: isOnnx },
  { format: pytorchJobFormat, isMeant: hasFile(jobFiles.settings, jobFiles.text) },
];

export const formats: readonly Format[] = registry.map(({ format }) => format);

/** @throws CharloomError 'bad-request' */
export function formatNamed(name: ExportFormat): Format {
  const found = formats.find(({ format }) => format === name);
  if (found) return found;
  throw new CharloomError('bad-request', `Charloom cannot write the format "${name}" yet. Choose another one.`);
}

/** Whether these files are most likely meant to be of this very format. */
export function isMeantAs(format: Format, files: IncomingFiles): boolean {
  return registry.some((entry) => entry.format === format && entry.isMeant(files));
}

/** Null where the files are of none of Charloom's own formats. */
export function formatOf(files: IncomingFiles): Format | null {
  return registry.find(({ isMeant }) => isMeant(files))?.format ?? null;
}

function hasFile(...names: readonly string[]): (files: IncomingFiles) => boolean {
  return ({ files }) => names.every((name) => files.has(name));
}
