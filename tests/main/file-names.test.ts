// Names of files that are suggested: legal everywhere, whole for the eye, naming no other folder.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../src-main/file-names.ts';

const family = '👨‍👩‍👧‍👦';
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const clustersOf = (text: string): readonly string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

describe('a name that the page suggests', () => {
  it.each([
    ['Seemannslieder 海.txt', 'Seemannslieder 海.txt'],
    ['../../etc/passwd', 'etc passwd'],
    ['a\\b:c*?"<>|\u0000d\u202e.txt', 'a b c d.txt'],
    ['...', 'Untitled'],
    ['..', 'Untitled'],
    ['', 'Untitled'],
    [' .hidden.charloom ', 'hidden.charloom'],
    ['.txt', 'Untitled.txt'],
    ['...html', 'Untitled.html'],
    ['. loss.png', 'loss.png'],
    ['name. .txt', 'name.txt'],
    ['CON.html', '_CON.html'],
    ['con', '_con'],
    ['aux.tar.gz', '_aux.tar.gz'],
    ['COM1.csv', '_COM1.csv'],
    ['LPT³.png', '_LPT³.png'],
    ['CONIN$.txt', '_CONIN$.txt'],
    ['nul .txt', '_nul.txt'],
    ['console.html', 'console.html'],
    ['COM10.txt', 'COM10.txt'],
    [`${family} loss.png`, `${family} loss.png`],
    [
      '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.txt',
      '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.txt',
    ],
    ['می\u200cخواهم.txt', 'می\u200cخواهم.txt'],
    [`${'é'.repeat(500)}.txt`, `${'é'.repeat(118)}.txt`],
    [`${family.repeat(30)}.html`, `${family.repeat(9)}.html`],
  ])('%j becomes %j', (suggested, name) => {
    expect(safeFileName(suggested, 'Untitled')).toBe(name);
  });

  const hard = fc.oneof(
    fc.constantFrom(...'<>:"/\\|?*. \u0000\n\u202e\u200d', 'CON', 'nul', 'com¹', family, 'é', '海', '.html', '$'),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const suggestion = fc.array(hard, { maxLength: 60 }).map((parts) => parts.join(''));

  it('is legal everywhere, whatever is suggested, and stays as it is when it is suggested again', () => {
    fc.assert(
      fc.property(suggestion, fc.constantFrom('', '.txt', '.charloom', ' loss.png'), (start, ending) => {
        const name = safeFileName(`${start}${ending}`, 'Untitled');
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
        expect(name).not.toMatch(/^[. ]|[. ]$|^$/);
        expect(name.split('.')[0]?.trim()).not.toMatch(/^(con|prn|aux|nul|(com|lpt)[0-9¹²³]|conin\$|conout\$)$/iu);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
        if (ending !== '') expect(name.endsWith(ending.slice(ending.indexOf('.')))).toBe(true);
        expect(safeFileName(name, 'Untitled')).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  it('is cut between two characters, never inside of one', () => {
    const cluster = fc.constantFrom(family, 'é', 'ช้', '🇨🇭', '海', 'a', '🏽');
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 20, maxLength: 120 }), (parts) => {
        const whole = parts.join('');
        const cut = clustersOf(safeFileName(`${whole}.txt`, 'Untitled').replace(/\.txt$/, ''));
        expect(cut).toEqual(clustersOf(whole).slice(0, cut.length));
      }),
    );
  });
});
