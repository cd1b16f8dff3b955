// Writes tests/goldens/exported.json: what PyTorch says to the golden prompt when it loads an exported folder with its
// own model.py.
//   CHARLOOM_PYTHON=/path/to/python node tests/goldens/exported.ts

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportedModels, logitsOfPyTorch, writeExported } from '../interchange/formats/safetensors/exported-models.ts';

const python = process.env['CHARLOOM_PYTHON'] ?? 'python3';
const folder = mkdtempSync(path.join(tmpdir(), 'charloom-goldens-'));
const names = Object.keys(exportedModels);
const folders = names.map((name) => path.join(folder, name));
for (const [index, model] of Object.values(exportedModels).entries()) writeExported(folders[index] ?? '', model);
const lines = logitsOfPyTorch(python, folders).map(
  (logits, index) => `${JSON.stringify(names[index])}: ${JSON.stringify(logits)}`,
);
writeFileSync(path.join(import.meta.dirname, 'exported.json'), `{\n${lines.join(',\n')}\n}\n`);
rmSync(folder, { recursive: true });
