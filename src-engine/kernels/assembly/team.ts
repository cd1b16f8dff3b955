// One product by two threads. The leader puts it into the mailbox in portions of columns and takes them from the front;
// a helper, if it is there, takes them from the back. Whoever is faster takes more, and a helper that is busy elsewhere
// is not waited for unless it has taken a portion. A column is summed by one thread, so the bits are the same whoever
// it is.
//
// A helper that dies with a portion in its hands leaves half a product behind. It says so, unless it was ended from
// outside: so the leader's waits are counted. What is counted are waits and not seconds: a machine that sleeps spends
// one of them.
//
// How the mailbox lies in memory: `kernels/layouts.ts`, from which MAILBOX_… and JOB_… come.

import { product } from './product';

// A portion reads so many bytes of weights, unless that would make more than `maxPortions`.
// @ts-ignore: decorator
@inline
const portionBytes: i32 = 32768;
// @ts-ignore: decorator
@inline
const minPortions: i32 = 4;
// @ts-ignore: decorator
@inline
const maxPortions: i32 = 255;

// Looks that the leader takes at what the helper has not finished, before it sleeps: so many short times, as a helper
// that lost its processor is soon back, then long ones. In nanoseconds.
// @ts-ignore: decorator
@inline
const maxSpins: i32 = 4000;
// @ts-ignore: decorator
@inline
const shortWaitCount: i32 = 200;
// @ts-ignore: decorator
@inline
const shortWaitNs: i64 = 100000;
// @ts-ignore: decorator
@inline
const longWaitNs: i64 = 50000000;

// The ticket: the product's number (16 bits), the first portion left (8), the end of those left (8).
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

/** `product`, with the helper's help; false: the helper was lost in the middle of it. */
export function sharedProduct(
  mailbox: usize, a: usize, aStride: usize, b: usize, c: usize, cStride: usize,
  rows: i32, depth: i32, columns: i32, accumulate: bool,
): bool {
  let width = max(portionBytes / (depth << 2), columns / maxPortions + 1);
  width = (width + 31) & ~31;
  const portions = (columns + width - 1) / width;
  const job = mailbox + <usize>MAILBOX_JOB;
  store<u32>(job, <u32>a, JOB_A);
  store<u32>(job, <u32>aStride, JOB_A_STRIDE);
  store<u32>(job, <u32>b, JOB_B);
  store<u32>(job, <u32>c, JOB_C);
  store<u32>(job, <u32>cStride, JOB_C_STRIDE);
  store<i32>(job, rows, JOB_ROWS);
  store<i32>(job, depth, JOB_DEPTH);
  store<i32>(job, columns, JOB_COLUMNS);
  store<i32>(job, width, JOB_WIDTH);
  store<i32>(job, accumulate ? 1 : 0, JOB_ACCUMULATE);
  if (portions < minPortions) {
    for (let portion = 0; portion < portions; ++portion) multiplyPortion(job, portion);
    return true;
  }
  const before = atomic.load<i32>(mailbox + <usize>MAILBOX_FINISHED);
  const number = (atomic.load<u32>(mailbox + <usize>MAILBOX_TICKET) >> 16) + 1;
  atomic.store<u32>(mailbox + <usize>MAILBOX_TICKET, (number << 16) | <u32>portions);
  if (atomic.load<i32>(mailbox + <usize>MAILBOX_ASLEEP) != 0) wake(mailbox);
  let own = 0;
  for (;;) {
    const ticket = atomic.load<u32>(mailbox + <usize>MAILBOX_TICKET);
    if (frontOf(ticket) >= backOf(ticket)) break;
    if (atomic.cmpxchg<u32>(mailbox + <usize>MAILBOX_TICKET, ticket, ticket + 256) != ticket) continue;
    multiplyPortion(job, frontOf(ticket));
    own += 1;
  }
  return hasFinished(mailbox, before + (portions - own));
}

/** Waits until the helper has finished so many portions in all; false: it never will. */
function hasFinished(mailbox: usize, wanted: i32): bool {
  const finished = mailbox + <usize>MAILBOX_FINISHED;
  for (let spin = 0; spin < maxSpins; ++spin) if (atomic.load<i32>(finished) == wanted) return true;
  const waits = shortWaitCount + atomic.load<i32>(mailbox + <usize>MAILBOX_PATIENCE);
  for (let wait = 0; wait < waits; ++wait) {
    // Before the count: what it finishes before it goes is not lost.
    const isLost = atomic.load<i32>(mailbox + <usize>MAILBOX_LOST) != 0;
    const count = atomic.load<i32>(finished);
    if (count == wanted) return true;
    if (isLost) return false;
    atomic.wait<i32>(finished, count, wait < shortWaitCount ? shortWaitNs : longWaitNs);
  }
  return atomic.load<i32>(finished) == wanted;
}

function wake(mailbox: usize): void {
  atomic.store<i32>(mailbox + <usize>MAILBOX_ASLEEP, 0);
  atomic.notify(mailbox + <usize>MAILBOX_ASLEEP, 1);
}

/** The helper: takes portions until there has been nothing to take for `spins` looks. */
export function help(mailbox: usize, spins: i32): void {
  const job = mailbox + <usize>MAILBOX_JOB;
  for (let idle = 0; idle < spins; ++idle) {
    const ticket = atomic.load<u32>(mailbox + <usize>MAILBOX_TICKET);
    if (frontOf(ticket) >= backOf(ticket)) continue;
    idle = 0;
    if (atomic.cmpxchg<u32>(mailbox + <usize>MAILBOX_TICKET, ticket, ticket - 1) != ticket) continue;
    multiplyPortion(job, backOf(ticket) - 1);
    atomic.add<i32>(mailbox + <usize>MAILBOX_FINISHED, 1);
  }
}

function multiplyPortion(job: usize, portion: u32): void {
  const depth = load<i32>(job, JOB_DEPTH);
  const columns = load<i32>(job, JOB_COLUMNS);
  const width = load<i32>(job, JOB_WIDTH);
  const from = <i32>portion * width;
  const a = <usize>load<u32>(job, JOB_A);
  const aStride = <usize>load<u32>(job, JOB_A_STRIDE);
  const b = <usize>load<u32>(job, JOB_B) + ((<usize>from * <usize>depth) << 2);
  const c = <usize>load<u32>(job, JOB_C) + ((<usize>from) << 2);
  const cStride = <usize>load<u32>(job, JOB_C_STRIDE);
  const accumulate = load<i32>(job, JOB_ACCUMULATE) != 0;
  product(a, aStride, b, c, cStride, load<i32>(job, JOB_ROWS), depth, min(width, columns - from), accumulate);
}
