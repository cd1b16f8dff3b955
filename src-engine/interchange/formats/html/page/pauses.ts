// Lets the window do what is due: drawing, clicks, sliders. A message to oneself comes back at once, also in a tab that
// nobody sees, where timers are held up for a second.

const { port1: sender, port2: receiver } = new MessageChannel();
const waiting: (() => void)[] = [];
receiver.onmessage = () => waiting.shift()?.();

export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    sender.postMessage(null);
  });
}

/** Shorter than a frame, with room for the drawing of it. */
const sliceMilliseconds = 9;

/** Does steps as long as there is another one and nobody stops it. */
export async function inSlices(
  signal: AbortSignal,
  step: () => boolean,
  after: () => void = () => undefined,
): Promise<void> {
  let goesOn = true;
  while (goesOn && !signal.aborted) {
    const began = performance.now();
    let steps = 0;
    // Looking at the clock costs as much as a small model's step.
    while (goesOn && (steps % 8 !== 0 || steps === 0 || performance.now() - began < sliceMilliseconds)) {
      goesOn = step();
      steps += 1;
    }
    after();
    await breathe();
  }
}
