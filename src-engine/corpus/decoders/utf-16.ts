// UTF-16 in either order of its bytes, as fast as it can be copied.

import { EncodingMismatch } from './decoder.ts';
import type { Decoder } from './decoder.ts';

const loneSurrogates = /\p{Surrogate}/gu;

export class Utf16Decoder implements Decoder {
  replaced = 0;
  readonly #isStrict: boolean;
  readonly #isLittleEndian: boolean;
  /** Of a character that is not whole: 1 to 3 bytes. */
  #rest: Uint8Array = new Uint8Array(0);
  #isStart = true;

  constructor(isStrict: boolean, isLittleEndian: boolean) {
    this.#isStrict = isStrict;
    this.#isLittleEndian = isLittleEndian;
  }

  decode(bytes: Uint8Array): string {
    const joined = Buffer.concat([this.#rest, bytes]);
    const cut = joined.length - this.#openLength(joined);
    this.#rest = Uint8Array.from(joined.subarray(cut));
    const whole = joined.subarray(0, cut);
    return this.#checked(this.#withoutMark((this.#isLittleEndian ? whole : whole.swap16()).toString('utf16le')));
  }

  end(): string {
    const isCut = this.#rest.length > 0;
    this.#rest = new Uint8Array(0);
    return this.#checked(isCut ? '\ud800' : '');
  }

  #openLength(bytes: Uint8Array): number {
    const odd = bytes.length % 2;
    if (bytes.length < 2) return odd;
    const upperByte = bytes[bytes.length - odd - (this.#isLittleEndian ? 1 : 2)];
    const isHighSurrogate = (upperByte & 0xfc) === 0xd8;
    return isHighSurrogate ? odd + 2 : odd;
  }

  #withoutMark(text: string): string {
    const isMarked = this.#isStart && text.startsWith('\ufeff');
    this.#isStart &&= text === '';
    return isMarked ? text.slice(1) : text;
  }

  #checked(text: string): string {
    if (text.isWellFormed()) return text;
    if (this.#isStrict) throw new EncodingMismatch('not UTF-16');
    this.replaced += text.match(loneSurrogates)?.length ?? 0;
    return text.toWellFormed();
  }
}
