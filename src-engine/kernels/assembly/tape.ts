// Plays kernel calls that were written down once: what generation does for every character. Called one by one from
// JavaScript they take longer than the smaller kernels themselves.

import { copy, fill } from './blocks';
import { stepForward } from './cells';
import { addAffineRows, normalizeRows } from './norm';
import { product } from './product';
import { fillRows, gatherRows } from './rows';
import { sharedProduct } from './team';

// How a call lies in memory: `kernels/layouts.ts`, from which TAPE_… and CALL_BYTES come.

// @ts-ignore: decorator
@inline
function word(call: usize, index: usize): i32 {
  return load<i32>(call + (index << 2));
}

// @ts-ignore: decorator
@inline
function address(call: usize, index: usize): usize {
  return <usize>load<u32>(call + (index << 2));
}

/**
 * Plays the calls from `call` up to `end`; products by two threads where there is a mailbox (`team.ts`), else 0. False:
 * the helper was lost.
 */
export function play(call: usize, end: usize, mailbox: usize): bool {
  for (; call < end; call += <usize>CALL_BYTES) {
    // Without threads nothing of `team.ts` is compiled.
    if (ASC_FEATURE_THREADS) {
      if (mailbox != 0 && word(call, 0) == TAPE_PRODUCT) {
        if (!playTogether(call, mailbox)) return false;
        continue;
      }
    }
    playOne(call);
  }
  return true;
}

function playTogether(at: usize, mailbox: usize): bool {
  return sharedProduct(
    mailbox, address(at, 1), address(at, 2), address(at, 3), address(at, 4), address(at, 5),
    word(at, 6), word(at, 7), word(at, 8), word(at, 9) != 0,
  );
}

function playOne(at: usize): void {
  switch (word(at, 0)) {
    case TAPE_PRODUCT:
      return product(
        address(at, 1), address(at, 2), address(at, 3), address(at, 4), address(at, 5),
        word(at, 6), word(at, 7), word(at, 8), word(at, 9) != 0,
      );
    case TAPE_STEP_FORWARD:
      return stepForward(
        word(at, 1), address(at, 2), address(at, 3), address(at, 4), address(at, 5), address(at, 6), address(at, 7), address(at, 8),
        address(at, 9), word(at, 10), word(at, 11),
      );
    case TAPE_GATHER_ROWS:
      return gatherRows(address(at, 1), address(at, 2), address(at, 3), address(at, 4), word(at, 5), word(at, 6));
    case TAPE_FILL_ROWS:
      return fillRows(address(at, 1), address(at, 2), word(at, 3), word(at, 4));
    case TAPE_COPY:
      return copy(address(at, 1), address(at, 2), word(at, 3));
    case TAPE_FILL:
      return fill(address(at, 1), <f32>word(at, 2), word(at, 3));
    case TAPE_NORMALIZE_ROWS:
      return normalizeRows(
        address(at, 1), address(at, 2), address(at, 3), address(at, 4), address(at, 5),
        word(at, 6), word(at, 7), word(at, 8), word(at, 9),
      );
    case TAPE_ADD_AFFINE_ROWS:
      return addAffineRows(address(at, 1), address(at, 2), address(at, 3), address(at, 4), word(at, 5), word(at, 6));
    default:
      unreachable();
  }
}
