// Whether what lies at a place is an earlier export of a format, whole and unchanged: only then may a new one replace it unasked. It is
// read as strictly as on import; files that reading has no use for must be what the format would write beside that model.

import { CharloomError } from '../../errors.ts';
import type { ExportKind } from '../../replacing.ts';
import { openFiles } from '../parts/files.ts';
import { isMeantAs } from '../formats/index.ts';
import { hasPlainShell, htmlFormat } from '../formats/html/index.ts';
import type { Format, IncomingFiles } from '../types.ts';

const titles = {
  charloom: 'a Charloom model',
  safetensors: 'a safetensors folder',
  onnx: 'an ONNX folder',
  html: 'a web page',
  'pytorch-job': 'a PyTorch job',
} as const;

export function exportKind(format: Format): ExportKind {
  return { what: titles[format.format], isEarlier: (place) => isEarlierExport(format, place) };
}

function isEarlierExport(format: Format, place: string): boolean {
  try {
    const files = openFiles(place);
    try {
      return isMeantAs(format, files) && isUnchanged(format, files);
    } finally {
      files.close();
    }
  } catch (error) {
    // What cannot be read, or not as this format, is somebody else's, or somebody has changed it.
    if (error instanceof CharloomError || error instanceof RangeError) return false;
    throw error;
  }
}

function isUnchanged(format: Format, files: IncomingFiles): boolean {
  const used = new Set<string>();
  const { model, golden } = format.read({
    files: files.files,
    read(path, offset, length) {
      used.add(path);
      return files.read(path, offset, length);
    },
  });
  if (golden === null) return false;
  // Only the model is sealed: what stands around it may be somebody's own work, or that of another version.
  if (format === htmlFormat) return hasPlainShell(files, model.name);
  const unused = [...files.files.keys()].filter((path) => !used.has(path));
  if (unused.length === 0) return true;
  const options = { precision: 'float32', continues: true, text: true } as const;
  const rewritten = new Map(format.write(model, golden, options).map((file) => [file.path, file]));
  return unused.every((path) => {
    const bytes = Buffer.concat([...(rewritten.get(path)?.pieces ?? [])]);
    return bytes.length === files.files.get(path) && bytes.equals(files.read(path, 0, bytes.length));
  });
}
