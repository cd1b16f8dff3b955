// How many frames the page draws.

/** Runs in the page. @returns the frames of each second, and the longest time between two in milliseconds */
export async function countFrames(seconds: number): Promise<{ seconds: number[]; longest: number }> {
  const counts: number[] = [];
  let longest = 0;
  let before = performance.now();
  for (let second = 0; second < seconds; second++) {
    const end = performance.now() + 1000;
    let frames = 0;
    while (performance.now() < end) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      frames++;
    }
    counts.push(frames);
  }
  return { seconds: counts, longest };
}
