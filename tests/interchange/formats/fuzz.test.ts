// Files that were changed by chance, 10,000 times a format: each is either still the same model, or is refused in one
// sentence, soon and without taking memory for what it only claims to hold.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../src-engine/errors.ts';
import { charloomFormat } from '../../../src-engine/interchange/formats/charloom/index.ts';
import { formats } from '../../../src-engine/interchange/formats/index.ts';
import { proofOf, requireProof } from '../../../src-engine/interchange/proof/golden.ts';
import { folderFiles, safetensorsFormat } from '../../../src-engine/interchange/formats/safetensors/index.ts';
import type { Format } from '../../../src-engine/interchange/formats/format.ts';
import type { IncomingModel } from '../../../src-engine/interchange/types.ts';
import { sizeOfModel } from '../../../src-engine/interchange/parts/model-size.ts';
import { wantedTensors } from '../../../src-engine/interchange/parts/tensors.ts';
import { checkModel } from '../../../src-engine/settings/schemas.ts';
import { compiled, essence, goldenIn, incoming, written } from '../portable-models.ts';
import type { Folder } from '../portable-models.ts';

const seed = 7;
const maxMilliseconds = 2000;
/** Over thousands of files; a single one that were believed would take more. */
const maxMemory = 200 * 2 ** 20;

type Change =
  | { readonly kind: 'set'; readonly at: number; readonly to: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove'; readonly at: number; readonly count: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly count: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array };

/** Places as shares: files have different sizes, and headers are looked at more closely. */
const place = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.15, noNaN: true }));
const count = fc.integer({ min: 1, max: 40 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('set' as const), at: place, to: fc.nat(255) }), weight: 6 },
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('remove' as const), at: place, count }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, count }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }) }),
);
const changes = fc.record({ file: fc.nat(99), list: fc.array(change, { minLength: 1, maxLength: 4 }) });

function changed(bytes: Uint8Array, what: Change): Uint8Array {
  const at = Math.min(bytes.length, Math.floor(what.at * bytes.length));
  switch (what.kind) {
    case 'set': {
      const copy = Uint8Array.from(bytes);
      if (at < copy.length) copy[at] = what.to;
      return copy;
    }
    case 'cut':
      return bytes.slice(0, at);
    case 'remove':
      return joined(bytes.subarray(0, at), bytes.subarray(at + what.count));
    case 'repeat':
      return joined(bytes.subarray(0, at + what.count), bytes.subarray(at));
    case 'insert':
      return joined(bytes.subarray(0, at), what.bytes, bytes.subarray(at));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function changedFolder(folder: Folder, { file, list }: { file: number; list: readonly Change[] }): Folder {
  const paths = [...folder.keys()];
  const path = paths[file % paths.length];
  return new Map(folder).set(path, list.reduce(changed, folder.get(path) ?? new Uint8Array()));
}

/** What the format makes of the files; null where it refuses them in one sentence. */
function readOrRefused(format: Format, folder: Folder): IncomingModel | null {
  const began = performance.now();
  try {
    return format.read(incoming(folder));
  } catch (error) {
    if (!(error instanceof CharloomError)) throw error;
    expect(error.code).toBe('model-invalid');
    expect(error.message).toMatch(/^[^\n]{10,400}[.]$/);
    return null;
  } finally {
    expect(performance.now() - began).toBeLessThan(maxMilliseconds);
  }
}

function isSame(format: Format, found: IncomingModel, whole: IncomingModel, expected: string): boolean {
  const isIdentical = JSON.stringify(essence(found)) === expected;
  const { ids, logits } = goldenIn(whole);
  if (
    isIdentical &&
    found.golden &&
    ids.join() === found.golden.ids.join() &&
    logits.join() === found.golden.logits.join()
  ) {
    return true;
  }
  // Without its proof it is told to be unproved, and is nobody's but the user's to believe.
  if (found.golden === null) return isIdentical;
  try {
    requireProof(proofOf(compiled, format.name, found));
  } catch (error) {
    if (error instanceof CharloomError) return true;
    throw error;
  }
  return isIdentical;
}

async function withinMemory(work: () => void): Promise<void> {
  const before = process.memoryUsage().arrayBuffers;
  work();
  await new Promise((resolve) => setImmediate(resolve));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(maxMemory);
}

describe.each(formats)('files of the format $name', (format) => {
  it('that were changed by chance are the same model or are refused in a sentence', async () => {
    const folder = written(format);
    const whole = format.read(incoming(folder));
    const expected = JSON.stringify(essence(whole));
    await withinMemory(() => {
      fc.assert(
        fc.property(changes, (what) => {
          const found = readOrRefused(format, changedFolder(folder, what));
          if (found) expect(isSame(format, found, whole, expected)).toBe(true);
        }),
        { seed, numRuns: 10_000 },
      );
    });
  });

  it('that lack a file are refused in a sentence, or are the same model', () => {
    const folder = written(format);
    for (const path of folder.keys()) {
      const rest = new Map(folder);
      rest.delete(path);
      readOrRefused(format, rest);
    }
    expect(readOrRefused(format, new Map())).toBeNull();
  });
});

/** Whatever it is, it is a model that the engine can hold. */
function expectSound({ model, golden }: IncomingModel): void {
  expect(checkModel(model.model)).toEqual(model.model);
  expect(new Set(model.symbols).size).toBe(model.symbols.length);
  const needed = wantedTensors(sizeOfModel(model)).reduce(
    (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
  expect(model.weights.length * (model.model.tieWeights ? 2 : 1)).toBeGreaterThanOrEqual(needed);
  expect(model.weights.every(Number.isFinite)).toBe(true);
  expect(golden === null || golden.logits.length === golden.ids.length * model.symbols.length).toBe(true);
}

const jsonValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer(),
  fc.constantFrom(-1, 0, 1e9, 2 ** 53, 2 ** 31, 1e308, 0.5, '', '\ud800', null, true, [], {}),
);

/** Another value at one place of a JSON document, or one key more. */
function withValue(document: unknown, path: readonly number[], value: unknown): unknown {
  if (path.length === 0 || typeof document !== 'object' || document === null) return value;
  const [first = 0, ...rest] = path;
  if (Array.isArray(document)) {
    if (document.length === 0) return [value];
    const at = first % document.length;
    return document.with(at, withValue(document[at], rest, value));
  }
  const keys = Object.keys(document);
  if (keys.length === 0 || first % 17 === 0) return { ...document, surplus: value };
  const key = keys[first % keys.length] ?? '';
  return { ...document, [key]: withValue((document as Record<string, unknown>)[key], rest, value) };
}

const edit = fc.record({ path: fc.array(fc.nat(400), { minLength: 1, maxLength: 5 }), value: jsonValue });

describe('a charloom file whose hashes were made right again', () => {
  const file = written(charloomFormat).get('') ?? new Uint8Array();
  const length = Buffer.from(file).readUInt32LE(12);
  const header = JSON.parse(Buffer.from(file.subarray(48, 48 + length)).toString()) as {
    blocks: { name: string; type: string; length: number; sha256: string }[];
  };
  const blocks = file.subarray(48 + length);

  function sealed(document: unknown, rest: Uint8Array): Folder {
    const json = Buffer.from(JSON.stringify(document));
    const start = Buffer.from(file.subarray(0, 16));
    start.writeUInt32LE(json.length, 12);
    return new Map([['', joined(start, createHash('sha256').update(json).digest(), json, rest)]]);
  }

  it('is a model that the engine can hold, or is refused, whatever its header says', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const document = edits.reduce<unknown>((one, { path, value }) => withValue(one, path, value), header);
        const found = readOrRefused(charloomFormat, sealed(document, blocks));
        if (found) expectSound(found);
      }),
      { seed, numRuns: 5000 },
    );
  });

  it('is a model that the engine can hold, or is refused, whatever its blocks hold', () => {
    const sizes: Record<string, number> = { f32: 4, f64: 8, u8: 1, u16: 2, u32: 4 };
    fc.assert(
      fc.property(fc.array(fc.record({ at: place, to: fc.nat(255) }), { minLength: 1, maxLength: 6 }), (bytes) => {
        const broken = bytes.reduce((one, { at, to }) => changed(one, { kind: 'set', at, to }), blocks);
        let offset = 0;
        const records = header.blocks.map((record) => {
          const end = offset + record.length * (sizes[record.type] ?? 0);
          const sha256 = createHash('sha256').update(broken.subarray(offset, end)).digest('hex');
          offset = end;
          return { ...record, sha256 };
        });
        const found = readOrRefused(charloomFormat, sealed({ ...header, blocks: records }, broken));
        if (found) expectSound(found);
      }),
      { seed, numRuns: 3000 },
    );
  });
});

