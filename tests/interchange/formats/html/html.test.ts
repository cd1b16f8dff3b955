// The page that a model is exported as: what it weighs, what it may do, and that what it holds is the model.

import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../../src-engine/errors.ts';
import { isExportedPage } from '../../../../src-engine/interchange/formats/html/reading.ts';
import { htmlFormat, storedWeights } from '../../../../src-engine/interchange/formats/html/index.ts';
import { numberToHalf } from '../../../../src-engine/interchange/formats/html/page/stored.ts';
import { halfToNumber } from '../../../../src-engine/interchange/parts/safetensors.ts';
import { sizeOfModel } from '../../../../src-engine/interchange/parts/model-size.ts';
import { tensorsOf } from '../../../../src-engine/interchange/parts/tensors.ts';
import type { IncomingFiles, IncomingModel, PortableModel } from '../../../../src-engine/interchange/types.ts';
import type { ModelSettings, WeightPrecision } from '../../../../src-engine/protocol/index.ts';
import { samplingLimits } from '../../../../src-engine/protocol/sampling-limits.ts';
import { goldenOf, hostile, letters, portableModel } from './page-models.ts';

const precisions: readonly WeightPrecision[] = ['float32', 'float16', 'int8'];

function pageOf(model: PortableModel, precision: WeightPrecision = 'float32'): Buffer {
  const files = htmlFormat.write(model, goldenOf(model), { precision, continues: false, text: false });
  expect(files.map(({ path }) => path)).toEqual(['']);
  const page = Buffer.concat([...files[0].pieces]);
  expect(page.length).toBe(files[0].bytes);
  return page;
}

function fileOf(bytes: Uint8Array): IncomingFiles {
  return {
    files: new Map([['', bytes.length]]),
    read(_path, offset, length) {
      if (offset < 0 || offset + length > bytes.length) throw new RangeError('outside of the file');
      return bytes.subarray(offset, offset + length);
    },
  };
}

function readBack(page: Uint8Array): IncomingModel {
  return htmlFormat.read(fileOf(page));
}

/** All elements of that name, as the file has them; nothing else in the page looks like one. */
function elements(page: Buffer, name: string): string[] {
  return [...page.toString().matchAll(new RegExp(`<${name}[^>]*>(.*?)</${name}>`, 'gs'))].map(([, inside]) => inside);
}

it('takes the seeds that Charloom takes', () => {
  const [field] = /<input[^>]*\sid="?seed"?\s[^>]*>/.exec(pageOf(portableModel()).toString()) ?? [''];
  const limits = ['min', 'max'].map((end) => Number(new RegExp(`aria-value${end}="?(\\d+)`).exec(field)?.[1]));
  expect(limits).toEqual(samplingLimits.seed);
});

const models: Record<string, PortableModel> = {
  gru: portableModel(),
  'lstm of everything': portableModel(letters, {
    cell: 'lstm',
    layers: 2,
    hidden: 20,
    embedding: 20,
    tieWeights: true,
    layerNorm: true,
  }),
  'rnn with an embedding': portableModel(letters, { cell: 'rnn', nonlinearity: 'relu', embedding: 6 }),
  'one symbol': portableModel(['a'], { hidden: 1 }),
  'hostile symbols': portableModel(hostile, {}, { unit: 'grapheme', name: '</title><script>alert(1)</script>$&' }),
};

