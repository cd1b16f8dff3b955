// Files as people have them, each with its exact outcome.

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodings } from '../../src-engine/corpus/encoding-list.ts';
import { openTextFile } from '../../src-engine/corpus/files.ts';
import { CharloomError } from '../../src-engine/errors.ts';
import type { Preparation } from '../../src-engine/protocol/index.ts';
import { encode, encodeIso2022 } from './encode.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { readSource } from './read.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function write(bytes: Uint8Array | string, name = 'text.txt'): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

/** The whole text as it was understood, or the code and sentence of the refusal. */
async function outcome(file: string | readonly string[], change: Partial<Preparation> = {}) {
  try {
    const paths = typeof file === 'string' ? [file] : file;
    const { encoding, text } = await readSource({ kind: 'files', paths }, change);
    return { encoding, text };
  } catch (error) {
    if (error instanceof CharloomError) return { code: error.code, message: error.message };
    throw error;
  }
}

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function utf32(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.alloc([...text].length * 4);
  for (const [index, symbol] of [...text].entries()) bytes.writeUInt32LE(symbol.codePointAt(0) ?? 0, index * 4);
  return order === 'le' ? bytes : bytes.swap32();
}

const english = 'Call me Ishmael. Some years ago, never mind how long.\n';
const french = "Ça va être une journée étrange, pensa-t-il en regardant la fenêtre où l'été s'éteignait déjà. ";
const quoted =
  'I thought I’d sail about a little — “little or no money”, and nothing… particular to interest me on shore.\n';
const german =
  'Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch; die Vögelein schweigen, so groß.\n';
const polish =
  'Litwo, Ojczyzno moja! ty jesteś jak zdrowie; ile cię trzeba cenić, ten tylko się dowie, kto cię stracił.\n';
const czech =
  'Byl pozdní večer, první máj, večerní máj, byl lásky čas. Hrdliččin zval ku lásce hlas, kde borový zaváněl háj.\n';
const turkish =
  'İstiklal marşı: Korkma, sönmez bu şafaklarda yüzen al sancak; sönmeden yurdumun üstünde tüten. Ağaçların gölgesi.\n';
const greek = 'Μήνιν άειδε θεά, Πηληιάδεω Αχιλήος ουλομένην, η μυρί άλγε έθηκε. Πολλές ψυχές έριξε στον Άδη.\n';
const hebrew = 'בראשית ברא אלהים את השמים ואת הארץ. והארץ היתה תהו ובהו וחשך על פני תהום.\n';
const arabic = 'كان يا ما كان في قديم الزمان وسالف العصر والأوان ملك عظيم يحكم بلادا واسعة وكان له ثلاثة أولاد.\n';
const russian =
  'Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Все смешалось в доме ' +
  'Облонских. Жена узнала, что муж был в связи с бывшею в их доме француженкою, и объявила мужу, что не может жить с ним. ';
const japanese =
  '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。ニャーニャー泣いていた事だけは記憶している。\n';
const chinese = '话说天下大势，分久必合，合久必分。周末七国分争，并入于秦。及秦灭之后，楚、汉分争，又并入于汉。\n';
const traditional = '話說天下大勢，分久必合，合久必分。周末七國分爭，并入於秦。及秦滅之後，楚、漢分爭，又并入於漢。\n';
const korean = '죽는 날까지 하늘을 우러러 한 점 부끄럼이 없기를, 잎새에 이는 바람에도 나는 괴로워했다.\n';
const thai = 'กาลครั้งหนึ่งนานมาแล้ว มีพระราชาองค์หนึ่งปกครองเมืองใหญ่ พระองค์มีพระธิดาสามองค์ที่งดงามมาก\n';

/** By label. */
const asFoundOnDisks: Readonly<Record<string, string>> = {
  'windows-1252': `${french}${german}${quoted}`,
  macintosh: `${french}${german}${quoted}`,
  'windows-1250': polish,
  'iso-8859-2': czech,
  'windows-1251': russian,
  'koi8-r': russian,
  'iso-8859-5': russian,
  ibm866: russian,
  'x-mac-cyrillic': russian,
  'windows-1253': greek,
  'windows-1254': turkish,
  'iso-8859-8': hebrew,
  'windows-1256': arabic,
  'windows-874': thai,
  shift_jis: japanese,
  'euc-jp': japanese,
  gb18030: chinese,
  big5: traditional,
  'euc-kr': korean,
};

const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');