describe('a safetensors folder without its proof', () => {
  const { golden, config, vocabulary } = folderFiles;
  const whole = new Map(written(safetensorsFormat));
  whole.delete(golden);

  it('is a model that the engine can hold, or is refused, whatever its bytes', () => {
    fc.assert(
      fc.property(changes, (what) => {
        const found = readOrRefused(safetensorsFormat, changedFolder(whole, what));
        if (found) expectSound(found);
      }),
      { seed, numRuns: 5000 },
    );
  });

  it.each([config, vocabulary])('is a model that the engine can hold, or is refused, whatever %s says', (path) => {
    const document: unknown = JSON.parse(Buffer.from(whole.get(path) ?? []).toString());
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const other = edits.reduce<unknown>((one, { path: at, value }) => withValue(one, at, value), document);
        const found = readOrRefused(safetensorsFormat, new Map(whole).set(path, Buffer.from(JSON.stringify(other))));
        if (found) expectSound(found);
      }),
      { seed, numRuns: 3000 },
    );
  });
});

describe('a small file that claims to be a large model', () => {
  const largest = { hidden: 4096, layers: 8, embedding: 4096 };

  it('is refused before anything is allocated for it', () => {
    const folder = new Map(written(safetensorsFormat));
    folder.delete(folderFiles.golden);
    const config = JSON.parse(Buffer.from(folder.get(folderFiles.config) ?? []).toString()) as { model: object };
    const claim = { ...config, model: { ...config.model, ...largest } };
    const file = written(charloomFormat).get('') ?? new Uint8Array();
    const length = Buffer.from(file).readUInt32LE(12);
    const header = JSON.parse(Buffer.from(file.subarray(48, 48 + length)).toString()) as {
      description: { model: object };
    };
    const { description } = header;
    const json = Buffer.from(
      JSON.stringify({ ...header, description: { ...description, model: { ...description.model, ...largest } } }),
    );
    const start = Buffer.from(file.subarray(0, 16));
    start.writeUInt32LE(json.length, 12);
    const sealed = joined(start, createHash('sha256').update(json).digest(), json, file.subarray(48 + length));

    const before = process.memoryUsage().arrayBuffers;
    expect(
      readOrRefused(safetensorsFormat, folder.set(folderFiles.config, Buffer.from(JSON.stringify(claim)))),
    ).toBeNull();
    expect(readOrRefused(charloomFormat, new Map([['', sealed]]))).toBeNull();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});
