// One product by two threads. The leader puts it on the desk in chunks of columns and takes them from the front; a helper, if it is
// there, takes them from the back. Whoever is faster takes more, and a helper that is busy elsewhere is not waited for unless
// it has taken a chunk. A column is summed by one thread, so the bits are the same whoever it is.
//
// The desk, a cache line each: the ticket, chunks that the helper has finished, whether it sleeps, and the product at hand.

import { product } from './product';

// @ts-ignore: decorator
@inline
const FINISHED: usize = 64;
// @ts-ignore: decorator
@inline
const ASLEEP: usize = 128;
// @ts-ignore: decorator
@inline
const JOB: usize = 192;

// A chunk reads so many bytes of weights, unless that would make more than MOST.
// @ts-ignore: decorator
@inline
const CHUNK: i32 = 32768;
// @ts-ignore: decorator
@inline
const FEWEST: i32 = 4;
// @ts-ignore: decorator
@inline
const MOST: i32 = 255;

// Looks that the leader takes at what the helper has not finished, before it sleeps, PATIENCE nanoseconds at a time.
// @ts-ignore: decorator
@inline
const SPINS: i32 = 4000;
// @ts-ignore: decorator
@inline
const PATIENCE: i64 = 100000;

// The ticket: the product's number (16 bits), the first chunk left (8), the end of those left (8).
// @ts-ignore: decorator
@inline
function frontOf(ticket: u32): u32 {
  return (ticket >> 8) & 255;
}

// @ts-ignore: decorator
@inline
function backOf(ticket: u32): u32 {
  return ticket & 255;
}

/** `product`, with the helper's help. */
export function sharedProduct(
  desk: usize, a: usize, aStride: usize, b: usize, c: usize, cStride: usize,
  rows: i32, depth: i32, columns: i32, accumulate: bool,
): void {
  let width = max(CHUNK / (depth << 2), columns / MOST + 1);
  width = (width + 31) & ~31;
  const chunks = (columns + width - 1) / width;
  const job = desk + JOB;
  store<u32>(job, <u32>a); store<u32>(job, <u32>aStride, 4); store<u32>(job, <u32>b, 8);
  store<u32>(job, <u32>c, 12); store<u32>(job, <u32>cStride, 16);
  store<i32>(job, rows, 20); store<i32>(job, depth, 24); store<i32>(job, columns, 28); store<i32>(job, width, 32);
  store<i32>(job, accumulate ? 1 : 0, 36);
  if (chunks < FEWEST) {
    for (let chunk = 0; chunk < chunks; ++chunk) multiplyChunk(job, chunk);
    return;
  }
  const before = atomic.load<i32>(desk + FINISHED);
  const number = (atomic.load<u32>(desk) >> 16) + 1;
  atomic.store<u32>(desk, (number << 16) | <u32>chunks);
  if (atomic.load<i32>(desk + ASLEEP) != 0) wake(desk);
  let own = 0;
  for (;;) {
    const ticket = atomic.load<u32>(desk);
    if (frontOf(ticket) >= backOf(ticket)) break;
    if (atomic.cmpxchg<u32>(desk, ticket, ticket + 256) != ticket) continue;
    multiplyChunk(job, frontOf(ticket));
    own += 1;
  }
  const wanted = before + (chunks - own);
  for (let spin = 0; spin < SPINS; ++spin) if (atomic.load<i32>(desk + FINISHED) == wanted) return;
  for (;;) {
    const finished = atomic.load<i32>(desk + FINISHED);
    if (finished == wanted) return;
    atomic.wait<i32>(desk + FINISHED, finished, PATIENCE);
  }
}

function wake(desk: usize): void {
  atomic.store<i32>(desk + ASLEEP, 0);
  atomic.notify(desk + ASLEEP, 1);
}

/** The helper: takes chunks until there has been nothing to take for `spins` looks. */
export function help(desk: usize, spins: i32): void {
  const job = desk + JOB;
  for (let idle = 0; idle < spins; ++idle) {
    const ticket = atomic.load<u32>(desk);
    if (frontOf(ticket) >= backOf(ticket)) continue;
    idle = 0;
    if (atomic.cmpxchg<u32>(desk, ticket, ticket - 1) != ticket) continue;
    multiplyChunk(job, backOf(ticket) - 1);
    atomic.add<i32>(desk + FINISHED, 1);
  }
}

function multiplyChunk(job: usize, chunk: u32): void {
  const aStride = <usize>load<u32>(job, 4);
  const depth = load<i32>(job, 24);
  const columns = load<i32>(job, 28);
  const width = load<i32>(job, 32);
  const from = <i32>chunk * width;
  const count = min(width, columns - from);
  const b = <usize>load<u32>(job, 8) + ((<usize>from * <usize>depth) << 2);
  const c = <usize>load<u32>(job, 12) + ((<usize>from) << 2);
  const accumulate = load<i32>(job, 36) != 0;
  const a = <usize>load<u32>(job);
  product(a, aStride, b, c, <usize>load<u32>(job, 16), load<i32>(job, 20), depth, count, accumulate);
}
