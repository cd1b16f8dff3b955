// The formats that there are. A new one is a folder, and a line here.

import { exportFormats } from '../../protocol/choices.ts';
import type { ExportFormat } from '../../protocol/index.ts';
import type { IncomingFiles } from '../types.ts';
import { charloomFormat } from './charloom/index.ts';
import type { Format } from './format.ts';
import { htmlFormat } from './html/index.ts';
import { onnxFormat } from './onnx/index.ts';
import { pytorchJobFormat } from './pytorch-job/index.ts';
import { safetensorsFormat } from './safetensors/index.ts';

const registry: { readonly [Name in ExportFormat]: Format<Name> } = {
  charloom: charloomFormat,
  safetensors: safetensorsFormat,
  onnx: onnxFormat,
  html: htmlFormat,
  'pytorch-job': pytorchJobFormat,
};

export const formats: readonly Format[] = exportFormats.map(formatNamed);

export function formatNamed(name: ExportFormat): Format {
  return registry[name];
}

/** Null where the files are of none of Charloom's own formats. */
export function formatOf(files: IncomingFiles): Format | null {
  return formats.find(({ isMeant }) => isMeant(files)) ?? null;
}

/** The file beside one of an exported folder, by which the folder is known; null where the file's name says nothing. */
export function companionOf(file: string): string | null {
  for (const { companions = {} } of formats) if (Object.hasOwn(companions, file)) return companions[file];
  return null;
}
