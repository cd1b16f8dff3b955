// Files that are chosen for a model and are none, or not whole: each is called by its name, with the way on.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../src-engine/errors.ts';
import { foreignModels } from '../../../src-engine/interchange/formats/foreign/index.ts';
import { checkMemory } from '../../../src-engine/interchange/parts/memory.ts';
import type { ModelSize } from '../../../src-engine/interchange/parts/model-size.ts';
import type { ModelSettings } from '../../../src-engine/protocol/settings.ts';
import { sentence } from '../../../src-engine/protocol/text/sentences.ts';
import { readModel, withFiles } from '../../../src-engine/interchange/work/chosen.ts';
import { folderFiles } from '../../../src-engine/interchange/formats/safetensors/index.ts';
import { formatNamed } from '../../../src-engine/interchange/formats/index.ts';
import { temporaryFolder } from '../../library/fixtures.ts';
import { portableModel, written } from '../portable-models.ts';
import { safetensors, writeSparse } from './safetensors-by-hand.ts';
import type { Shapes } from './safetensors-by-hand.ts';
import { plainModel } from '../../plain-model.ts';
import { told } from '../../told.ts';

const tiny: Shapes = {
  'lstm.weight_ih_l0': [32, 5],
  'lstm.weight_hh_l0': [32, 8],
  'fc.weight': [5, 8],
  'fc.bias': [5],
};
const model = safetensors(tiny);
const binary = (text: string, rest = 100): Uint8Array =>
  Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(rest)]);
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345678\n`;

type Contents = Readonly<Record<string, Uint8Array | string>>;

function folderOf(contents: Contents): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

function refusal(chosen: string): string {
  try {
    readModel({ path: chosen }, () => {});
  } catch (error) {
    if (!(error instanceof CharloomError)) throw error;
    for (const sentence of error.message.split(/(?<=[.:]) /)) expect(sentence.length).toBeLessThanOrEqual(300);
    expect(error.message).toMatch(/^[^\n]+\.$/);
    return error.message;
  }
  throw new Error('It was read.');
}

describe('a file', () => {
  it.each<[string, Uint8Array | string, string]>([
    [
      'm.safetensors',
      pointer,
      'is a Git LFS pointer, which only stands for the file of 12,345,678 bytes: run "git lfs pull"',
    ],
    ['m.charloom', pointer, 'is a Git LFS pointer'],
    ['m.onnx', pointer, 'is a Git LFS pointer'],
    ['m.safetensors', '<!DOCTYPE html>\n<html><body>404</body></html>', 'is a web page, and no model is in it'],
    ['m.charloom', '<html lang="en">', 'is a web page'],
    ['m.html', '\ufeff  <!doctype html><p>Hello</p>', 'is a web page'],
    ['m.safetensors', '', 'is empty'],
    ['m.h5', binary('\x89HDF\r\n\x1a\n'), 'is a Keras model (HDF5): in Python'],
    ['weights', binary('\x89HDF\r\n\x1a\n'), 'is a Keras model'],
    ['m.keras', binary('PK\x03\x04'), 'is a Keras model'],
    ['m.npz', binary('PK\x03\x04'), 'holds arrays of NumPy'],
    ['m.npy', binary('\x93NUMPY\x01\x00'), 'holds arrays of NumPy'],
    ['m.pth', binary('PK\x03\x04'), 'is a Python pickle (PyTorch)'],
    ['m.safetensors', binary('\x80\x04'), 'is a Python pickle'],
    ['m.gguf', binary('GGUF'), 'is a GGUF file'],
    ['m.tflite', binary('\x1c\0\0\0TFL3'), 'is a TensorFlow Lite model'],
    ['m.zip', binary('PK\x03\x04'), 'is a packed archive: unpack it'],
    ['m.tar.gz', binary('\x1f\x8b\x08'), 'is a packed archive'],
    ['library.db', binary('SQLite format 3\0'), 'is a database'],
    ['m-00002-of-00003.safetensors', model, 'piece 2 of the 3'],
    ['m.safetensors.index.json', '{"weight_map":{"a":"one","b":"two"}}', 'the list of a model in 2 pieces'],
    ['m.safetensors.index.json', '{}', 'the list of the pieces of a model'],
    ['notes.json', '{}', 'is no model that Charloom can read'],
    [
      'm.safetensors',
      model.subarray(0, 900),
      `is not wholly there: the file has 900 of ${model.length.toLocaleString('en')} bytes`,
    ],
    ['m.safetensors', model.subarray(0, 60), 'is not wholly there: the file has 60 of'],
    [
      'm.onnx',
      Buffer.from([0x08, 0x07, 0x12, 0x01, 0x61, 0x3a, 0x02, 0x0a, 0x00]),
      'does not say that Charloom wrote it',
    ],
    [
      'm.safetensors',
      Buffer.concat([Buffer.from([0x40, 0x4b, 0x4c, 0, 0, 0, 0, 0]), Buffer.from('{'), Buffer.alloc(5_000_000, ' ')]),
      'its header has 5,000,000 bytes, and Charloom reads at most 4,000,000',
    ],
    ['m.safetensors', headerOf('{"a":1,"b":2,"a":3}'), 'it says "a" twice'],
    [
      'm.safetensors',
      headerOf(`{"${'k'.repeat(9000)}":1,"${'k'.repeat(9000)}":3}`),
      `it says "${'k'.repeat(79)}…" twice`,
    ],
  ])('%s is called what it is', (name, content, words) => {
    const folder = folderOf({ [name]: content });
    expect(refusal(path.join(folder, name))).toContain(words);
  });

  it('that diverged says so', () => {
    for (const [value, words] of [
      [Number.NaN, 'holds NaN: the model has diverged'],
      [-Infinity, 'holds -Infinity: the model has diverged'],
    ] as const) {
      const content = Buffer.from(model);
      content.writeFloatLE(value, content.length - 4);
      const folder = folderOf({ 'm.safetensors': content, 'vocab.json': '["a","b","c","d","e"]' });
      expect(refusal(folder)).toContain(words);
    }
  });

  it('of another version says whose turn it is', () => {
    const whole = written(formatNamed('charloom'), portableModel()).get('') ?? new Uint8Array();
    for (const [version, words] of [
      [0, 'older Charloom'],
      [999, 'newer Charloom. Update'],
    ] as const) {
      const changed = Buffer.from(whole);
      changed.writeUInt32LE(version, 8);
      expect(refusal(path.join(folderOf({ 'm.charloom': changed }), 'm.charloom'))).toContain(words);
    }
    for (const cut of [100, whole.length >> 1, whole.length - 1]) {
      const folder = folderOf({ 'm.charloom': whole.subarray(0, cut) });
      expect(refusal(path.join(folder, 'm.charloom'))).toContain('is not wholly there');
    }
  });
});

function headerOf(json: string): Uint8Array {
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([start, Buffer.from(json)]);
}

describe('a folder', () => {
  const list = JSON.stringify({ weight_map: { a: 'm-00001-of-00002.safetensors', b: 'm-00002-of-00002.safetensors' } });
  it.each<[string, Contents, string]>([
    [
      'all pieces',
      { 'm-00001-of-00002.safetensors': model, 'm-00002-of-00002.safetensors': model },
      'is in 2 pieces. Join them',
    ],
    ['a piece missing', { 'm-00001-of-00002.safetensors': model }, '"m-00002-of-00002.safetensors" is missing'],
    [
      'a piece missing from the list',
      { 'x/m-00002-of-00002.safetensors': model, 'x/m.safetensors.index.json': list },
      '"x/m-00001-of-00002.safetensors" is missing',
    ],
    [
      'two models',
      { 'a.safetensors': model, 'b.safetensors': model },
      'There are 2 .safetensors files in this folder, such as "a.safetensors"',
    ],
    ['a pointer', { 'model.safetensors': pointer }, '"model.safetensors" is a Git LFS pointer'],
    ['a Keras model', { 'readme.html': '<html>', 'm.h5': binary('\x89HDF\r\n\x1a\n') }, '"m.h5" is a Keras model'],
    ['only a proof', { 'golden.safetensors': model }, '"model.safetensors" is missing'],
    [
      'a vocabulary in a pickle',
      { 'm.safetensors': model, 'vocab.pkl': binary('\x80\x04') },
      '"vocab.pkl" is a Python pickle',
    ],
    ['nothing', { 'a.txt': 'a' }, 'There is no model in this folder'],
  ])('with %s is called what it is', (_what, contents, words) => {
    const message = refusal(folderOf(contents));
    expect(message).toContain(words);
  });

  it.skipIf(process.platform === 'win32')('of links, as a cache has it, is read like one of files', () => {
    const folder = folderOf({
      'blobs/abc': model,
      'blobs/def': '["a","b","c","d","e"]',
      'snapshot/config.json': '{"model_type":"lstm"}',
    });
    const snapshot = path.join(folder, 'snapshot');
    symlinkSync('../blobs/abc', path.join(snapshot, 'model.safetensors'));
    symlinkSync('../blobs/def', path.join(snapshot, 'itos.json'));
    const { format, incoming } = readModel({ path: snapshot }, () => {});
    expect(format).toBe('foreign');
    expect(incoming.model).toMatchObject({ symbols: ['a', 'b', 'c', 'd', 'e'], model: { hidden: 8 } });
    // The file alone is meant, whatever lies beside it.
    expect(refusal(path.join(snapshot, 'model.safetensors'))).toContain('Its vocabulary is missing');
    const dangling = temporaryFolder();
    symlinkSync('../blobs/gone', path.join(dangling, 'model.safetensors'));
    symlinkSync('..', path.join(dangling, 'up'));
    expect(refusal(dangling)).toContain('"model.safetensors" is a link that leads to no file');
  });

  it('that Charloom exported is known, whatever its configuration is', () => {
    const format = formatNamed('safetensors');
    const contents = Object.fromEntries(written(format, portableModel()));
    const { [folderFiles.config]: _config, ...without } = contents;
    expect(refusal(folderOf(without))).toContain('its "config.json" is missing');
    expect(refusal(folderOf({ ...without, 'config.json/x': 'y' }))).toContain('its "config.json" is a folder');
    const { [folderFiles.weights]: _weights, ...pointing } = contents;
    expect(refusal(folderOf({ ...pointing, [folderFiles.weights]: pointer }))).toContain('is a Git LFS pointer');
  });
});

function sizeWith(settings: Partial<ModelSettings>): ModelSize {
  return { model: { ...plainModel, ...settings }, vocabulary: 90, labels: 0 };
}

describe('a model that is too large', () => {
  it('is refused before its weights are read', () => {
    expect(() => checkMemory(sizeWith({ hidden: 4096, layers: 8 }))).toThrow('Charloom can use 4.3 GB');
    expect(() => checkMemory(sizeWith({ hidden: 512, layers: 2 }), 0, 5_000_000)).toThrow('has 5 MB free');
    expect(() => checkMemory(sizeWith({ hidden: 8, layers: 1 }))).not.toThrow();
  });

  it('may lie in a file without holes being read', () => {
    const file = path.join(temporaryFolder(), 'm.safetensors');
    writeSparse(file, 4096, 8);
    let read = 0;
    const job = { path: file };
    const seen = withFiles(
      job,
      (bytes) => (read += bytes),
      (files) => foreignModels.inspect(files, job),
    );
    expect(told(seen.problem?.sentence)).toContain('Charloom can use 4.3 GB');
    expect(refusal(file)).toContain('Charloom can use 4.3 GB');
    expect(read).toBeLessThan(100_000);
  });

  it('is left when that is asked for, and says how far it is', () => {
    const file = path.join(folderOf({ 'm.safetensors': model }), 'm.safetensors');
    const shares: number[] = [];
    const vocabularyPath = path.join(folderOf({ 'v.txt': 'abcde' }), 'v.txt');
    readModel({ path: file, vocabularyPath }, (bytes, total) => shares.push(bytes / total));
    expect(shares.reduce((sum, share) => sum + share)).toBeGreaterThan(0.5);
    const enough = (): never => {
      throw new CharloomError('cancelled', sentence`Enough.`);
    };
    expect(() => readModel({ path: file, vocabularyPath }, enough)).toThrow('Enough.');
  });
});
