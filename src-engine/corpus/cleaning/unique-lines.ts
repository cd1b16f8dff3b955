// Each line once, the first time it comes. Blank lines stay, and so do lines of more than a million characters, which
// are not held in memory to be compared. Of the lines only hashes of 64 bits are kept: among ten million lines, the
// chance that any two different ones meet is about one in 400,000.

import type { HashSet } from '../hash-set.ts';
import type { Cleaner } from './cleaner.ts';
import { lineCleaner, maxLineLength } from './lines.ts';

export function uniqueLinesCleaner(seen: HashSet): Cleaner {
  let isLong = false; // inside a line that comes in parts
  return lineCleaner((line, isEnd, write) => {
    const isPart = isLong || (!isEnd && line.length >= maxLineLength - 1);
    isLong = isPart && !isEnd;
    if (isPart || line.trim() === '' || seen.add(...hashOf(line))) write(isEnd ? `${line}\n` : line);
  });
}

/** Two words, mixed as by MurmurHash3's finalizer. */
function hashOf(line: string): [number, number] {
  let high = 0x9e37_79b9 ^ line.length;
  let low = 0x85eb_ca6b;
  for (let index = 0; index < line.length; index++) {
    const unit = line.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x85eb_ca6b);
    high ^= high >>> 15;
    low = Math.imul(low ^ unit, 0xc2b2_ae35);
    low ^= low >>> 13;
  }
  return [mix(high ^ low) >>> 0, mix(low + Math.imul(high, 0x27d4_eb2f)) >>> 0];
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