/** 0, step, 2·step and so on. */
function wideNumbers(length: number, step: number): Buffer {
  return Buffer.from(Uint32Array.from({ length }, (_, index) => index * step).buffer);
}

describe('text files', () => {
  it.each([
    ['UTF-8', Buffer.from('naïve — 😀\n'), 'UTF-8', 'naïve — 😀\n'],
    ['UTF-8 with a mark', Buffer.from('\ufeffhello'), 'UTF-8', 'hello'],
    ['UTF-16 LE with a mark', utf16('\ufeffhé😀', 'le'), 'UTF-16 LE', 'hé😀'],
    ['UTF-16 BE with a mark', utf16('\ufeffhé😀', 'be'), 'UTF-16 BE', 'hé😀'],
    ['UTF-32 LE with a mark', utf32('\ufeffhé😀', 'le'), 'UTF-32 LE', 'hé😀'],
    ['UTF-32 BE with a mark', utf32('\ufeffhé😀', 'be'), 'UTF-32 BE', 'hé😀'],
    ['UTF-16 LE without a mark', utf16(english, 'le'), 'UTF-16 LE', english],
    ['UTF-16 BE without a mark', utf16(english, 'be'), 'UTF-16 BE', english],
    ['UTF-32 LE without a mark', utf32(english, 'le'), 'UTF-32 LE', english],
    ['UTF-32 BE without a mark', utf32(english, 'be'), 'UTF-32 BE', english],
    ['Windows-1252', Buffer.from(french.repeat(5), 'latin1'), 'Windows-1252', french.repeat(5)],
    ['a zero byte in a text', Buffer.from(`${english.repeat(3)}\0`), 'UTF-8', `${english.repeat(3)}\0`],
    ['line ends of three kinds', Buffer.from('a\r\nb\rc\nd\r'), 'UTF-8', 'a\nb\nc\nd\n'],
    ['a mark inside the text', Buffer.from('a\ufeffb'), 'UTF-8', 'a\ufeffb'],
    ['two of one character', Buffer.from('aa'), 'UTF-8', 'aa'],
  ])('in %s', async (_title, bytes, encoding, text) => {
    expect(await outcome(write(bytes))).toEqual({ encoding, text });
  });

  it.each(Object.entries(asFoundOnDisks))('in %s, told by statistics', async (label, text) => {
    const name = encodings.find((encoding) => encoding.label === label)?.name;
    for (const times of [3, 100]) {
      const long = text.repeat(times);
      expect(await outcome(write(encode(long, label)))).toEqual({ encoding: name, text: long });
    }
  });

  it.each([russian, japanese, chinese, korean, thai])(
    'in UTF-16 or UTF-32 without a mark and without Latin letters: %s',
    async (text) => {
      for (const times of [1, 200]) {
        const long = text.repeat(times);
        expect(await outcome(write(utf32(long, 'le')))).toEqual({ encoding: 'UTF-32 LE', text: long });
        expect(await outcome(write(utf32(long, 'be')))).toEqual({ encoding: 'UTF-32 BE', text: long });
        expect(await outcome(write(utf16(long, 'le')))).toEqual({ encoding: 'UTF-16 LE', text: long });
        expect(await outcome(write(utf16(long, 'be')))).toEqual({ encoding: 'UTF-16 BE', text: long });
      }
    },
  );

  it('in seven-bit Japanese', async () => {
    const text = `Ueda: ${japanese}`.repeat(3);
    expect(await outcome(write(encodeIso2022(text)))).toEqual({ encoding: 'ISO-2022-JP', text });
  });

  it('in which a character lies across the border of two pieces', async () => {
    for (const offset of [1, 2, 3]) {
      const text = `${'a'.repeat(2 ** 17 - offset)}😀${'b'.repeat(5)}\r\n`;
      expect((await outcome(write(text))).text).toBe(text.replace('\r\n', '\n'));
    }
    const lines = `${'a'.repeat(2 ** 17 - 1)}\r\nb`;
    expect((await outcome(write(lines))).text).toBe(lines.replace('\r\n', '\n'));
  });

  it('with names that need care', async () => {
    expect((await outcome(write('hello', `it's "a" 😀 text.txt`))).text).toBe('hello');
  });

  it('with 100,000 different symbols', async () => {
    const text = Array.from({ length: 100_000 }, (_, index) => String.fromCodePoint(0x10000 + index)).join('');
    expect(await outcome(write(text))).toEqual({ encoding: 'UTF-8', text });
  });
});

