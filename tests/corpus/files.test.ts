// Files as people have them, each with its exact outcome.

import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTextFile } from '../../src-engine/corpus/files.ts';
import { readFileText } from '../../src-engine/corpus/reading.ts';
import { CharloomError } from '../../src-engine/errors.ts';

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
async function outcome(file: string) {
  try {
    const text = await readFileText(await openTextFile(file), { keepIds: true });
    const ids = [...text.idChunks()].flatMap((chunk) => [...idsOf(chunk, text.width)]);
    return { encoding: text.encoding, text: ids.map((id) => text.symbols[id]).join('') };
  } catch (error) {
    if (error instanceof CharloomError) return { code: error.code, message: error.message };
    throw error;
  }
}

function idsOf(bytes: Uint8Array, width: 1 | 2 | 4) {
  const copy = Uint8Array.from(bytes).buffer;
  return width === 1 ? new Uint8Array(copy) : width === 2 ? new Uint16Array(copy) : new Uint32Array(copy);
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
const russian =
  'Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Все смешалось в доме ' +
  'Облонских. Жена узнала, что муж был в связи с бывшею в их доме француженкою, и объявила мужу, что не может жить с ним. ';
// "The cat is a cat, and a bird that is called a bird flies in the sky", in the bytes of Shift-JIS.
const shiftJis = Buffer.from(
  '944c82cd944c82c582a082e88141928182c682a282a492b982cd8bf382f094f282d4814296b38aef896c90b1',
  'hex',
);

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
    ['Windows-1252', Buffer.from(french.repeat(5), 'latin1'), 'Windows-1252', french.repeat(5)],
    ['a zero byte in a text', Buffer.from(`${english.repeat(3)}\0`), 'UTF-8', `${english.repeat(3)}\0`],
    ['line ends of three kinds', Buffer.from('a\r\nb\rc\nd\r'), 'UTF-8', 'a\nb\nc\nd\n'],
    ['a mark inside the text', Buffer.from('a\ufeffb'), 'UTF-8', 'a\ufeffb'],
    ['two of one character', Buffer.from('aa'), 'UTF-8', 'aa'],
  ])('in %s', async (_title, bytes, encoding, text) => {
    expect(await outcome(write(bytes))).toEqual({ encoding, text });
  });

  it('in KOI8-R and Shift-JIS, told by statistics', async () => {
    const letters = 'юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ';
    const koi8 = Buffer.from(
      [...russian.repeat(10)].map((symbol) => {
        const index = letters.indexOf(symbol);
        return index < 0 ? symbol.charCodeAt(0) : 0xc0 + index;
      }),
    );
    expect(await outcome(write(koi8))).toEqual({ encoding: 'KOI8-R', text: russian.repeat(10) });
    const japanese = await outcome(write(Buffer.concat(new Array<Buffer>(20).fill(shiftJis))));
    expect(japanese.encoding).toBe('Shift_JIS');
    expect(japanese.text?.startsWith('猫は猫であり、')).toBe(true);
  });

  it('in which a character lies across the border of two chunks', async () => {
    for (const offset of [1, 2, 3]) {
      const text = `${'a'.repeat(2 ** 20 - offset)}😀${'b'.repeat(5)}\r\n`;
      expect((await outcome(write(text))).text).toBe(text.replace('\r\n', '\n'));
    }
    const lines = `${'a'.repeat(2 ** 20 - 1)}\r\nb`;
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
    'text.txt is not valid UTF-8, and its encoding cannot be told. Save it as UTF-8 in a text editor and try again.';
  const binary =
    'text.txt looks like a binary file, not like text. Choose a plain text file; save documents as plain text first.';
  const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');

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
  ])('holding %s', async (_title, bytes, code, message) => {
    expect(await outcome(write(bytes))).toEqual({ code, message });
  });

  it('missing, a folder, a pipe, a loop of links', async () => {
    const folder = temporaryFolder();
    const missing = path.join(folder, 'none.txt');
    expect(await outcome(missing)).toEqual({
      code: 'file-missing',
      message: `There is no file ${missing}. Check its name and place.`,
    });
    expect(await outcome(folder)).toEqual({
      code: 'file-is-folder',
      message: `${folder} is a folder. Choose a text file in it.`,
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

  it('that change while they are read', async () => {
    const file = write('a'.repeat(3 * 2 ** 20));
    const source = await openTextFile(file);
    let isFirst = true;
    const reading = readFileText(source, {
      keepIds: false,
      onProgress: () => {
        if (isFirst) appendFileSync(file, 'more');
        isFirst = false;
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('whose reading was called off', async () => {
    const file = write('a'.repeat(3 * 2 ** 20));
    const controller = new AbortController();
    const reading = readFileText(await openTextFile(file), {
      keepIds: true,
      signal: controller.signal,
      onProgress: () => controller.abort(new CharloomError('cancelled', 'The import was cancelled.')),
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
