// How much memory this machine can give at the moment.

/** Bytes: what other programs have taken is gone, and in a container no more than it may have is there. */
export function availableMemory(): number {
  return process.availableMemory();
}
