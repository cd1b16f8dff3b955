// Models that PyTorch is asked about, and their folders on disk.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safetensorsFormat } from '../../../../src-engine/interchange/formats/safetensors/index.ts';
import type { ModelSettings } from '../../../../src-engine/protocol/settings.ts';
import { portableModel, written } from '../../portable-models.ts';

export const exportedModels: Readonly<Record<string, Partial<ModelSettings>>> = {
  lstm: { cell: 'lstm', hidden: 20 },
  'lstm-2': { cell: 'lstm', layers: 2, hidden: 13 },
  'lstm-tied': { cell: 'lstm', layers: 2, hidden: 12, embedding: 12, tieWeights: true },
  'lstm-norm': { cell: 'lstm', layers: 2, hidden: 10, layerNorm: true },
  'cifg-2': { cell: 'cifg', layers: 2, hidden: 12, embedding: 7 },
  'cifg-norm': { cell: 'cifg', hidden: 9, layerNorm: true },
  gru: { cell: 'gru', hidden: 17 },
  'gru-2-embedding': { cell: 'gru', layers: 2, hidden: 16, embedding: 5 },
  'gru-norm-tied': { cell: 'gru', hidden: 9, embedding: 9, tieWeights: true, layerNorm: true },
  rnn: { cell: 'rnn', hidden: 14 },
  'rnn-relu-2': { cell: 'rnn', nonlinearity: 'relu', layers: 2, hidden: 11, embedding: 6 },
  'rnn-norm': { cell: 'rnn', nonlinearity: 'relu', hidden: 8, layerNorm: true },
};

/** Writes the folder as it is exported. */
export function writeExported(folder: string, settings: Partial<ModelSettings>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of written(safetensorsFormat, portableModel(settings))) {
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
