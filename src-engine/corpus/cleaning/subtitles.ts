// Subtitles (.srt): the numbers and times of the titles go, with the blank lines between them and the marks for italics
// and places; what is spoken stays.

import type { Cleaner } from './cleaner.ts';
import { lineCleaner } from './lines.ts';

const number = /^\s*\d+\s*$/;
const times = /^\s*(\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->/;
const marks = /<\/?(?:i|b|u|font)\b[^<>]*>|\{\\[^{}]*\}/gi;

export function subtitlesCleaner(): Cleaner {
  /** It may belong to the times in the next line. */
  let held: string | null = null;

  return lineCleaner(
    (line, isEnd, write) => {
      if (times.test(line)) {
        held = null;
        return;
      }
      if (held !== null) write(held);
      held = null;
      const whole = isEnd ? `${line}\n` : line;
      if (number.test(line)) held = whole;
      else if (line.trim() !== '') write(whole.replace(marks, ''));
    },
    () => held ?? '',
  );
}