describe('files that are refused', () => {
  const notUtf8 =
    'text.txt is not valid UTF-8, and its encoding cannot be told. Choose the encoding, or save the file as UTF-8.';
  const binary =
    'text.txt looks like a binary file, not like text. Choose a plain text file; save documents as plain text first.';

  it.each([
    ['nothing', Buffer.alloc(0), 'corpus-empty', 'text.txt is empty. Choose a text with something in it.'],
    ['a mark alone', Buffer.from('\ufeff'), 'corpus-empty', 'text.txt is empty. Choose a text with something in it.'],
    [
      'one character',
      Buffer.from('😀'),
      'corpus-too-small',
      'text.txt holds a single character. A model learns which character follows which, so choose a longer text.',
    ],
    ['a broken pair', Buffer.from([0x61, 0xc3, 0x28, 0x62]), 'corpus-encoding', notUtf8],
    ['a surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'corpus-encoding', notUtf8],
    ['a byte beyond Unicode', Buffer.from([0x61, 0xf5, 0x80, 0x80, 0x80]), 'corpus-encoding', notUtf8],
    ['a tail cut off', Buffer.from('abc é').subarray(0, -1), 'corpus-encoding', notUtf8],
    [
      'a bad byte in good UTF-8',
      Buffer.concat([Buffer.from(russian), Buffer.from([0xff]), Buffer.from(russian)]),
      'corpus-encoding',
      notUtf8,
    ],
    ['zeros', Buffer.alloc(64), 'corpus-encoding', binary],
    ['lines that zeros fill', Buffer.from('Alice\0\0\nfell \0\0\n'.repeat(100)), 'corpus-encoding', binary],
    ['words with a zero behind them', Buffer.from('down\0 the\0 hole\0 \n'.repeat(100)), 'corpus-encoding', binary],
    ['a picture', png, 'corpus-encoding', binary],
    [
      'UTF-16 with half a pair',
      utf16('\ufeffab\ud800', 'le'),
      'corpus-encoding',
      notUtf8.replace('UTF-8,', 'UTF-16 LE,'),
    ],
    [
      'UTF-32 that is cut off',
      utf32('\ufeffab', 'le').subarray(0, -1),
      'corpus-encoding',
      notUtf8.replace('UTF-8,', 'UTF-32 LE,'),
    ],
    [
      'UTF-32 without a mark that is cut off',
      utf32(english, 'be').subarray(0, -1),
      'corpus-encoding',
      notUtf8.replace('UTF-8,', 'UTF-32 BE,'),
    ],
    [
      'UTF-32 without a mark and with damage',
      Buffer.concat([utf32(english.repeat(4), 'le'), Buffer.alloc(4, 0xff), utf32(english, 'le')]),
      'corpus-encoding',
      notUtf8.replace('UTF-8,', 'UTF-32 LE,'),
    ],
    ['numbers of 32 bits', wideNumbers(400, 1), 'corpus-encoding', binary],
    ['large numbers of 32 bits', wideNumbers(400, 97), 'corpus-encoding', binary],
  ])('holding %s', async (_title, bytes, code, message) => {
    expect(await outcome(write(bytes))).toEqual({ code, message });
  });

  it.each([
    ['PDF', '%PDF-1.4\n'],
    ['RTF', String.raw`{\rtf1\ansi `],
    ['ZIP/DOCX/ODT/EPUB', 'PK\u0003\u0004stored'],
  ])('holding a text in the format %s, though all of it may read as text', async (format, start) => {
    const file = write(Buffer.from(`${start}${russian.repeat(20)}`));
    expect(await outcome(file)).toEqual({
      code: 'corpus-encoding',
      message: `text.txt is no plain text but a file in the format ${format}. Save what is in it as plain text first.`,
    });
  });

  it('holding bytes of chance, however many: they are no text in any encoding', async () => {
    const random = createRandom(7);
    for (let size = 40; size < 4000; size += 40) {
      const bytes = Uint8Array.from({ length: size }, () => random.bits() & 0xff);
      expect(await outcome(write(bytes))).toEqual({ code: 'corpus-encoding', message: binary });
    }
  });

  it.each<[string, Partial<Preparation>, string]>([
    [
      'cleaning',
      { cleaning: [{ kind: 'html' }] },
      'Cleaning leaves nothing of text.txt. Switch a step off, or choose a text with something in it.',
    ],
    [
      'the threshold of rare characters',
      { rare: { below: 20, treatment: 'drop' } },
      'All symbols of text.txt are rare by the threshold of 20, and nothing is left of it. Lower it, or keep rare characters.',
    ],
  ])('of which %s leaves nothing', async (_title, change, message) => {
    expect(await outcome(write('<i class="ab"></i>'), change)).toEqual({ code: 'corpus-empty', message });
  });

  it('missing, a folder, a pipe, a loop of links', async () => {
    const folder = temporaryFolder();
    const missing = path.join(folder, 'none.txt');
    expect(await outcome(missing)).toEqual({
      code: 'file-missing',
      message: `There is no file ${missing}. Check its name and place.`,
    });
    expect(await outcome(folder)).toEqual({
      code: 'corpus-empty',
      message: 'The folder has no files. Choose one with text files in it.',
    });
    const pipe = path.join(folder, 'pipe');
    spawnSync('mkfifo', [pipe]);
    expect(await outcome(pipe)).toEqual({
      code: 'file-unreadable',
      message: `${pipe} is not a regular file. Choose a text file.`,
    });
    const loop = path.join(folder, 'loop');
    symlinkSync(loop, loop);
    expect(await outcome(loop)).toMatchObject({ code: 'file-unreadable' });
  });

  it('that may not be read', () => {
    const file = write('secret');
    chmodSync(file, 0);
    chmodSync(path.dirname(file), 0o755);
    const module = path.resolve('src-engine/corpus/files.ts');
    const script = `
      import { openTextFile } from ${JSON.stringify(module)};
      await openTextFile(${JSON.stringify(file)}).then(() => console.log('opened'), (error) => console.log(error.code));`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: '/',
      // The superuser may read everything, so there an ordinary user tries.
      ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
    });
    expect(child.stdout.trim(), child.stderr).toBe('file-unreadable');
  });

  it('that change or vanish while they are read', async () => {
    const file = write('a'.repeat(3 * 2 ** 20));
    const source = await openTextFile(file);
    const reading = (async () => {
      for await (const piece of source.pieces()) appendFileSync(file, piece.subarray(0, 1));
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'text.txt changed while it was being read. Try again when it is at rest.',
    });
    rmSync(file);
    await expect(source.pieces()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'file-missing' });
  });

  it('that are larger than a gigabyte, before they are read', async () => {
    const file = write('');
    truncateSync(file, 2 ** 30 + 1);
    expect(await outcome(file)).toEqual({
      code: 'corpus-too-large',
      message: 'The text has 1.1 GB, and texts of up to 1.1 GB can be read. Take a part of it.',
    });
  });
});

