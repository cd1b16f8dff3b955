// Brings a block into the cache by reading it from its beginning to its end. What a step backward reads was written
// long before, and lies in so many short rows that the processor does not foresee them. A whole block it does.

/** Reads a number of every line of the cache, four lines at a time; what is left over does not matter. */
export function warm(block: usize, bytes: usize): void {
  const end = block + bytes;
  let any: u32 = 0;
  for (; block + 256 <= end; block += 256) {
    any |= load<u32>(block) | load<u32>(block, 64) | load<u32>(block, 128) | load<u32>(block, 192);
  }
  // Never so, which the compiler does not know: it would leave out loads that nobody uses.
  if (any != 0 && end == 0) unreachable();
}
