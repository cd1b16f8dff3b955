// Models that PyTorch is asked about, and their folders on disk.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safetensorsFormat } from '../../../../src-engine/interchange/formats/safetensors/index.ts';
import type { PortableModel } from '../../../../src-engine/interchange/types.ts';
import { labelledModel, portableModel, written } from '../../portable-models.ts';

export const exportedModels: Readonly<Record<string, PortableModel>> = {
  lstm: portableModel({ cell: 'lstm', hidden: 20 }),
  'lstm-2': portableModel({ cell: 'lstm', layers: 2, hidden: 13 }),
  'lstm-tied': portableModel({ cell: 'lstm', layers: 2, hidden: 12, embedding: 12, tieWeights: true }),
  'lstm-norm': portableModel({ cell: 'lstm', layers: 2, hidden: 10, layerNorm: true }),
  'cifg-2': portableModel({ cell: 'cifg', layers: 2, hidden: 12, embedding: 7 }),
  'cifg-norm': portableModel({ cell: 'cifg', hidden: 9, layerNorm: true }),
  gru: portableModel({ cell: 'gru', hidden: 17 }),
  'gru-2-embedding': portableModel({ cell: 'gru', layers: 2, hidden: 16, embedding: 5 }),
  'gru-norm-tied': portableModel({ cell: 'gru', hidden: 9, embedding: 9, tieWeights: true, layerNorm: true }),
  rnn: portableModel({ cell: 'rnn', hidden: 14 }),
  'rnn-relu-2': portableModel({ cell: 'rnn', nonlinearity: 'relu', layers: 2, hidden: 11, embedding: 6 }),
  'rnn-norm': portableModel({ cell: 'rnn', nonlinearity: 'relu', hidden: 8, layerNorm: true }),
  'rnn-labels': labelledModel(2, { cell: 'rnn', hidden: 14 }),
  'lstm-2-labels': labelledModel(3, { cell: 'lstm', layers: 2, hidden: 9 }),
  'gru-norm-labels': labelledModel(3, { cell: 'gru', hidden: 9, embedding: 9, tieWeights: true, layerNorm: true }),
};

/** Writes the folder as it is exported. */
export function writeExported(folder: string, model: PortableModel): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of written(safetensorsFormat, model)) {
    writeFileSync(path.join(folder, name), bytes);
  }
}

/** What Python prints. @param script runs with the folder as its own, so that it can import model.py */
export function askPython(python: string, folder: string, ...asked: readonly string[]): string {
  return execFileSync(python, [...asked], { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } });
}

/** Of each folder (T, V): PyTorch's logits after each id of the golden prompt. */
export function logitsOfPyTorch(python: string, folders: readonly string[]): number[][] {
  const script = `
import importlib.util, json, sys, torch
from pathlib import Path
found = []
for folder in map(Path, sys.argv[1:]):
    spec = importlib.util.spec_from_file_location("model", folder / "model.py")
    model = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(model)
    net, _, _ = model.load()
    _, metadata = model.read_safetensors(folder / "golden.safetensors")
    with torch.no_grad():
        logits, _ = net(torch.tensor(json.loads(metadata["prompt"])).unsqueeze(1))
    found.append(logits.flatten().tolist())
print(json.dumps(found))`;
  return JSON.parse(askPython(python, folders[0] ?? '', '-c', script, ...folders)) as number[][];
}
