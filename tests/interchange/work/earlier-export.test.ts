// Earlier exports of every format are known, and told from whatever somebody else has made or changed.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { curveFile, curveKinds } from '../../../src-engine/host/curve-file.ts';
import { exportKind } from '../../../src-engine/interchange/work/earlier-export.ts';
import { formatNamed, formats } from '../../../src-engine/interchange/formats/index.ts';
import { openings } from '../../../src-engine/interchange/formats/html/page/contents.ts';
import type { Format } from '../../../src-engine/interchange/formats/format.ts';
import { isUnopenedCopy } from '../../../src-engine/files/own-files.ts';
import { openLibrary } from '../../../src-engine/library/library.ts';
import { temporaryFolder } from '../../library/fixtures.ts';
import { portableModel, written } from '../portable-models.ts';

/** Puts an export on the disk. @returns its file or folder, and the files in it */
function exportedAs(format: Format): { readonly place: string; readonly files: readonly string[] } {
  const place = path.join(temporaryFolder(), 'export');
  const files = Array.from(written(format, portableModel()), ([name, bytes]) => {
    const full = name === '' ? place : path.join(place, name);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, bytes);
    return full;
  });
  return { place, files };
}

function changed(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** Where a change must be noticed. */
function placesIn(format: Format, file: string): readonly number[] {
  const bytes = readFileSync(file);
  if (format.name === 'html') {
    const data = ['"charloom"', ...Object.values(openings)].map((text) => bytes.indexOf(text) + 2);
    return [...data, bytes.indexOf('<title>') + 8, bytes.indexOf('</style>') - 2, bytes.length - 2];
  }
  // The proof's own logits are of no use to anybody.
  if (path.basename(file) === 'golden.safetensors') return [0, 20];
  return [0, 0.3, 0.5, 0.7, 1].map((share) => Math.floor(share * (bytes.length - 1)));
}

describe.each(formats)('an earlier export as $name', (format) => {
  it('is known, and that of another format is not', () => {
    const { place } = exportedAs(format);
    for (const other of formats) expect(exportKind(other).isEarlier(place), other.name).toBe(other === format);
  });

  it('is not taken for one when it is cut off, or anything of what it holds has been changed', () => {
    const { files: names } = exportedAs(format);
    for (const [index, original] of names.entries()) {
      for (const at of placesIn(format, original)) {
        const { place, files } = exportedAs(format);
        changed(files[index] ?? '', at);
        expect(exportKind(format).isEarlier(place), `${path.basename(original)} at ${at}`).toBe(false);
      }
      const { place, files } = exportedAs(format);
      writeFileSync(files[index] ?? '', readFileSync(original).subarray(0, -1));
      expect(exportKind(format).isEarlier(place), `${path.basename(original)} cut off`).toBe(false);
      writeFileSync(files[index] ?? '', Buffer.concat([readFileSync(original), Buffer.from('\n')]));
      expect(exportKind(format).isEarlier(place), `${path.basename(original)} with more behind it`).toBe(false);
    }
  });

  it('is not what is called the same', () => {
    const { place, files } = exportedAs(format);
    for (const file of files) writeFileSync(file, '{"architectures": ["LlamaForCausalLM"]}');
    expect(exportKind(format).isEarlier(place)).toBe(false);
    for (const file of files) writeFileSync(file, '');
    expect(exportKind(format).isEarlier(place)).toBe(false);
  });
});

it('a folder without its proof may have been changed on purpose: it is no earlier export', () => {
  const { place } = exportedAs(formatNamed('safetensors'));
  rmSync(path.join(place, 'golden.safetensors'));
  expect(exportKind(formatNamed('safetensors')).isEarlier(place)).toBe(false);
});

describe.each(['csv', 'json'] as const)('an earlier loss curve as %s', (format) => {
  const curve = { steps: Float64Array.of(1, 2, 3), losses: Float32Array.of(4.2, NaN, 1e-7) };
  const validations = [{ step: 2, loss: 3.5, characters: 100 }];
  const file = (): string => {
    const place = path.join(temporaryFolder(), 'curve');
    writeFileSync(place, Buffer.concat([...curveFile(format, { name: 'Run', task: 'generate' }, curve, validations)]));
    return place;
  };
  const append = (text: string): string => {
    const place = file();
    writeFileSync(place, text, { flag: 'a' });
    return place;
  };

  it('is known, until somebody has written into it', () => {
    expect(curveKinds[format].isEarlier(file())).toBe(true);
    expect(curveKinds[format].isEarlier(append('4,note,1\r\n'))).toBe(false);
    expect(curveKinds[format].isEarlier(append('# mine'))).toBe(false);
    expect(curveKinds[format].isEarlier(append(format === 'csv' ? '4,1,2\n' : ' '))).toBe(false);
    expect(curveKinds[format].isEarlier(append('2,1,2\r\n'))).toBe(false);
    const place = file();
    const text = readFileSync(place, 'utf8');
    for (const [old, own] of [
      ['3.5', '3.50'],
      ['4.1999998', format === 'csv' ? '4.2,9' : '4.1999998, "note": "mine"'],
      ['1e-7', format === 'csv' ? '1-7' : '"mine"'],
    ] as const) {
      expect(text).toContain(old);
      writeFileSync(place, text.replace(old, own));
      expect(curveKinds[format].isEarlier(place), own).toBe(false);
    }
  });

  it('is known whatever losses are in it', () => {
    const losses = Float32Array.from({ length: 500 }, (_, index) => 0.9 * 1.07 ** (index - 250));
    const steps = Float64Array.from(losses, (_, index) => index + 1);
    const place = path.join(temporaryFolder(), 'curve');
    const validated = [
      { step: 7, loss: 1 / 3, characters: 9 },
      { step: 900, loss: null, characters: 9 },
    ];
    writeFileSync(
      place,
      Buffer.concat([...curveFile(format, { name: 'Ünï "x"', task: 'classify' }, { steps, losses }, validated)]),
    );
    expect(curveKinds[format].isEarlier(place)).toBe(true);
    const empty = { name: '', task: 'generate' } as const;
    writeFileSync(place, Buffer.concat([...curveFile(format, empty, { steps: steps.slice(0, 0), losses }, [])]));
    expect(curveKinds[format].isEarlier(place)).toBe(true);
  });

  it('is not another table or object', () => {
    const place = file();
    for (const text of ['', 'step,loss\r\n1,2\r\n', '{}', '{"run": "x", "training": []}', 'null', '\0'.repeat(50)]) {
      writeFileSync(place, text);
      expect(curveKinds[format].isEarlier(place), text).toBe(false);
    }
  });
});

it('a backup is one until somebody opens it', async () => {
  const folder = temporaryFolder();
  const library = openLibrary(path.join(folder, 'library.db'));
  const copy = path.join(folder, 'copy.db');
  const place = { path: copy, mayReplace: false, library: library.file };
  await library.backUp(place);
  expect(isUnopenedCopy(copy)).toBe(true);
  expect(isUnopenedCopy(library.file)).toBe(false);
  await library.backUp(place);
  const used = path.join(folder, 'used.db');
  copyFileSync(copy, used);
  openLibrary(used).close();
  expect(isUnopenedCopy(used)).toBe(false);
  await expect(library.backUp({ ...place, path: used, mayReplace: true })).rejects.toThrow('another Charloom library');
  writeFileSync(copy, 'mine');
  await expect(library.backUp(place)).rejects.toMatchObject({ code: 'file-exists' });
  await library.backUp({ ...place, mayReplace: true });
  expect(isUnopenedCopy(copy)).toBe(true);
  library.close();
});
