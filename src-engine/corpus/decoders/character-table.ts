// Which characters the runtime has for sequences of bytes. It is only ever asked for one character at a time: how its decoders
// go on after bad bytes depends on its version and on where a stream of bytes was cut.

/** Of one code point, or of the base and mark that Big5 has in one; no faults. */
const oneCharacter = /^[^\ufffd]\p{M}?$/u;

/** Two UTF-16 units, the second (0: none) in the upper half. 0: no character. */
export type Units = number;

export class CharacterTable {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #before: readonly number[];
  readonly #rows: (Uint32Array | undefined)[] = [];

  /** @param before bytes that stand before every sequence, as an escape does */
  constructor(label: string, before: readonly number[] = []) {
    this.#decoder = new TextDecoder(label);
    this.#before = before;
  }

  one(byte: number): Units {
    return this.ask([byte]);
  }

  pair(lead: number, trail: number): Units {
    const row = (this.#rows[lead] ??= Uint32Array.from({ length: 256 }, (_, index) => this.ask([lead, index])));
    return row[trail];
  }

  /** Without a memory. */
  ask(bytes: readonly number[]): Units {
    const text = this.#decoder.decode(Uint8Array.from([...this.#before, ...bytes]));
    return oneCharacter.test(text) && text.length <= 2 ? text.charCodeAt(0) | (text.charCodeAt(1) << 16) : 0;
  }
}
