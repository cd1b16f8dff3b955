// Project Gutenberg's header and footer: all up to the line "*** START OF …" with the credits after it, and all from the
// line "*** END OF …". A text without the first of them is left as it is.

import type { Cleaner } from './cleaner.ts';
import { lineCleaner } from './lines.ts';

/** UTF-16 units in which the header must end; the longest are those of the 1990s, with their small print. */
const maxHeaderLength = 100_000;

/** A marker with a long title goes on for a line or two. */
const maxMarkerLines = 3;

const start = /^\s*\*{3} ?START OF (THE|THIS) PROJECT GUTENBERG|^\*END\*? ?THE SMALL PRINT/i;
const end = /^\s*\*{3} ?END OF (THE|THIS) PROJECT GUTENBERG|^End of (the )?Project Gutenberg|^\*{3}END OF THE PROJECT/i;
const credits = /^(Produced|E-text prepared|This e-?text was (produced|prepared)|Transcribed from|HTML version) /i;

type Place =
  | { readonly kind: 'header'; held: string }
  | { readonly kind: 'marker'; lines: number }
  | { readonly kind: 'credits'; isBegun: boolean }
  | { readonly kind: 'text'; blank: number }
  | { readonly kind: 'footer' }
  | { readonly kind: 'foreign' };

export function gutenbergCleaner(): Cleaner {
  let place: Place = { kind: 'header', held: '' };

  function see(line: string, isEnd: boolean, write: (text: string) => void): void {
    const whole = isEnd ? `${line}\n` : line;
    switch (place.kind) {
      case 'header':
        if (start.test(line))
          place = isClosed(line) ? { kind: 'credits', isBegun: false } : { kind: 'marker', lines: 1 };
        else if (place.held.length + whole.length <= maxHeaderLength) place.held += whole;
        else {
          write(place.held + whole);
          place = { kind: 'foreign' };
        }
        return;
      case 'marker':
        place.lines++;
        if (line.includes('***') || place.lines >= maxMarkerLines) place = { kind: 'credits', isBegun: false };
        return;
      case 'credits':
        if (line.trim() === '') {
          if (place.isBegun) place = { kind: 'credits', isBegun: false };
          return;
        }
        if (place.isBegun || credits.test(line)) {
          place.isBegun = true;
          return;
        }
        place = { kind: 'text', blank: 0 };
        return see(line, isEnd, write);
      case 'text':
        if (end.test(line)) place = { kind: 'footer' };
        else if (line.trim() === '' && isEnd) place.blank++;
        else {
          write('\n'.repeat(place.blank) + whole);
          place.blank = 0;
        }
        return;
      case 'footer':
        return;
      case 'foreign':
        write(whole);
    }
  }

  return lineCleaner(see, () => {
    if (place.kind === 'header') return place.held;
    return place.kind === 'text' ? '\n'.repeat(place.blank) : '';
  });
}

function isClosed(marker: string): boolean {
  return marker.trimEnd().endsWith('*');
}
