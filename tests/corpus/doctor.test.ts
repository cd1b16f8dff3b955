// The corpus doctor on texts that are known to be sick, each in its own way, and on sound ones.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advise } from '../../src-engine/corpus/doctor/advice.ts';
import type { Circumstances } from '../../src-engine/corpus/doctor/advice.ts';
import { describeFindings, Examiner } from '../../src-engine/corpus/doctor/doctor.ts';
import type { Examined, Findings } from '../../src-engine/corpus/doctor/doctor.ts';
import type { Advice, DoctorReport, Preparation } from '../../src-engine/protocol/index.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { told } from '../told.ts';

const circumstances: Circumstances = {
  preparation: defaultPreparation,
  isFromFile: true,
  isMadeByRules: false,
  isUtf8: false,
  parameters: 1000,
};

function examine(
  text: string,
  pieces: readonly number[] = [],
): { readonly text: Examined; readonly findings: Findings } {
  const characters = [...text];
  const symbols = [...new Set(characters)].sort(
    (one, other) => (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0),
  );
  const ids = Uint16Array.from(characters, (character) => symbols.indexOf(character));
  const counts = symbols.map((_, id) => ids.reduce((sum, other) => (other === id ? sum + 1 : sum), 0));
  const examined = { symbols, counts, characters: characters.length };
  const examiner = new Examiner(examined);
  let from = 0;
  for (const length of [...pieces, characters.length]) {
    examiner.push(ids.subarray(from, from + length));
    from += length;
  }
  return { text: examined, findings: examiner.finish() };
}

function report(text: string, pieces?: readonly number[]): Omit<DoctorReport, 'advice'> {
  const examined = examine(text, pieces);
  return describeFindings(examined.text, examined.findings, 5);
}

function adviceOn(text: string, change: Partial<Circumstances> = {}): readonly Advice[] {
  const examined = examine(text);
  return advise(examined.text, examined.findings, { ...circumstances, ...change });
}

function codesFor(text: string, change: Partial<Circumstances> = {}): readonly string[] {
  return adviceOn(text, change).map(({ code }) => code);
}

/** The UTF-8 of a text, read in another encoding. */
const misread = (text: string, label: string) => new TextDecoder(label).decode(new TextEncoder().encode(text));
const prepared = (cleaning: Preparation['cleaning']) => ({ preparation: { ...defaultPreparation, cleaning } });

const words = 'the quick brown fox jumps over a lazy dog while seven wizards brew potions in quiet rooms'.split(' ');
/** Sound prose: no line twice. */
const prose = Array.from({ length: 400 }, (_, line) =>
  Array.from({ length: 9 }, (_, word) => words[(line * 7 + word * (line + 3) + (line >> 4)) % words.length])
    .join(' ')
    .concat(` ${line}`),
).join('\n');

describe('figures', () => {
  it('are those of a slow count, however the text comes in pieces', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.array(fc.nat(20), { maxLength: 10 }), (lines, pieces) => {
        const text = lines.map((one) => `${one}\n`).join('');
        const found = report(text, pieces);
        const full = lines.filter((one) => one !== '');
        const lengths = full.map((one) => [...one].length).sort((one, other) => one - other);
        const repeated = full.filter((one, index) => full.indexOf(one) !== index);
        expect(found.lines).toBe(lines.length);
        expect(found.blankLines).toBe(lines.length - full.length);
        expect(found.longestLine).toBe(lengths.at(-1) ?? 0);
        if (lengths.length > 0) expect(found.medianLine).toBe(lengths[Math.ceil(lengths.length / 2) - 1]);
        expect(found.duplicates).toEqual({
          lines: repeated.length,
          characters: repeated.reduce((sum, one) => sum + [...one].length, 0),
        });
        for (const { least, most, lines: count } of found.lineLengths) {
          const inside = lines.filter((one) => [...one].length >= least && [...one].length <= most);
          expect(count).toBe(inside.length);
        }
      }),
    );
  });

  it('know ten thousand lines apart, and again', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => index.toString(3)).join('\n');
    expect(report(lines).duplicates.lines).toBe(0);
    expect(report(`${lines}\n${lines}`).duplicates.lines).toBe(10_000);
  });

  it('count a last line without an end, and no line behind the last end', () => {
    expect(report('one\ntwo')).toMatchObject({ lines: 2, longestLine: 3, medianLine: 3 });
    expect(report('one\ntwo\n')).toMatchObject({ lines: 2 });
    expect(report('\n\n')).toMatchObject({ lines: 2, blankLines: 2, medianLine: 0, longestLine: 0 });
  });

  it('count what is rare', () => {
    expect(report('aaaaabbbbccd').rare).toEqual({ below: 5, symbols: 3, characters: 7 });
  });
});

