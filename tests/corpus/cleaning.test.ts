// Every step of cleaning: what it does, and that it does the same however the text is cut.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizer } from '../../src-engine/corpus/cleaning/characters.ts';
import { createCleaning } from '../../src-engine/corpus/cleaning/cleaning.ts';
import { newCleaningMemory } from '../../src-engine/corpus/cleaning/memory.ts';
import { maxLineLength } from '../../src-engine/corpus/cleaning/lines.ts';
import { plainCleaningKinds } from '../../src-engine/protocol/choices.ts';
import type { CleaningStep } from '../../src-engine/protocol/index.ts';

function clean(steps: CleaningStep | readonly CleaningStep[], ...pieces: readonly string[]): string {
  const cleaning = createCleaning('kind' in steps ? [steps] : steps, 'text.txt', newCleaningMemory());
  return pieces.map((piece) => cleaning.push(piece)).join('') + cleaning.end();
}

const steps: readonly CleaningStep[] = [
  ...plainCleaningKinds.map((kind) => ({ kind })),
  { kind: 'csv', column: 2 },
  { kind: 'csv', column: 'b' },
];

/** What the steps look for, in bits, among anything. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '\n',
        '\n\n',
        ' ',
        '\t',
        'a',
        'A',
        '"',
        ',',
        ';',
        '""',
        'a,b\n',
        '1\n',
        '00:00:01,000 --> 00:00:02,000\n',
        '<i>',
      ],
      ...[
        '<p>',
        '</p>',
        '<br>',
        '&amp;',
        '&am',
        'p;',
        '<',
        '>',
        '&#233',
        ';',
        '<script>',
        '</script>',
        '<!--',
        '-->',
        'x<y',
      ],
      ...[
        '*** START OF THE PROJECT GUTENBERG EBOOK X ***\n',
        '*** END OF THE PROJECT GUTENBERG EBOOK X ***\n',
        'Produced by me\n',
      ],
      ...[
        'Σ',
        'ΑΣ',
        '.',
        '\u0301',
        'e',
        'ᄀ',
        'ᅡ',
        'ᆨ',
        'か',
        '\u3099',
        'ﾊ',
        'ﾞ',
        'ﬁ',
        '\u0345',
        'İ',
        '\u{1d15e}',
        '\0',
        '\u001b',
        '\u{1f1e9}',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  ),
  { maxLength: 30 },
);

describe('cleaning', () => {
  it.each(steps)('is the same however the text is cut: $kind $column', (step) => {
    const attempt = (...texts: readonly string[]): string => {
      try {
        return clean(step, ...texts);
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(pieces, (texts) => {
        expect(attempt(...texts)).toBe(attempt(texts.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('is done in one order, whatever the order of the list', () => {
    const list = [{ kind: 'unique-lines' }, { kind: 'spaces' }, { kind: 'lowercase' }, { kind: 'html' }] as const;
    expect(clean(list, 'A  <b>b</b>\na B\n')).toBe('a b\n');
    expect(clean(list.toReversed(), 'A  <b>b</b>\na B\n')).toBe('a b\n');
  });

  it('by normal form is that of the whole text', () => {
    fc.assert(
      fc.property(pieces, (texts) => {
        expect(clean({ kind: 'nfc' }, ...texts)).toBe(texts.join('').normalize('NFC'));
        expect(clean({ kind: 'nfkc' }, ...texts)).toBe(texts.join('').normalize('NFKC'));
        expect(clean({ kind: 'lowercase' }, ...texts)).toBe(texts.join('').toLowerCase());
      }),
      { numRuns: 1000 },
    );
  });

  it.each([[['ΑΣ', 'Σ']], [['ΑΣΣ', ' ']], [['Σ', 'Σ', 'Σ', 'α']], [['ΑΣ', '.', 'Σ']], [['ΑΣ.', ' Σ']]])(
    'in lower case knows whether a Σ ends its word: %j',
    (texts) => {
      expect(clean({ kind: 'lowercase' }, ...texts)).toBe(texts.join('').toLowerCase());
    },
  );

  it('by normal form cuts before no character that joins the one before it', () => {
    const before = ['a', 'e\u0301', 'か', 'ﾊ', 'ᄀ', '가', '각', 'ক', '\u09c7', '\u1025', '中', '\u3131'];
    for (const form of ['NFC', 'NFKC'] as const) {
      for (let point = 1; point < 0x30000; point += point < 0x3200 ? 1 : 7) {
        if (point >= 0xd800 && point < 0xe000) continue;
        const symbol = String.fromCodePoint(point);
        const step = normalizer(form);
        const parts = before.map((other) => step.push(other) + step.push(symbol)).join('') + step.end();
        const whole = before.map((other) => other + symbol).join('');
        if (parts !== whole.normalize(form)) expect.fail(`${form} of U+${point.toString(16)}`);
      }
    }
  });
});

describe('each step', () => {
  it.each<[string, CleaningStep, string, string]>([
    [
      'takes the header, its credits and the footer away',
      { kind: 'gutenberg' },
      'The Project Gutenberg eBook of X\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n\nProduced by A and\nB\n\n\nChapter 1\n\nText.\n\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nLicence\n',
      'Chapter 1\n\nText.\n',
    ],
    [
      'knows long titles and older marks',
      { kind: 'gutenberg' },
      'x\n***START OF THIS PROJECT GUTENBERG EBOOK A VERY\nLONG TITLE***\nText\nEnd of Project Gutenberg’s X, by Y\nmore\n',
      'Text\n',
    ],
    [
      'leaves other books alone',
      { kind: 'gutenberg' },
      'No header.\n\n\n*** END OF it\n',
      'No header.\n\n\n*** END OF it\n',
    ],
    [
      'strips tags, scripts and comments, and decodes entities',
      { kind: 'html' },
      '<!DOCTYPE html><title>T</title><style>p{}</style><p>Caf&eacute; &lt;b&gt; &#x1F600;</p><script>if (a<b) x("</p>")</script><p>a<br>b</p><!-- c -->1 < 2 & 3',
      'Café <b> 😀\na\nb\n1 < 2 & 3',
    ],
    [
      'keeps a column by its name',
      { kind: 'csv', column: 'text' },
      'id,text\n1,"a, ""b""\nc"\n2,d\n3\n',
      'a, "b"\nc\nd\n',
    ],
    ['keeps a column by its number', { kind: 'csv', column: 1 }, 'a;b\nc;d', 'a\nc\n'],
    ['takes commas between digits for decimal marks', { kind: 'csv', column: 2 }, '1;2,5\n2;3,5\n', '2,5\n3,5\n'],
    ['takes them so in every cell', { kind: 'csv', column: 2 }, '1,5;2,5\n2,5;3,5\n', '2,5\n3,5\n'],
    ['takes them so beside tabs', { kind: 'csv', column: 1 }, '1,5\t2,5\n', '1,5\n'],
    ['takes them so below a name that is alone', { kind: 'csv', column: 'v' }, 'v\n1,5\n"2,5"\n', '1,5\n2,5\n'],
    ['takes them so in the first column, too', { kind: 'csv', column: 1 }, 'v\n1,5\n\n2,5\n', 'v\n1,5\n\n2,5\n'],
    ['parts numbers by commas where nothing else does', { kind: 'csv', column: 2 }, '1,2\n3,4\n', '2\n4\n'],
    ['parts them so below a title', { kind: 'csv', column: 2 }, 'Numbers\n1,2\n3,4\n', '2\n4\n'],
    ['keeps a column between tabs', { kind: 'csv', column: 'b' }, 'a\tb\n1,5\tx, y\n', 'x, y\n'],
    [
      'takes a blank line for an empty field of a column that is alone',
      { kind: 'csv', column: 'a' },
      'a\n1\n\n""\n2\n',
      '1\n\n\n2\n',
    ],
    ['does so where the first line is data', { kind: 'csv', column: 1 }, '1\n\n2\n', '1\n\n2\n'],
    [
      'passes over a blank line where there are more columns',
      { kind: 'csv', column: 'a' },
      'a,b\n1,x\n\n2,y\n',
      '1\n2\n',
    ],
    [
      'keeps a field of JSON lines',
      { kind: 'jsonl', field: 'a.b' },
      '{"a":{"b":"x\\n\\"y\\" {"}}\n{"a":null}\n{"a":{"b":[1,true,"z"]}}',
      'x\n"y" {\n1\ntrue\nz\n',
    ],
    ['keeps a field of an array', { kind: 'jsonl', field: 't' }, '[\n {"t":"a"}, {"t":"b"}\n]', 'a\nb\n'],
    [
      'takes numbers and times of subtitles away',
      { kind: 'subtitles' },
      '1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>\nthere.\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}42\n\n',
      'Hello\nthere.\n42\n',
    ],
    ['drops control characters', { kind: 'controls' }, 'a\0b\u0007\tc\n\u0085d\u007f', 'ab\tc\nd'],
    ['composes', { kind: 'nfc' }, 'e\u0301ﬁ', 'éﬁ'],
    ['composes and makes plain', { kind: 'nfkc' }, 'e\u0301ﬁ①', 'éfi1'],
    ['knows the two small sigmas', { kind: 'lowercase' }, 'ΟΔΟΣ ΣΑ', 'οδος σα'],
    ['collapses spaces', { kind: 'spaces' }, 'a \t b  \n\t c ', 'a b\n c'],
    ['collapses blank lines', { kind: 'blank-lines' }, '\n\n\na\n\n \n\n\nb\nc\n\n\n', '\na\n\nb\nc\n\n'],
    ['keeps each line once', { kind: 'unique-lines' }, 'a\nb\n\na\n\nc\nb', 'a\nb\n\n\nc\n'],
  ])('%s', (_title, step, text, wanted) => {
    expect(clean(step, text)).toBe(wanted);
  });

  it.each<[CleaningStep, string, string]>([
    [{ kind: 'csv', column: 'x' }, 'a,b\n1,2\n', 'text.txt has no column "x". Its first line names a, b.'],
    [{ kind: 'csv', column: 3 }, 'a,b\n1,2\n', 'No line of text.txt has a column 3. Choose another one.'],
    [
      { kind: 'jsonl', field: 'x' },
      '{"a":1,"b":2}\n',
      'No record of text.txt has text in the field "x". The first has a, b.',
    ],
    [{ kind: 'jsonl', field: 'x' }, 'Hello\n', 'text.txt holds no JSON objects. Read it without choosing a field.'],
    [
      { kind: 'jsonl', field: 'x' },
      '{"x":"a"}\n{x}\n',
      'Record 2 of text.txt is not valid JSON, so its fields cannot be read. Fix the file, or read it as it is.',
    ],
    [
      { kind: 'jsonl', field: 'x' },
      '{"x":"a"',
      'text.txt has a JSON object that does not end. Fix the file, or read it as it is.',
    ],
  ])('says what is wrong: %j', (step, text, message) => {
    expect(() => clean(step, text)).toThrow(expect.objectContaining({ code: 'corpus-cleaning', message }));
  });
});

describe('a JSON object without end', () => {
  it('is given up before it fills the memory', () => {
    const record = `{"x":"${'abcdefghij'.repeat(100_000)}`;
    const cleaning = createCleaning([{ kind: 'jsonl', field: 'x' }], 'text.txt', newCleaningMemory());
    expect(() => {
      for (let piece = 0; piece <= 50; piece++) cleaning.push(piece === 0 ? record : record.slice(6));
    }).toThrow(
      'text.txt has a JSON object of more than 50,000,000 characters, too large to take a field out of. ' +
        'Cut it into smaller ones, or read the file as it is.',
    );
  });
});

describe('a line without end', () => {
  it('passes through every step without being held', () => {
    const line = 'abcdefghij'.repeat(400_000); // four times the longest line
    for (const kind of ['gutenberg', 'subtitles', 'unique-lines', 'spaces', 'blank-lines', 'lowercase'] as const) {
      expect(clean({ kind }, line, `\n${line}\n`) === `${line}\n${line}\n`).toBe(true);
    }
    expect(line.length).toBeGreaterThan(maxLineLength * 3);
  });
});

describe('records that give no text', () => {
  it.each([
    ['jsonl', '{"text":"a"}\n{"other":"b"}\nnot json\n{"text":"c"}\n', 'a\nc\n', [1, 1]],
    ['jsonl', 'he said "stop\n{"text":"a"}\n"a string"\n12\n', 'a\n', [0, 3]],
    ['jsonl', '\ufeff[\n{"text":"a"},\n{"text":null}, {"text":"{"}\n]\n', 'a\n{\n', [1, 0]],
    ['csv', 'id,text\n1,a\n2\n\n3,b\n', 'a\nb\n', [1, 0]],
  ] as const)('are counted: %s %j', (kind, text, cleaned, [withoutField, noObjects]) => {
    const step = kind === 'csv' ? ({ kind, column: 'text' } as const) : ({ kind, field: 'text' } as const);
    for (const size of [1, 3, text.length]) {
      const memory = newCleaningMemory();
      const cleaning = createCleaning([step], 'text.txt', memory);
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, piece) =>
        cleaning.push(text.slice(piece * size, (piece + 1) * size)),
      );
      expect(pieces.join('') + cleaning.end()).toBe(cleaned);
      expect(memory.leftOutRecords).toEqual({ withoutField, noObjects });
    }
  });
});
