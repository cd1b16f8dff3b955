// Rows: gather, scatter, biases. Widths are multiples of 8.

/** out (rows, width) = table[ids[row]] + bias; a bias of 0 (the null address) adds nothing. ids are u32. */
export function gatherRows(table: usize, bias: usize, ids: usize, out: usize, rows: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; ++row) {
    const from = table + <usize>load<u32>(ids) * bytes;
    if (bias) {
      for (let at: usize = 0; at < bytes; at += 32) {
        const sum0 = f32x4.add(v128.load(from + at), v128.load(bias + at));
        const sum1 = f32x4.add(v128.load(from + at, 16), v128.load(bias + at, 16));
        v128.store(out + at, sum0);
        v128.store(out + at, sum1, 16);
      }
    } else {
      memory.copy(out, from, bytes);
    }
    ids += 4;
    out += bytes;
  }
}

/** table[ids[row]] += from (rows, width), rows in order. */
export function scatterAddRows(table: usize, ids: usize, from: usize, rows: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; ++row) {
    const to = table + <usize>load<u32>(ids) * bytes;
    addTo(to, from, bytes);
    ids += 4;
    from += bytes;
  }
}

/** Every row of out (rows, width) = bias. */
export function fillRows(bias: usize, out: usize, rows: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; ++row, out += bytes) memory.copy(out, bias, bytes);
}

/** sum (width) += Σ over rows of from (rows, width). */
export function sumRows(from: usize, sum: usize, rows: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; ++row, from += bytes) addTo(sum, from, bytes);
}

// to += from, `bytes` of each.
// @ts-ignore: decorator
@inline
function addTo(to: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 32) {
    const sum0 = f32x4.add(v128.load(to + at), v128.load(from + at));
    const sum1 = f32x4.add(v128.load(to + at, 16), v128.load(from + at, 16));
    v128.store(to + at, sum0);
    v128.store(to + at, sum1, 16);
  }
}
