// Turns CR LF and lone CR into LF over a text in pieces: a CR becomes LF at once, and an LF right after it goes.

export class LineEnds {
  #isAfterReturn = false;

  text(piece: string): string {
    if (piece === '') return '';
    const rest = this.#isAfterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (rest === '') {
      this.#isAfterReturn = false;
      return '';
    }
    this.#isAfterReturn = rest.endsWith('\r');
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  }

  /** The same for UTF-8, ASCII or another encoding in which these bytes are nothing else; in place. */
  bytes(piece: Uint8Array): Uint8Array {
    if (piece.length === 0) return piece;
    const rest = this.#isAfterReturn && piece[0] === 0x0a ? piece.subarray(1) : piece;
    this.#isAfterReturn = rest.at(-1) === 0x0d;
    const first = rest.indexOf(0x0d);
    if (first < 0) return rest;
    let kept = first;
    for (let index = first; index < rest.length; index++) {
      const byte = rest[index];
      if (byte === 0x0d && rest[index + 1] === 0x0a) continue;
      rest[kept++] = byte === 0x0d ? 0x0a : byte;
    }
    return rest.subarray(0, kept);
  }
}
