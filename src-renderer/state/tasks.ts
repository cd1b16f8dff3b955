// Names for longer work of the engine, by which its progress is told and it can be ended.

let last = 0;

/** A number that no other work of this page has. */
export function nextTask(): number {
  last += 1;
  return last;
}
