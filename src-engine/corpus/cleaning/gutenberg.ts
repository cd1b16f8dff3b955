// Project Gutenberg's header and footer: all up to the line "*** START OF …" with the credits after it, and all from
// the line "*** END OF …". A text without the first of them is left as it is.

import type { Cleaner } from './cleaner.ts';
import { lineCleaner } from './lines.ts';

/** UTF-16 units in which the header must end; the longest are those of the 1990s, with their small print. */
const maxHeaderLength = 100_000;

/** A marker with a long title goes on for a line or two. */
const maxMarkerLines = 3;

const start = /^\s*\*{3} ?START OF (THE|THIS) PROJECT GUTENBERG|^\*END\*? ?THE SMALL PRINT/i;
const end = /^\s*\*{3} ?END OF (THE|THIS) PROJECT GUTENBERG|^End of (the )?Project Gutenberg|^\*{3}END OF THE PROJECT/i;
const credits = /^(Produced|E-text prepared|This e-?text was (produced|prepared)|Transcribed from|HTML version) /i;

type Section =
  | { readonly kind: 'header'; held: string }
  | { readonly kind: 'marker'; lines: number }
  | { readonly kind: 'credits'; isBegun: boolean }
  | { readonly kind: 'text'; blank: number }
  | { readonly kind: 'footer' }
  | { readonly kind: 'foreign' };

export function gutenbergCleaner(): Cleaner {
  let section: Section = { kind: 'header', held: '' };

  function see(line: string, isEnd: boolean, write: (text: string) => void): void {
    const whole = isEnd ? `${line}\n` : line;
    switch (section.kind) {
      case 'header':
        if (start.test(line))
          section = isClosed(line) ? { kind: 'credits', isBegun: false } : { kind: 'marker', lines: 1 };
        else if (section.held.length + whole.length <= maxHeaderLength) section.held += whole;
        else {
          write(section.held + whole);
          section = { kind: 'foreign' };
        }
        return;
      case 'marker':
        section.lines++;
        if (line.includes('***') || section.lines >= maxMarkerLines) section = { kind: 'credits', isBegun: false };
        return;
      case 'credits':
        if (line.trim() === '') {
          if (section.isBegun) section = { kind: 'credits', isBegun: false };
          return;
        }
        if (section.isBegun || credits.test(line)) {
          section.isBegun = true;
          return;
        }
        section = { kind: 'text', blank: 0 };
        return see(line, isEnd, write);
      case 'text':
        if (end.test(line)) section = { kind: 'footer' };
        else if (line.trim() === '' && isEnd) section.blank++;
        else {
          write('\n'.repeat(section.blank) + whole);
          section.blank = 0;
        }
        return;
      case 'footer':
        return;
      case 'foreign':
        write(whole);
    }
  }

  return lineCleaner(see, () => {
    if (section.kind === 'header') return section.held;
    return section.kind === 'text' ? '\n'.repeat(section.blank) : '';
  });
}

function isClosed(marker: string): boolean {
  return marker.trimEnd().endsWith('*');
}
