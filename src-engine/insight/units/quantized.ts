// A state's numbers as bytes: −1 is 0 and 1 is 255. What has no bounds goes through tanh first, which keeps its order.

/** Bytes that there are. */
export const levels = 256;

const half = (levels - 1) / 2;

/** The byte of a number within [−1, 1]. */
export function byteOf(value: number): number {
  return Math.round((value + 1) * half);
}

/** The number in the middle of a byte's range; between two bytes for a half. */
export function valueOf(byte: number): number {
  return byte / half - 1;
}
