// The steps that look at white space: runs of spaces and tabs, runs of blank lines.

import type { Cleaner } from './cleaner.ts';

/** Runs of spaces and tabs become one space, and none before a line end or the text's end. */
export function spacesCleaner(): Cleaner {
  let isHeld = false; // a run ended the last piece: a line end may follow
  return {
    push(piece) {
      const text = (isHeld ? ' ' : '') + piece;
      const collapsed = text.replace(/[ \t]{2,}|\t/g, ' ').replaceAll(' \n', '\n');
      isHeld = collapsed.endsWith(' ');
      return isHeld ? collapsed.slice(0, -1) : collapsed;
    },
    end: () => '',
  };
}

/** Runs of blank lines become one. Lines of spaces are blank. */
export function blankLinesCleaner(): Cleaner {
  let held = '\n'; // white space after the last line: as if a line had ended before the text
  let isStart = true;
  const runs = /\n(?:[ \t]*\n){2,}/g;

  function release(text: string): string {
    if (text === '') return '';
    const result = isStart ? text.slice(1) : text;
    isStart = false;
    return result;
  }

  return {
    push(piece) {
      const text = (held + piece).replace(runs, '\n\n');
      const tail = whiteTail(text);
      held = text.slice(tail);
      return release(text.slice(0, tail));
    },
    end() {
      const rest = release(held);
      held = '\n';
      isStart = true;
      return rest;
    },
  };
}

/** UTF-16 units. A file of nothing but spaces must not be held as a whole. */
const maxHeldLength = 2 ** 16;

/** Where the white space begins that ends the text, if there is a line end in it. */
function whiteTail(text: string): number {
  let index = text.length;
  while (index > 0 && ' \t\n'.includes(text[index - 1])) index--;
  const line = text.indexOf('\n', index);
  return line < 0 || text.length - line > maxHeldLength ? text.length : line;
}
