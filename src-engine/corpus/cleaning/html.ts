// HTML to text: tags, comments, scripts and styles go, entities become their characters. Blocks and <br> end a line;
// the white space of the source stays as it is.

import { Parser } from 'htmlparser2';
import type { Cleaner } from './cleaner.ts';

const unseen = new Set(['script', 'style', 'template', 'noscript', 'title', 'svg', 'iframe']);

const blocks = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);

export function htmlCleaner(): Cleaner {
  let written: string[] = [];
  let isLineStart = true;
  let hidden = 0; // depth of elements whose text is not seen

  function write(text: string): void {
    written.push(text);
    isLineStart = text.endsWith('\n');
  }

  function endLine(): void {
    if (!isLineStart) write('\n');
  }

  const parser = new Parser({
    ontext(text) {
      // A carriage return can only come from an entity here.
      if (hidden === 0 && text !== '') write(text.replaceAll('\r', '\n'));
    },
    onopentagname(name) {
      if (unseen.has(name)) hidden++;
      else if (name === 'br') write('\n');
      else if (blocks.has(name)) endLine();
    },
    onclosetag(name) {
      if (unseen.has(name)) hidden = Math.max(0, hidden - 1);
      else if (blocks.has(name)) endLine();
    },
  });

  function take(): string {
    const text = written.join('');
    written = [];
    return text;
  }

  return {
    push(piece) {
      parser.write(piece);
      return take();
    },
    end() {
      parser.end();
      return take();
    },
  };
}
