// Text to bytes in encodings that the platform can only read: the decoder's table, turned round.

/** @param label of an encoding of one or two bytes a character */
export function encode(text: string, label: string): Uint8Array {
  const table = tableOf(label);
  const bytes = [...text].map((symbol) => {
    const found = table.get(symbol);
    if (!found) throw new Error(`${label} has no ${symbol}`);
    return found;
  });
  return Uint8Array.from(bytes.flat());
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Symbols of one byte or two, and their bytes. */
export function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const table = tables.get(label) ?? makeTable(label);
  tables.set(label, table);
  return table;
}

function makeTable(label: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: readonly number[]): boolean => {
    try {
      const [symbol, ...rest] = decoder.decode(Uint8Array.from(bytes));
      if (symbol !== undefined && rest.length === 0 && !table.has(symbol)) table.set(symbol, bytes);
      return true;
    } catch {
      return false;
    }
  };
  for (let first = 0; first <= 0xff; first++) {
    if (add(first)) continue;
    for (let second = 0x40; second <= 0xfe; second++) add(first, second);
  }
  return table;
}

/** Seven-bit Japanese: EUC-JP's pairs without their high bits, between escapes. */
export function encodeIso2022(text: string): Uint8Array {
  const parts = text.split(/((?![\0-\u007f])[^\0-\u007f]+)/).map((part) => {
    if (/^[\0-\u007f]*$/.test(part)) return Buffer.from(part);
    const pairs = encode(part, 'euc-jp').map((byte) => byte & 0x7f);
    return Buffer.concat([Buffer.from('\u001b$B'), pairs, Buffer.from('\u001b(B')]);
  });
  return Buffer.concat(parts);
}