describe('a sound text', () => {
  it('gets no advice', () => {
    expect(adviceOn(prose)).toEqual([]);
  });

  it.each([
    ['French', 'À côté, l’âme “naïve” dîne : « voilà\u00a0» dit-elle… Où ? Ça va, Noël ! Ô Âge d’or, œuvre – Île.'],
    ['German', '„Spaß“, sagte er; „Fuß“. Größe – Übermaß… ß» und «Ärger»'],
    ['Portuguese', 'A IRMÃ”, disse “NÃO” e a MAÇÃ. Ação, coração, à tarde; três órgãos…'],
    ['Russian', '— Россия… «Слово» — Сёстры! „Рысь“, № 5. Волга, Горы, вода.'],
    ['Greek', 'Ο Πλάτων… «Είναι» – “Φίλος”, Ή όχι; ΐ'],
    ['Spanish', '¿QUÉ? «AÑO» ¡Ñandú! “NIÑO”… más'],
  ])('is not taken for mojibake: %s', (_language, sample) => {
    expect(examine(`${sample}\n`.repeat(20)).findings.mojibake).toBeNull();
  });
});

describe('mojibake', () => {
  it.each([
    ['Windows-1252', 'windows-1252', 'Le café où l’été “naïf” coûte 5 €, déjà là – cœur.'],
    ['Windows-1252', 'windows-1252', 'Съешь ещё этих мягких французских булок.'],
    ['Windows-1251', 'windows-1251', 'Съешь ещё этих мягких французских булок, да выпей чаю.'],
    ['Mac Roman', 'macintosh', 'Le café où l’été “naïf” coûte déjà – cœur.'],
    ['KOI8-R', 'koi8-r', 'Съешь ещё этих мягких французских булок, да выпей чаю.'],
    ['CP866', 'ibm866', 'Съешь ещё этих мягких французских булок, да выпей чаю.'],
  ])('is found where UTF-8 was read as %s (%s)', (name, label, sample) => {
    const { findings } = examine(`${misread(sample, label)}\n`.repeat(5));
    expect(findings.mojibake?.name).toBe(name);
    expect(findings.mojibake?.count).toBeGreaterThan(5);
    expect(findings.mojibake?.example).not.toBe('');
  });

  it('is mended by reading the file as UTF-8, and cannot be mended in a pasted text', () => {
    const text = `${prose}\n${misread('déjà vu, été\n', 'windows-1252').repeat(5)}`;
    const [fromFile] = adviceOn(text);
    expect(fromFile).toMatchObject({ code: 'mojibake', severity: 'problem', mend: { encoding: 'utf-8' } });
    expect(told(fromFile?.sentence)).toContain('read as Windows-1252');
    expect(adviceOn(text, { isFromFile: false })[0]).toMatchObject({ code: 'mojibake', mend: null });
    // It was in the file itself.
    expect(adviceOn(text, { isUtf8: true })[0]).toMatchObject({ code: 'mojibake', mend: null });
  });

  it('is found across the border of two pieces', () => {
    const text = misread('é'.repeat(5), 'windows-1252');
    expect(
      report(
        text,
        Array.from(text, () => 1),
      ).traces[0],
    ).toMatchObject({ kind: 'mojibake', count: 5 });
  });
});

