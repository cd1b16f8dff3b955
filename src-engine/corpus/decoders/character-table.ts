// Which characters the runtime has for sequences of bytes. It is only ever asked for one character at a time: how its
// decoders go on after bad bytes depends on its version and on where a stream of bytes was cut.

/** Of one code point, or of the base and mark that Big5 has in one; no faults. */
const oneCharacter = /^[^\ufffd]\p{M}?$/u;

/** Two UTF-16 units, the second (0: none) in the upper half. 0: no character. */
export type CodeUnitPair = number;

const tables = new Map<string, CharacterTable>();

export class CharacterTable {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #before: readonly number[];
  readonly #rows: (Uint32Array | undefined)[] = [];
  readonly #others = new Map<number, CodeUnitPair>();

  /** One for all decoders. @param before bytes that stand before every sequence, as an escape does */
  static of(label: string, before: readonly number[] = []): CharacterTable {
    const key = [label, ...before].join();
    const table = tables.get(key) ?? new CharacterTable(label, before);
    tables.set(key, table);
    return table;
  }

  private constructor(label: string, before: readonly number[] = []) {
    this.#decoder = new TextDecoder(label);
    this.#before = before;
  }

  one(byte: number): CodeUnitPair {
    return this.#remembered(byte, [byte]);
  }

  pair(lead: number, trail: number): CodeUnitPair {
    const row = (this.#rows[lead] ??= Uint32Array.from({ length: 256 }, (_, index) => this.#ask([lead, index])));
    return row[trail];
  }

  /** Of GB18030, for its rarer characters. */
  four(bytes: readonly [number, number, number, number]): CodeUnitPair {
    return this.#remembered((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3], bytes);
  }

  #remembered(key: number, bytes: readonly number[]): CodeUnitPair {
    const units = this.#others.get(key) ?? this.#ask(bytes);
    this.#others.set(key, units);
    return units;
  }

  #ask(bytes: readonly number[]): CodeUnitPair {
    const text = this.#decoder.decode(Uint8Array.from([...this.#before, ...bytes]));
    return oneCharacter.test(text) && text.length <= 2 ? text.charCodeAt(0) | (text.charCodeAt(1) << 16) : 0;
  }
}
