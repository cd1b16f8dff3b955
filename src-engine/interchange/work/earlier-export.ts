// Whether what lies at a place is an earlier export of a format, whole and unchanged: only then may a new one replace
// it unasked. It is read as strictly as on import; files that reading has no use for must be what the format would
// write beside that model.

import { CharloomError } from '../../errors.ts';
import type { ExportKind } from '../../files/replacing.ts';
import { openFiles } from '../parts/files.ts';
import { defaultExportOptions } from '../../protocol/formats.ts';
import { formatWords } from '../../protocol/words/formats.ts';
import { fromTable } from '../../protocol/text/sentences.ts';
import type { Format } from '../formats/format.ts';
import type { IncomingFiles } from '../types.ts';

export function exportKind(format: Format): ExportKind {
  return { what: fromTable(formatWords[format.name].what), isEarlier: (file) => isEarlierExport(format, file) };
}

function isEarlierExport(format: Format, path: string): boolean {
  try {
    const files = openFiles(path);
    try {
      return format.isMeant(files) && isUnchanged(format, files);
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
  // What stands around a sealed model may be somebody's own work, or that of another version.
  if (format.isPlainAround) return format.isPlainAround(files, model);
  const unused = [...files.files.keys()].filter((path) => !used.has(path));
  if (unused.length === 0) return true;
  const rewritten = new Map(format.write(model, golden, defaultExportOptions).map((file) => [file.path, file]));
  return unused.every((path) => {
    const bytes = Buffer.concat([...(rewritten.get(path)?.pieces ?? [])]);
    return bytes.length === files.files.get(path) && bytes.equals(files.read(path, 0, bytes.length));
  });
}
