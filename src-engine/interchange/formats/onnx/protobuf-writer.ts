// Protocol Buffers' wire format, written: a message is its fields one after another, each with a tag (number and kind)
// in front.
// Fields go in ascending order and without defaults, as the official serializers write them: what they load and save
// again has the same bytes. https://protobuf.dev/programming-guides/encoding/

export const wireKinds = { integer: 0, eight: 1, bytes: 2, four: 5 } as const;

/** Of a whole number from 0 to 2⁵³ − 1: seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

export function integerField(number: number, value: number): Uint8Array {
  return join(varint(number * 8 + wireKinds.integer), varint(value));
}

export function floatField(number: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return join(varint(number * 8 + wireKinds.four), bytes);
}

export function textField(number: number, text: string): Uint8Array {
  return messageField(number, Buffer.from(text, 'utf8'));
}

export function messageField(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  return join(fieldStart(number, bytes), ...parts);
}

/** What stands before the bytes of a text or message that are written on their own. */
export function fieldStart(number: number, bytes: number): Uint8Array {
  return join(varint(number * 8 + wireKinds.bytes), varint(bytes));
}