describe.each(Object.entries(models))('a page of a model: %s', (_name, model) => {
  it.each(precisions)('is read back as it was stored in %s', (precision) => {
    const { model: back, golden, precision: read } = readBack(pageOf(model, precision));
    expect(read).toBe(precision);
    expect(back).toEqual({ ...model, weights: storedWeights(model, precision) });
    expect(golden).toEqual(goldenOf(model));
  });

  it('has nothing but its own style, its own script and data, as its policy says', () => {
    const page = pageOf(model);
    const text = page.toString();
    const [policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(text)?.slice(1) ?? [''];
    const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    const programs = [...text.matchAll(/<script>(.*?)<\/script>/gs)].map(([, program]) => program);
    expect(programs).toHaveLength(1);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(programs[0])} 'wasm-unsafe-eval'`,
      `style-src ${hash(elements(page, 'style').join())}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(text.match(/<script[^>]*>/g)?.filter((tag) => !/type="(text\/plain|application\/json)"/.test(tag))).toEqual([
      '<script>',
    ]);
    expect(text.replace(programs[0], '')).not.toMatch(/https?:|\bsrc=(?!x)|url\(|\shref=|\son\w+=["']/);
  });

  it('weighs less than 200 KB without its weights', () => {
    const page = pageOf(model);
    const weights = elements(page, 'script class="parameter"|script').length > 0 ? weightsIn(page) : 0;
    expect(weights).toBeGreaterThan(0);
    expect(page.length - weights).toBeLessThan(200_000);
  });
});

/** Bytes of the parameters' elements. */
function weightsIn(page: Buffer): number {
  const found = page.toString('latin1').match(/<script type="text\/plain" class="parameter">[^<]*<\/script>/g) ?? [];
  return found.join('').length;
}

it('a page of 7,000 Chinese characters weighs less than 200 KB without its weights', () => {
  const symbols = ['\n', ...Array.from({ length: 7000 }, (_, index) => String.fromCodePoint(0x4e00 + index))];
  const model = portableModel(symbols, { hidden: 8 });
  const page = pageOf(model, 'int8');
  expect(page.length - weightsIn(page)).toBeLessThan(200_000);
  const { golden, model: back } = readBack(page);
  expect(back.symbols).toEqual(symbols);
  const whole = goldenOf(model);
  expect(golden?.ids).toEqual(whole.ids.slice(0, 1));
  expect(golden?.logits).toEqual(whole.logits.slice(0, symbols.length));
});

it('no name and no symbol becomes markup', () => {
  const page = pageOf(models['hostile symbols']).toString();
  expect(page).not.toContain('<img');
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('<title>&lt;/title>&lt;script>alert(1)&lt;/script>$&amp;</title>');
  expect(page.match(/<!--/g)).toBeNull();
  expect(page).not.toMatch(/[\u2028\u2029]/);
});

it('says on which text the model was trained, where that is known', () => {
  const trainedOn = { name: 'Moby-Dick </script>', hash: '', characters: 1, trainCharacters: 1 };
  const page = pageOf(portableModel(letters, {}, { trainedOn }));
  expect(page.toString()).toContain('"text":"Moby-Dick \\u003c/script>"');
  expect(readBack(page).model).toEqual(portableModel());
});

it('a page is told from other files, and from other pages', () => {
  expect(isExportedPage(fileOf(pageOf(models.gru)))).toBe(true);
  expect(isExportedPage(fileOf(Buffer.from('<!DOCTYPE HTML><p>Hello</p>')))).toBe(false);
  for (const other of ['', '<!doctype', '<html></html>', '{"charloom":1}']) {
    expect(isExportedPage(fileOf(Buffer.from(other)))).toBe(false);
  }
  expect(isExportedPage({ ...fileOf(pageOf(models.gru)), files: new Map([['index.html', 1000]]) })).toBe(false);
});

describe('stored weights', () => {
  const model = portableModel(letters, { cell: 'lstm', embedding: 9 });
  const exact = tensorsOf(sizeOfModel(model), model.weights);
  const stored = (precision: WeightPrecision) => tensorsOf(sizeOfModel(model), storedWeights(model, precision));

  it('are the model’s own in float32', () => {
    expect(storedWeights(model, 'float32')).toEqual(model.weights);
  });

  it('are the nearest halves in float16, vectors as they are', () => {
    for (const [index, { shape, values }] of stored('float16').entries()) {
      const wanted = shape.length === 1 ? exact[index].values : exact[index].values.map(nearestHalf);
      expect(values).toEqual(wanted);
    }
  });

  it('are off by half a step of their row at most in int8, vectors as they are', () => {
    for (const [index, { shape, values }] of stored('int8').entries()) {
      const before = exact[index].values;
      if (shape.length === 1) {
        expect(values).toEqual(before);
        continue;
      }
      const [rows, columns] = shape;
      for (let row = 0; row < rows; row++) {
        const from = row * columns;
        const largest = Math.max(...before.subarray(from, from + columns).map(Math.abs));
        for (let place = from; place < from + columns; place++) {
          expect(Math.abs(values[place] - before[place])).toBeLessThanOrEqual((largest / 254) * 1.00001);
        }
      }
    }
  });

  it('of a row of zeros stay zeros, and what no half can hold becomes the largest', () => {
    const odd = { ...model, weights: model.weights.map((weight, index) => (index % 3 === 0 ? 1e30 * weight : 0)) };
    const halves = storedWeights(odd, 'float16');
    expect(halves.every(Number.isFinite)).toBe(true);
    expect(storedWeights({ ...model, weights: model.weights.map(() => 0) }, 'int8').every((w) => w === 0)).toBe(true);
  });
});

/** By search among all halves. */
function nearestHalf(value: number): number {
  const bits = numberToHalf(value);
  const candidates = [bits - 1, bits, bits + 1].map((near) => halfToNumber(near & 0xffff)).filter(Number.isFinite);
  return candidates.reduce((best, half) => (Math.abs(half - value) < Math.abs(best - value) ? half : best));
}

it('every half is its own nearest half', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = halfToNumber(bits);
    if (Number.isFinite(value)) expect(numberToHalf(value)).toBe(bits);
  }
});

it('numbers between two halves go to the nearer, ties to the even one', () => {
  for (let bits = 0; bits < 0x7bff; bits++) {
    const [low, high] = [halfToNumber(bits), halfToNumber(bits + 1)];
    const middle = (low + high) / 2;
    expect(numberToHalf(middle)).toBe(bits % 2 === 0 ? bits : bits + 1);
    expect(numberToHalf(-(low * 0.51 + high * 0.49))).toBe(0x8000 | bits);
    expect(numberToHalf(low * 0.49 + high * 0.51)).toBe(bits + 1);
  }
  expect(numberToHalf(1e9)).toBe(0x7bff);
  expect(numberToHalf(-Infinity)).toBe(0xfbff);
});

describe('a page that is not sound is refused with one sentence', () => {
  const page = pageOf(models['lstm of everything'], 'int8');
  const text = page.toString();

  function refusal(bytes: Uint8Array): string {
    try {
      readBack(bytes);
    } catch (error) {
      if (error instanceof CharloomError && error.code === 'model-invalid') return error.message;
      throw error;
    }
    return 'taken';
  }
  const edited = (from: string | RegExp, to: string) => {
    const changed = text.replace(from, () => to);
    expect(changed).not.toBe(text);
    return refusal(Buffer.from(changed));
  };

  it.each([
    ['nothing', () => refusal(Buffer.alloc(0)), 'it is no page'],
    ['another page', () => refusal(Buffer.from('<!doctype html><p>Hello</p>')), 'there is no model in it'],
    [
      'half of its weights',
      () => refusal(page.subarray(0, text.indexOf('class="parameter"') + 200)),
      'not wholly there|larger than the file',
    ],
    ['all but its end', () => refusal(page.subarray(0, text.indexOf('id="seal"'))), 'ends too early|not wholly there'],
    ['JSON that is none', () => edited('"charloom":1', '"charloom":'), 'it is not JSON'],
    ['a key twice', () => edited('"charloom":1', '"charloom":1,"charloom":1'), 'it says "charloom" twice'],
    ['an earlier version', () => edited('"charloom":1', '"charloom":0'), 'by an older Charloom'],
    ['a later version', () => edited('"charloom":1', '"charloom":9'), 'by a newer Charloom'],
    ['a cell that is none', () => edited('"cell":"lstm"', '"cell":"mamba"'), 'wrong at "model.cell"'],
    ['a billion units', () => edited('"hidden":20', '"hidden":1000000000'), 'wrong at "model.hidden"'],
    ['a larger model', () => edited(/"hidden":20,(.*)"embedding":20/, '"hidden":4096,"layers":8,"embedding":4096'), ''],
    ['a first symbol that is none', () => edited('"first":0', '"first":9999'), 'wrong'],
    ['two equal symbols', () => edited('"A","B"', '"A","A"'), 'wrong'],
    ['another symbol', () => edited('"A","B"', '"A","é"'), 'has been changed'],
    ['a number more or less', () => edited('"step":4310', '"step":4311'), 'has been changed'],
    ['a foreign character', () => edited(/class="parameter">.../, 'class="parameter">A A'), 'not base64'],
    ['another weight', () => edited(/class="parameter">..../, 'class="parameter">AAAB'), 'has been changed'],
    ['another precision', () => edited('"precision":"int8"', '"precision":"float16"'), 'not base64'],
    ['a megabyte behind it', () => refusal(Buffer.concat([page, Buffer.alloc(2 ** 20, ' ')])), 'more stands in it'],
  ])('%s', (_what, refused, reason) => {
    const sentence = refused();
    expect(sentence).toMatch(new RegExp(reason));
    expect(sentence).toMatch(
      /^This (is not a sound page of Charloom: .*\. Get the file again|page (was written by|is not wholly there:) .*)\.$/,
    );
  });

  it('a folder', () => {
    expect(() => htmlFormat.read({ ...fileOf(page), files: new Map([['index.html', page.length]]) })).toThrow(
      'it is not a single file',
    );
  });

  it('whatever is done to it, it is the same model or a sentence', () => {
    const sound = readBack(page);
    // A digit may have become the version of settings that are newer.
    const newer = 'The settings of this model were written by a newer Charloom. Update Charloom to read them.';
    const start = text.indexOf('<script type="application/json"');
    const place = fc.oneof(fc.nat(page.length - 1), fc.integer({ min: start, max: start + 900 }));
    const edit = fc.record({
      place,
      kind: fc.constantFrom('flip', 'cut', 'insert', 'end'),
      byte: fc.nat(255),
      count: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let bytes = Buffer.from(page);
        for (const { place, kind, byte, count } of edits) {
          if (kind === 'flip' && place < bytes.length) bytes[place] = byte;
          if (kind === 'cut') bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + count)]);
          if (kind === 'end') bytes = bytes.subarray(0, place);
          const filling = Buffer.alloc(count, byte);
          if (kind === 'insert') bytes = Buffer.concat([bytes.subarray(0, place), filling, bytes.subarray(place)]);
        }
        const sentence = refusal(bytes);
        if (sentence === 'taken') expect(readBack(bytes)).toEqual(sound);
        else if (sentence !== newer) expect(sentence).toMatch(/^This .*\.$/);
      }),
      { numRuns: 10_000 },
    );
  });
});

it('a float16 page is about half as large as one of float32, an int8 one a quarter', () => {
  const model = portableModel(letters, { hidden: 200 } satisfies Partial<ModelSettings>);
  const [full, half, quarter] = precisions.map((precision) => weightsIn(pageOf(model, precision)));
  expect(half / full).toBeCloseTo(0.5, 1);
  expect(quarter / full).toBeCloseTo(0.25, 1);
});
