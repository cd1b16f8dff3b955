// The lint of Python really finds what it is for, and says where.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'charloom-python-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const good = 'import json\nfrom pathlib import Path\n\nfrom own import read\n\nprint(json.dumps(read(Path("x"))))\n';

function lint() {
  const script = path.join(import.meta.dirname, '../../scripts/lint/python.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n').filter(Boolean) };
}

test('good lines pass, and what released versions wrote is left alone', () => {
  writeFileSync(path.join(folder, 'own.py'), 'def read(path):\n    return str(path)\n');
  writeFileSync(path.join(folder, 'good.py'), good);
  mkdirSync(path.join(folder, 'released'));
  writeFileSync(path.join(folder, 'released/old.py'), 'import os\n');
  expect(lint()).toEqual({ status: 0, lines: [] });
});

test('each bad line fails, with its place and its rule', () => {
  const wide = `TEXT = "${'x'.repeat(120)}"\n`;
  const bad = {
    'folder/unused.py': 'import os\n',
    'default.py': 'def add(items=[]):\n    return items\n',
    'order.py': 'import sys\nimport json\n\nprint(json, sys)\n',
    'unknown.py': 'print(nowhere)\n',
    'unfinished.py': 'def f(:\n',
    'wide.py': wide,
  };
  mkdirSync(path.join(folder, 'folder'));
  for (const [name, text] of Object.entries(bad)) writeFileSync(path.join(folder, name), text);
  const { status, lines } = lint();
  expect(status).toBe(1);
  const found = lines.map((line) => line.split(' ').slice(0, 2).join(' '));
  for (const one of [
    `${path.join('folder', 'unused.py')}:1:8 F401`,
    'default.py:1:15 B006',
    'order.py:1:1 I001',
    'unknown.py:1:7 F821',
    'wide.py:1:121 E501',
  ])
    expect(found).toContain(one);
  expect(found.join('\n')).toMatch(/^unfinished\.py:1:/m);
});