describe('wrapped texts', () => {
  const csv = [
    'id,text,stars',
    ...Array.from({ length: 30 }, (_, row) => `${row},"well, this is number ${row}, indeed",5`),
  ];
  const records = Array.from({ length: 30 }, (_, row) => ({
    id: String(row),
    body: { text: `This is record ${row} of many.` },
  }));
  const times = Array.from(
    { length: 5 },
    (_, row) => `${row + 1}\n00:00:0${row},000 --> 00:00:0${row},900\nLine ${row}.\n`,
  );

  it.each([
    ['gutenberg', `*** START OF THE PROJECT GUTENBERG EBOOK EMMA ***\n${prose}`, { kind: 'gutenberg' }],
    ['gutenberg', `${prose}\n*** END OF THIS PROJECT GUTENBERG EBOOK EMMA ***\n`, { kind: 'gutenberg' }],
    ['html', prose.replaceAll('\n', '</p>\n<p class="x">'), { kind: 'html' }],
    ['csv', csv.join('\n'), { kind: 'csv', column: 2 }],
    ['csv', csv.map((row) => row.replaceAll('"', '').replaceAll(', ', ' ')).join('\n'), { kind: 'csv', column: 2 }],
    ['jsonl', records.map((record) => JSON.stringify(record)).join('\n'), { kind: 'jsonl', field: 'body.text' }],
    ['jsonl', JSON.stringify(records), { kind: 'jsonl', field: 'body.text' }],
    ['subtitles', times.join('\n'), { kind: 'subtitles' }],
    ['nul', `${prose}\0\0`, { kind: 'controls' }],
    ['control', `${prose}\u0007`, { kind: 'controls' }],
    ['blank-lines', prose.replaceAll('\n', '\n\n\n'), { kind: 'blank-lines' }],
    ['duplicates', `${prose}\n${prose}`, { kind: 'unique-lines' }],
    ['accents', `${prose}\n${'cafe\u0301 '.repeat(100)}`, { kind: 'nfc' }],
  ])('get the switch that mends them: %s', (code, text, step) => {
    const found = adviceOn(text).find((advice) => advice.code === code);
    expect(found?.mend).toEqual({ cleaning: [step] });
    // Once it is on, it is not advised again, and others keep it.
    expect(codesFor(text, prepared([step as Preparation['cleaning'][number]]))).not.toContain(code);
    const beside = adviceOn(text, prepared([{ kind: 'lowercase' }])).find((advice) => advice.code === code);
    expect(beside?.mend?.cleaning).toEqual([{ kind: 'lowercase' }, step]);
  });

  it.each([
    ['the numbers of days', (day: number) => `${day},${(day * 7) % 11}.5`, 2],
    ['dates, and commas as decimal marks', (day: number) => `2024-01-${10 + day};"1.0${day % 7},5"`, 2],
    ['the first of several', (day: number) => `${(day * 5) % 9}\t${day}\t${day % 3 === 0 ? 'NA' : 1e-9 * day}`, 1],
  ])('of numbers become a column of numbers: %s', (_what, row, column) => {
    const header = row(0)
      .replaceAll(/[^,;\t"]+/g, 'x')
      .replaceAll('"x,x"', 'x');
    const text = [header, ...Array.from({ length: 30 }, (_, day) => row(day))].join('\n');
    const mend = [
      { kind: 'csv', column },
      { kind: 'numbers', bins: 32 },
    ] as const;
    const found = adviceOn(text).find(({ code }) => code === 'csv');
    expect(found?.mend).toEqual({ cleaning: mend });
    expect(told(found?.sentence)).toContain(`number ${column} is one`);
    expect(codesFor(text, prepared([...mend]))).not.toContain('csv');
  });

  it.each([
    ['prose with commas', prose.replaceAll(' the', ', the')],
    ['code', 'int main() {\n  return a < b && b > c;\n}\n\nif (x < 0) { y = {"k": 1}; }\n'.repeat(50)],
    ['a list of names', words.join('\n').repeat(10)],
    ['verse with a comma in each line', words.map((word) => `The ${word}, the other.`).join('\n')],
    ['one line again and again', 'red,blue,green\n'.repeat(50)],
  ])('are not seen where there are none: %s', (_what, text) => {
    expect(examine(text).findings.formats).toEqual([]);
  });
});

describe('the size', () => {
  it('is set against the smallest model that is offered', () => {
    const long = words.join(' ').repeat(Math.ceil(20_000 / words.join(' ').length));
    expect(codesFor(long, { parameters: long.length * 4 })).not.toContain('too-small');
    const advice = adviceOn(long, { parameters: long.length * 5 }).find(({ code }) => code === 'too-small');
    expect(advice).toMatchObject({ severity: 'warning', mend: null });
    expect(told(advice?.sentence)).toContain(`${(5 * long.length).toLocaleString('en')} parameters`);
  });

  it('can be too little for any model', () => {
    const advice = adviceOn(words.join(' '), { parameters: 1 }).find(({ code }) => code === 'too-small');
    expect(advice).toMatchObject({ severity: 'problem' });
    expect(told(advice?.sentence)).toContain('far too little');
  });

  it('of the vocabulary is set against the size of the text', () => {
    const rare = Array.from({ length: 300 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    const text = `${prose}\n${prose.replaceAll('the', 'un')}\n${rare}`;
    const advice = adviceOn(text).find(({ code }) => code === 'vocabulary');
    expect(advice).toMatchObject({ severity: 'warning', mend: { rare: { below: 10, treatment: 'replace' } } });
    expect(codesFor(prose)).not.toContain('vocabulary');
  });

  it('of the vocabulary must be more than one', () => {
    const advice = adviceOn('a'.repeat(30_000)).find(({ code }) => code === 'vocabulary');
    expect(advice).toMatchObject({ severity: 'problem', mend: null });
    expect(told(advice?.sentence)).toContain('the same symbol from beginning to end');
    expect(codesFor('ab'.repeat(15_000))).not.toContain('vocabulary');
  });

  it('of a text that rules write names no line that was drawn twice', () => {
    expect(codesFor(`${prose}\n${prose}`)).toContain('duplicates');
    expect(codesFor(`${prose}\n${prose}`, { isMadeByRules: true })).toEqual([]);
  });

  it('of a line can be that of the text', () => {
    expect(codesFor(prose.replaceAll('\n', ' '))).toContain('one-line');
    const numbers = prepared([{ kind: 'numbers', bins: 16 }]);
    expect(codesFor('0123456789ABCDEF'.repeat(2000), numbers)).toEqual([]);
    expect(codesFor('0123456789ABCDEF'.repeat(70), numbers)).toEqual([]);
    expect(codesFor('0123456789ABCDEF'.repeat(60), numbers)).toEqual(['too-small']);
  });
});

describe('advice', () => {
  it('comes by weight', () => {
    const text = `${prose}\n${prose}\n\ufffd${misread('éééé', 'windows-1252')}\0`;
    const severities = adviceOn(text).map(({ severity }) => severity);
    expect(severities.length).toBeGreaterThan(3);
    expect([...severities].sort((one, other) => rank(one) - rank(other))).toEqual(severities);
  });

  it('speaks of lost characters, unless they stand for rare ones on purpose', () => {
    expect(codesFor(`${prose}\ufffd`)).toEqual(['replacement']);
    const preparation = { ...defaultPreparation, rare: { below: 2, treatment: 'replace' } } as const;
    expect(codesFor(`${prose}\ufffd`, { preparation })).toEqual([]);
  });

  it('counts emoji by what the reader sees', () => {
    const text = `${prose}\n${'👩‍💻 and 👍🏽 '.repeat(60)}`;
    expect(adviceOn(text).find(({ code }) => code === 'emoji')?.mend).toEqual({ unit: 'grapheme' });
  });
});

function rank(severity: Advice['severity']): number {
  return ['problem', 'warning', 'hint'].indexOf(severity);
}

describe('the median line', () => {
  it.each([
    [[14_704], 14_704],
    [[3, 4096, 5000], 4096],
    [[4095, 4095, 70_000, 5000, 6000], 5000],
    [[9000, 9000, 4097, 4097], 4097],
    [[], 0],
  ])('is exact, however long lines are: %j', (lengths, median) => {
    const text = `${lengths.map((length, index) => String.fromCharCode(97 + index).repeat(length)).join('\n\n')}\n`;
    expect(report(text).medianLine).toBe(median);
    expect(report(text, [4000, 1, 7000]).medianLine).toBe(median);
  });
});
