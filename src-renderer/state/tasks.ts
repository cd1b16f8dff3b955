// Names for longer work of the engine, by which its progress is told and it can be ended.

/** Not where a page before it began, whose work the engine may still have: it ends what has the same number. */
let last = Date.now();

/** A number that no other work has. */
export function nextTask(): number {
  last += 1;
  return last;
}
