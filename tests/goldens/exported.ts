// Writes tests/goldens/data/exported.json: what PyTorch says to the golden prompt when it loads an exported folder with its own model.py.
//   CHARLOOM_PYTHON=/path/to/python node tests/goldens/exported.ts

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportedModels, logitsOfPyTorch, writeExported } from '../interchange/exported-models.ts';

const python = process.env['CHARLOOM_PYTHON'] ?? 'python3';
const folder = mkdtempSync(path.join(tmpdir(), 'charloom-goldens-'));
const goldens = Object.entries(exportedModels).map(([name, settings]) => {
  const own = path.join(folder, name);
  writeExported(own, settings);
  return `${JSON.stringify(name)}: ${JSON.stringify(logitsOfPyTorch(python, own))}`;
});
writeFileSync(path.join(import.meta.dirname, 'data', 'exported.json'), `{\n${goldens.join(',\n')}\n}\n`);
rmSync(folder, { recursive: true });
