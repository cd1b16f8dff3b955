// Events on their way to the page: at most 20 messages a second, whatever the engine's speed. Events that say the
// same of the same thing, newer or more of it, are merged while they wait; the order of the others stays. Whoever presses Stop waits
// for the end of a text: that does not queue, and the rest afterwards is the longer.

import type { EngineEvent } from '../protocol/index.ts';

const millisecondsBetweenMessages = 50;
/** So many go at once where the last of them is hurried. */
const longestBurst = 5;

export interface Outbox {
  push(event: EngineEvent): void;
  /** Drops what waits. */
  close(): void;
}

export function createOutbox(send: (event: EngineEvent) => void): Outbox {
  let waiting: EngineEvent[] = [];
  let timer: NodeJS.Timeout | null = null;

  function sendNext(): void {
    const event = waiting.shift();
    if (event) send(event);
    timer = event ? setTimeout(sendNext, millisecondsBetweenMessages) : null;
  }

  function sendAll(): void {
    const burst = waiting;
    waiting = [];
    if (timer !== null) clearTimeout(timer);
    for (const event of burst) send(event);
    timer = setTimeout(sendNext, burst.length * millisecondsBetweenMessages);
  }

  return {
    push(event) {
      const key = keyOf(event);
      const place = key === null ? -1 : waiting.findLastIndex((other) => keyOf(other) === key);
      const earlier = waiting[place];
      if (earlier && !isOvertaking(waiting.slice(place + 1), event)) waiting[place] = merge(earlier, event);
      else waiting.push(event);
      if (isHurried(event) && waiting.length <= longestBurst) sendAll();
      else if (timer === null) sendNext();
    },
    close() {
      waiting = [];
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

function isHurried({ kind }: EngineEvent): boolean {
  return kind === 'sample.finished' || kind === 'sample.ended' || kind === 'sample.failed';
}

/** Events of the same key can be merged; null: the event stands alone. */
function keyOf(event: EngineEvent): string | null {
  if (event.kind === 'run.progress') return `${event.kind} ${event.run}`;
  if (event.kind === 'sample.text') return `${event.kind} ${event.stream}`;
  if (event.kind === 'corpus.progress') return `${event.kind} ${event.task} ${event.title}`;
  return event.kind === 'shelf.changed' ? event.kind : null;
}

/** A run's change of state must not be overtaken by the progress of the sitting that follows. */
function isOvertaking(between: readonly EngineEvent[], event: EngineEvent): boolean {
  return (
    event.kind === 'run.progress' && between.some((other) => other.kind === 'run.state' && other.run === event.run)
  );
}

function merge(earlier: EngineEvent, later: EngineEvent): EngineEvent {
  if (earlier.kind === 'run.progress' && later.kind === 'run.progress') {
    return { ...later, points: [...earlier.points, ...later.points] };
  }
  if (earlier.kind === 'sample.text' && later.kind === 'sample.text') {
    const lengths = Uint8Array.from([...earlier.lengths, ...later.lengths]);
    const surprisals = Float32Array.from([...earlier.surprisals, ...later.surprisals]);
    return { ...later, text: earlier.text + later.text, lengths, surprisals };
  }
  return later;
}
