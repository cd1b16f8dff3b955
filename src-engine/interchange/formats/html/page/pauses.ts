// Lets the window do what is due: drawing, clicks, sliders. A message to oneself comes back at once, also in a tab that nobody
// sees, where timers are held up for a second.

const { port1: sender, port2: receiver } = new MessageChannel();
const waiting: (() => void)[] = [];
receiver.onmessage = () => waiting.shift()?.();

export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    sender.postMessage(null);
  });
}