describe('an encoding that the user has chosen', () => {
  it.each([
    ['shift_jis', Buffer.from([0x8c, 0xe1, 0x94, 0x79]), '\u543e\u8f29'],
    ['euc-jp', Buffer.from([0xb8, 0xe3, 0xc7, 0xda]), '\u543e\u8f29'],
    ['gb18030', Buffer.from([0xce, 0xd2, 0xb1, 0xb2]), '\u6211\u8f88'],
    ['big5', Buffer.from([0xa7, 0xda, 0xbd, 0xfa]), '\u6211\u8f29'],
    ['euc-kr', Buffer.from([0xb0, 0xa1, 0xb3, 0xaa]), '\uac00\ub098'],
    ['koi8-r', Buffer.from([0xd7, 0xd3, 0xc5]), '\u0432\u0441\u0435'],
    ['windows-1251', Buffer.from([0xe2, 0xf1, 0xe5]), '\u0432\u0441\u0435'],
    ['windows-1252', Buffer.from([0x93, 0xe9, 0x94]), '\u201c\u00e9\u201d'],
    ['iso-8859-15', Buffer.from([0x31, 0xa4]), '1\u20ac'],
    ['macintosh', Buffer.from([0x8e, 0x8f]), '\u00e9\u00e8'],
    ['utf-16be', utf16('h\u00e9', 'be'), 'h\u00e9'],
    ['utf-32le', utf32('h\u00e9', 'le'), 'h\u00e9'],
  ])('%s is obeyed', async (encoding, bytes, text) => {
    expect(await outcome(write(bytes), { encoding })).toMatchObject({ text });
  });

  it('never fails on bytes that it does not allow: they are replaced, counted and named', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 3000 }, (_, index) => (index * 89 + (index >> 3)) & 0xff));
    for (const { label, name } of encodings) {
      const { text, notes } = await readSource({ kind: 'files', paths: [write(bytes)] }, { encoding: label });
      const replaced = text.split('\ufffd').length - 1;
      const told = notes.find((note) => note.includes('are read as') || note.includes('is read as'));
      if (replaced === 0) expect(told).toBeUndefined();
      else expect(told).toContain(`${replaced.toLocaleString('en')} place`);
      expect(told?.includes(name) ?? true).toBe(true);
    }
  });

  it('tells genuine replacement characters from bad bytes', async () => {
    const bytes = Buffer.concat([Buffer.from('a\ufffdb\ufffd'), Buffer.from([0xff]), Buffer.from('c')]);
    const { text, notes } = await readSource({ kind: 'files', paths: [write(bytes)] }, { encoding: 'utf-8' });
    expect(text).toBe('a\ufffdb\ufffd\ufffdc');
    expect(notes).toEqual(['In text.txt, 1 place is not valid UTF-8 and is read as \ufffd.']);
  });

  it('must be one that there is', async () => {
    expect(await outcome(write('text'), { encoding: 'klingon-8' })).toEqual({
      code: 'settings-invalid',
      message:
        'There is no encoding "klingon-8". There is utf-8, utf-16le, utf-16be, utf-32le, utf-32be, windows-1252, ' +
        'iso-8859-15, macintosh and others.',
    });
    expect(await outcome(write(Buffer.from([0x41, 0xe9])), { encoding: 'latin1' })).toEqual({
      encoding: 'Windows-1252',
      text: 'A\u00e9',
    });
  });
});

