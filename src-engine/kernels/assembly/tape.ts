// Plays kernel calls that were written down once: what generation does for every character. Called one by one from
// JavaScript they take longer than the smaller kernels themselves.

import { copy, fill } from './blocks';
import { gruForward, lstmForward, reluForward, tanhForward } from './cells';
import { addAffineRows, normalizeRows } from './norm';
import { product } from './product';
import { fillRows, gatherRows } from './rows';
import { sharedProduct } from './team';

// A call is 12 words: the kernel's number in tape.ts's list, then its arguments.
// @ts-ignore: decorator
@inline
const CALL: usize = 48;

// @ts-ignore: decorator
@inline
function word(call: usize, index: usize): i32 {
  return load<i32>(call + (index << 2));
}

// @ts-ignore: decorator
@inline
function place(call: usize, index: usize): usize {
  return <usize>load<u32>(call + (index << 2));
}

/** Plays the calls from `call` up to `end`; products by two threads where there is a desk (`team.ts`), else 0. */
export function play(call: usize, end: usize, desk: usize): void {
  for (; call < end; call += CALL) {
    // Without threads nothing of `team.ts` is compiled.
    if (ASC_FEATURE_THREADS) {
      if (desk != 0 && word(call, 0) == 0) {
        playTogether(call, desk);
        continue;
      }
    }
    playOne(call);
  }
}

function playTogether(at: usize, desk: usize): void {
  sharedProduct(
    desk, place(at, 1), place(at, 2), place(at, 3), place(at, 4), place(at, 5),
    word(at, 6), word(at, 7), word(at, 8), word(at, 9) != 0,
  );
}

function playOne(at: usize): void {
  switch (word(at, 0)) {
    case 0:
      return product(
        place(at, 1), place(at, 2), place(at, 3), place(at, 4), place(at, 5),
        word(at, 6), word(at, 7), word(at, 8), word(at, 9) != 0,
      );
    case 1:
      return lstmForward(place(at, 1), place(at, 2), place(at, 3), place(at, 4), place(at, 5), word(at, 6), word(at, 7));
    case 2:
      return gruForward(place(at, 1), place(at, 2), place(at, 3), place(at, 4), place(at, 5), word(at, 6), word(at, 7));
    case 3:
      return tanhForward(place(at, 1), place(at, 2), word(at, 3));
    case 4:
      return reluForward(place(at, 1), place(at, 2), word(at, 3));
    case 5:
      return gatherRows(place(at, 1), place(at, 2), place(at, 3), place(at, 4), word(at, 5), word(at, 6));
    case 6:
      return fillRows(place(at, 1), place(at, 2), word(at, 3), word(at, 4));
    case 7:
      return copy(place(at, 1), place(at, 2), word(at, 3));
    case 8:
      return fill(place(at, 1), <f32>word(at, 2), word(at, 3));
    case 9:
      return normalizeRows(place(at, 1), place(at, 2), word(at, 3), word(at, 4), word(at, 5), word(at, 6));
    case 10:
      return addAffineRows(place(at, 1), place(at, 2), place(at, 3), place(at, 4), word(at, 5), word(at, 6));
    default:
      unreachable();
  }
}
