// Cuts a text in pieces into lines, for the cleaning steps that work line by line. A line without end is handed on in
// parts, so that nothing grows without bound.

/** UTF-16 units. */
export const maxLineLength = 2 ** 20;

/** @param isEnd whether a line end follows it; false for the parts of a very long line, and for the text's last line */
type LineSink = (line: string, isEnd: boolean) => void;

class LineCutter {
  readonly #sink: LineSink;
  #rest = '';

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      // Where parts end depends on the line alone, not on the pieces.
      while ((end < 0 ? text.length : end) - start > maxLineLength) {
        const cut = start + maxLineLength;
        const whole = (text.charCodeAt(cut - 1) & 0xfc00) === 0xd800 ? cut - 1 : cut;
        this.#sink(text.slice(start, whole), false);
        start = whole;
      }
      if (end < 0) break;
      this.#sink(text.slice(start, end), true);
      start = end + 1;
    }
    this.#rest = text.slice(start);
  }

  end(): void {
    if (this.#rest !== '') this.#sink(this.#rest, false);
    this.#rest = '';
  }
}

/** A step that sees line by line and says by `write` what is left. */
export function lineCleaner(
  see: (line: string, isEnd: boolean, write: (text: string) => void) => void,
  finish = () => '',
) {
  let written: string[] = [];
  const write = (text: string): void => void written.push(text);
  const cutter = new LineCutter((line, isEnd) => see(line, isEnd, write));
  const take = (): string => {
    const text = written.join('');
    written = [];
    return text;
  };
  return {
    push(piece: string): string {
      cutter.push(piece);
      return take();
    },
    end(): string {
      cutter.end();
      return take() + finish();
    },
  };
}