describe('several files', () => {
  function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    return folder;
  }

  it('become one text, each read in its own encoding, with the separator between them', async () => {
    const folder = folderOf({ 'a.txt': 'one\r\n', 'b.txt': utf16('\ufefftwo', 'le'), 'c.txt': '', 'd.txt': 'three' });
    const paths = ['a.txt', 'b.txt', 'd.txt'].map((name) => path.join(folder, name));
    expect(await outcome(paths, { separator: '\r\n--\n' })).toEqual({
      encoding: 'UTF-8, UTF-16 LE',
      text: 'one\n\n--\ntwo\n--\nthree',
    });
  });

  it('of a folder are read in order; what is no text is left out and named', async () => {
    const folder = folderOf({
      'b.md': 'second',
      'a/z.txt': 'first',
      'picture.png': png,
      'empty.txt': '',
      'broken.txt': Uint8Array.of(0x61, 0xc3, 0x28),
      '.hidden/x.txt': 'hidden',
      'c.srt': 'third',
    });
    symlinkSync(folder, path.join(folder, 'again'));
    const read = await readSource({ kind: 'files', paths: [folder] }, { separator: '|' });
    expect(read.text).toBe('first|second|third');
    expect(read.leftOut).toEqual(['broken.txt', 'empty.txt', 'picture.png']);
    expect(read.notes).toEqual([
      'Left out, as they are no texts that can be read: broken.txt, empty.txt, picture.png.',
    ]);
  });

  it('that were chosen one by one must all be readable', async () => {
    const folder = folderOf({ 'a.txt': 'text', 'b.png': png });
    const paths = ['a.txt', 'b.png'].map((name) => path.join(folder, name));
    expect(await outcome(paths)).toMatchObject({
      code: 'corpus-encoding',
      message: expect.stringContaining('b.png') as string,
    });
  });

  it('without any text among them are refused', async () => {
    expect(await outcome(folderOf({ 'b.png': png }))).toEqual({
      code: 'corpus-empty',
      message: 'None of the files is a text with something in it. Choose text files.',
    });
  });
});

describe('the recipe of a corpus', () => {
  it('is the same for the same bytes and switches, in whatever order, and another for others', async () => {
    const file = write('One\n\n\nTwo  two\n');
    const read = async (change: Partial<Preparation>, from = file) => {
      const { recipe, hash } = await readSource({ kind: 'files', paths: [from] }, change);
      return { recipe, hash };
    };
    const one = await read({ cleaning: [{ kind: 'lowercase' }, { kind: 'spaces' }] });
    expect(await read({ cleaning: [{ kind: 'spaces' }, { kind: 'lowercase' }] })).toEqual(one);
    expect(await read({ cleaning: [{ kind: 'spaces' }] })).not.toEqual(one);
    expect((await read({ unit: 'grapheme', cleaning: [{ kind: 'lowercase' }, { kind: 'spaces' }] })).recipe).not.toBe(
      one.recipe,
    );
    const other = write('One\n\n\nTwo  two!\n');
    expect((await read({ cleaning: [{ kind: 'lowercase' }, { kind: 'spaces' }] }, other)).recipe).not.toBe(one.recipe);
  });
});
