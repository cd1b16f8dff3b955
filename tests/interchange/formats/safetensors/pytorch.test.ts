// Exported folders in PyTorch: model.py loads them, says what Charloom says, scores and writes. Where PyTorch is not
// installed (CHARLOOM_PYTHON names a Python that has it), what it once said is compared.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../src-engine/interchange/proof/golden.ts';
import { followLine, labelProbabilities } from '../../../../src-engine/sampling/answers.ts';
import { openSession } from '../../../../src-engine/sampling/session.ts';
import { temporaryFolder } from '../../../library/fixtures.ts';
import { askPython, exportedModels, logitsOfPyTorch, writeExported } from './exported-models.ts';
import { compiled, labelledModel, portableModel } from '../../portable-models.ts';

const python = process.env['CHARLOOM_PYTHON'] ?? '';
const stored = JSON.parse(readFileSync('tests/goldens/exported.json', 'utf8')) as Record<string, number[]>;

function farthest(ours: Float32Array, theirs: readonly number[]): number {
  expect(theirs.length).toBe(ours.length);
  return ours.reduce((largest, value, place) => Math.max(largest, Math.abs(value - (theirs[place] ?? Number.NaN))), 0);
}

describe('what an exported model says', () => {
  it.each(Object.entries(exportedModels))('is what PyTorch has said: %s', (name, model) => {
    const { logits } = goldenOf(compiled, model);
    expect(farthest(logits, stored[name] ?? [])).toBeLessThanOrEqual(1e-5);
  });

  it.skipIf(python === '')('is what PyTorch says', () => {
    const folder = temporaryFolder();
    const models = Object.entries(exportedModels);
    for (const [name, model] of models) writeExported(path.join(folder, name), model);
    const said = logitsOfPyTorch(
      python,
      models.map(([name]) => path.join(folder, name)),
    );
    for (const [index, [, model]] of models.entries()) {
      const { logits } = goldenOf(compiled, model);
      expect(farthest(logits, said[index] ?? [])).toBeLessThanOrEqual(1e-5);
    }
  });
});

describe.skipIf(python === '')('model.py', () => {
  function folderOf(): string {
    const folder = temporaryFolder();
    writeExported(folder, portableModel({ cell: 'gru', layers: 2, hidden: 16 }));
    return folder;
  }

  it('writes on after a prompt, the same with the same seed', () => {
    const folder = folderOf();
    const write = (seed: string): string =>
      askPython(python, folder, 'model.py', '--length', '50', '--seed', seed, 'ab ca');
    const text = write('3');
    expect(write('3')).toBe(text);
    expect(write('4')).not.toBe(text);
    expect(text.startsWith('ab ca')).toBe(true);
    expect(Array.from(text.slice(0, -1))).toHaveLength(55);
    expect(Array.from(askPython(python, folder, 'model.py', '--length', '7', '--temperature', '0'))).toHaveLength(8);
  });

  it('scores a text, in chunks with the state carried', () => {
    const folder = folderOf();
    const text = 'abc ß字😀–\n'.repeat(400);
    writeFileSync(path.join(folder, 'text.txt'), text);
    const [, nats, characters] = /^(\S+) nats, .* over (\d+) characters/.exec(
      askPython(python, folder, 'model.py', '--score', 'text.txt'),
    ) ?? ['', '', ''];
    expect(Number(characters)).toBe(Array.from(text).length - 1);
    const whole = askPython(
      python,
      folder,
      '-c',
      `import model, torch
from torch.nn import functional as F
net, _, symbols = model.load()
ids = torch.tensor(model.encode(open("text.txt", encoding="utf-8", newline="").read(), symbols))
with torch.no_grad():
    print(F.cross_entropy(net(ids[:-1].unsqueeze(1))[0].squeeze(1), ids[1:]).item())`,
    );
    expect(Number(nats)).toBeCloseTo(Number(whole), 3);
  });

  it('tells how likely each label of a line is, as far as lines were read in training', () => {
    const folder = temporaryFolder();
    const model = labelledModel(2, { cell: 'rnn', hidden: 14 });
    writeExported(folder, model);
    writeFileSync(path.join(folder, 'lines.txt'), 'dab\ndabcdabcd\n');
    const lines = askPython(python, folder, 'model.py', '--lines', 'lines.txt').trimEnd().split('\n');
    // The sequence is 4: the line end, and three characters.
    expect(lines[1]?.split('\t').slice(0, 2)).toEqual(lines[0]?.split('\t').slice(0, 2));
    const ids = Array.from('\ndab', (symbol) => model.symbols.indexOf(symbol));
    const { symbols, labels, weights } = model;
    const trained = { model: model.model, vocabulary: symbols.length, labels: labels.length, parameters: weights };
    const logits = followLine(openSession(compiled, trained, { streams: 1, steps: 1 }), ids);
    const [, second] = labelProbabilities(logits.slice(-1), 2);
    const told = (lines[0] ?? '').split('\t').map((cell) => cell.split(' '));
    const [, chance] = told.find(([label]) => label === labels[1]) ?? [];
    expect(Number(chance)).toBeCloseTo(second ?? Number.NaN, 3);
  });

  it('checks itself, and says when a file was changed', () => {
    const folder = folderOf();
    const difference = /max \|difference\| (\S+)/.exec(askPython(python, folder, 'model.py', '--check'))?.[1];
    expect(Number(difference)).toBeLessThanOrEqual(1e-5);
    const config = path.join(folder, 'config.json');
    writeFileSync(config, `${readFileSync(config, 'utf8')} `);
    expect(askPython(python, folder, 'model.py', '--check')).toContain('config.json has been changed');
  });
});
