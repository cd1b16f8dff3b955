// Labelled lines: recognised piece by piece, and divided so that no text stands on both sides.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areSameLabels, countLabels, LabelReader, readLabelledText } from '../../src-engine/corpus/labels.ts';
import { splitLines } from '../../src-engine/corpus/line-split.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { told } from '../told.ts';

/** @param piece symbols that are read at a time */
function read(text: string, piece = text.length) {
  const symbols = [...new Set(text)].sort();
  const ids = Uint16Array.from(text, (symbol) => symbols.indexOf(symbol));
  const reader = new LabelReader(symbols);
  for (let at = 0; at < ids.length; at += piece) reader.push(ids.subarray(at, at + piece));
  return { ids, symbols, lines: reader.finish() };
}

function linesOf(text: string, piece?: number) {
  const { ids, symbols, lines } = read(text, piece);
  if ('why' in lines) throw new Error(inEnglish(lines.why));
  const textOf = (line: number): string =>
    Array.from(ids.subarray(lines.starts[line], lines.ends[line]), (id) => symbols[id]).join('');
  return { ids, symbols, lines, textOf };
}

const mail = 'spam\tBuy now\nham\tLunch at one?\n\nspam\tWin, win\tnow';

describe('a text of labelled lines', () => {
  it.each([1, 2, 3, 5, 100])('is read whatever the size of its pieces: %i', (piece) => {
    const { lines, textOf } = linesOf(mail, piece);
    expect(lines.labels).toEqual(['ham', 'spam']);
    expect([...lines.labelOf]).toEqual([1, 0, 1]);
    expect([0, 1, 2].map(textOf)).toEqual(['Buy now', 'Lunch at one?', 'Win, win\tnow']);
    expect(countLabels(lines)).toEqual([1, 2]);
  });

  it('may have commas instead, and blanks around its labels; an empty text is one', () => {
    const { lines, textOf } = linesOf('good , fine, really\nbad,\n');
    expect(lines.labels).toEqual(['bad', 'good']);
    expect([0, 1].map(textOf)).toEqual([' fine, really', '']);
  });

  it.each([1, 2, 3, 100])('may have its labels in quotes, with commas and quotes in them: %i', (piece) => {
    const csv = '"good","fine, really"\nbad,"no"\n "so, so" ,well\n"a ""b""",x\ngood,yes\n';
    const { lines, textOf } = linesOf(csv, piece);
    // In the order in which they are written.
    expect(lines.labels).toEqual(['a "b"', 'good', 'so, so', 'bad']);
    const names = Array.from(lines.labelOf, (label) => lines.labels[label]);
    expect(names).toEqual(['good', 'bad', 'so, so', 'a "b"', 'good']);
    expect([0, 2, 3].map(textOf)).toEqual(['"fine, really"', 'well', 'x']);
    expect(readLabelledText(csv.trimEnd().split('\n')).map(({ label }) => label)).toEqual(names);
  });

  it('may have a quote in a label that is none, and no label that is two of them', () => {
    expect(linesOf('"a\tone\nb"\ttwo\n').lines.labels).toEqual(['"a', 'b"']);
    expect('why' in read('""\tone\nb\ttwo\n').lines).toBe(true);
  });

  it('has the labels of a run that knows them with their quotes, in the same order', () => {
    const found = linesOf('"b"\tone\n"a b"\ttwo\n"a"\tthree\n').lines.labels;
    expect(found).toEqual(['a b', 'a', 'b']);
    expect(areSameLabels(['"a b"', '"a"', '"b"'], found)).toBe(true);
    expect(areSameLabels(['"a"', '"a b"', '"b"'], found)).toBe(false);
  });

  it.each([
    ['spam\tone\nno label here\nham\ttwo\n', 'Line 2 has no label'],
    ['spam\tone\n\n\ttwo\n', 'Line 3 has no label'],
    ['spam\tone\nspam\ttwo\n', 'All lines have the same label, "spam"'],
    [`${'x'.repeat(65)}\tone\nham\ttwo\n`, 'Line 1 has no label'],
    ['no separator\nat all\n', 'Line 1 has no label'],
    [Array.from({ length: 65 }, (_, n) => `l${n}\ttext\n`).join(''), 'more than 64 different words'],
  ])('is not %j', (text, reason) => {
    const { lines } = read(text);
    expect(told('why' in lines ? lines.why : null)).toContain(reason);
  });

  it('is read the same from lines that are no corpus', () => {
    expect(readLabelledText(['spam\tBuy, now', 'ham\tNo', 'ham, no label', ' \tnone'])).toEqual([
      { label: 'spam', text: 'Buy, now' },
      { label: 'ham', text: 'No' },
      { label: null, text: 'ham, no label' },
      { label: null, text: ' \tnone' },
    ]);
    expect(readLabelledText(['none', 'spam,Buy now'])).toEqual([
      { label: null, text: 'none' },
      { label: 'spam', text: 'Buy now' },
    ]);
    expect(readLabelledText(['none'])).toEqual([{ label: null, text: 'none' }]);
  });
});

function split(text: string, shares: { validation: number; test: number }) {
  const { ids, symbols, lines, textOf } = linesOf(text);
  return { ...splitLines(ids, symbols, lines, shares), lines, textOf };
}

/** Lines as people send them: the same in other marks, digits and capitals. */
const line = fc
  .record({
    label: fc.constantFrom('a', 'b', 'c'),
    words: fc.array(fc.constantFrom('win', 'lunch', 'now', 'mail', 'you'), { minLength: 1, maxLength: 3 }),
    mark: fc.constantFrom('', '!', ' 123', '  ...'),
    isLoud: fc.boolean(),
  })
  .map(({ label, words, mark, isLoud }) => {
    const said = words.join(' ');
    return `${label}\t${isLoud ? said.toUpperCase() : said}${mark}`;
  });

const texts = fc
  .array(line, { minLength: 30, maxLength: 120 })
  .filter((lines) => new Set(lines.map((one) => one[0])).size > 1)
  .map((lines) => `${lines.join('\n')}\n`);

const shares = { validation: 0.2, test: 0.1 };

describe('the division of labelled lines', () => {
  it('takes every line once, and lines that say the same to the same side', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { train, validation, test, textOf, lines } = split(text, shares);
        const all = [...train, ...validation, ...test];
        expect(all.sort((one, other) => one - other)).toEqual(Array.from(lines.labelOf.keys()));
        const said = (part: readonly number[]) =>
          part.map((at) =>
            textOf(at)
              .toLowerCase()
              .replaceAll(/[^a-z]/g, ''),
          );
        const trained = new Set(said(train));
        const validated = new Set(said(validation));
        expect(said([...validation, ...test]).filter((text) => trained.has(text))).toEqual([]);
        expect(said(test).filter((text) => validated.has(text))).toEqual([]);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('gives each label its share, wherever its lines stand', () => {
    const words = Array.from(
      { length: 300 },
      (_, n) => `${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}x`,
    );
    const sorted = words.map((word, n) => `${n < 200 ? 'ham' : 'spam'}\t${word}\n`);
    const { validation, test, lines } = split(sorted.join(''), shares);
    const counts = (part: readonly number[]) =>
      [0, 1].map((label) => part.filter((at) => lines.labelOf[at] === label).length);
    expect(counts(validation)).toEqual([40, 20]);
    expect(counts(test)).toEqual([20, 10]);
  });

  it('holds out the same texts in whatever order they stand', () => {
    const lines = Array.from(
      { length: 100 },
      (_, n) =>
        `${n % 3 === 0 ? 'a' : 'b'}\t${'xyz'.repeat(1 + (n % 7))}${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`,
    );
    const heldOut = (order: readonly string[]) => {
      const { validation, textOf } = split(`${order.join('\n')}\n`, shares);
      return validation.map(textOf).sort();
    };
    expect(heldOut([...lines].reverse())).toEqual(heldOut(lines));
    expect(heldOut(lines).length).toBeGreaterThan(15);
  });

  it('compares lines without letters as they stand', () => {
    const { train, validation } = split('a\t1 1\nb\t2 2\n'.repeat(10) + 'a\t3\nb\t4\na\t5\nb\t6\n', {
      validation: 0.4,
      test: 0,
    });
    expect(validation.length).toBeGreaterThan(0);
    expect(train.length + validation.length).toBe(24);
  });
});
