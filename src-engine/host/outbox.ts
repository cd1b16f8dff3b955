// Events on their way to the page: at most 20 messages a second, whatever the engine's speed. Events that say the
// same of the same thing, newer or more of it, are merged while they wait; the order of the others stays. Whoever presses Stop waits
// for the end of a text: that does not queue, and the rest afterwards is the longer.

import { mergeChanges } from '../protocol/changes.ts';
import type { EngineEvent } from '../protocol/index.ts';

const millisecondsBetweenMessages = 50;
/** So many go at once where the last of them is hurried. */
const maxBurstLength = 5;

export class Outbox {
  readonly #send: (event: EngineEvent) => void;
  #waiting: EngineEvent[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(send: (event: EngineEvent) => void) {
    this.#send = send;
  }

  push(event: EngineEvent): void {
    this.#add(event);
    if (isHurried(event) && this.#waiting.length <= maxBurstLength) this.#sendAll();
    else if (this.#timer === null) this.#sendNext();
  }

  /** Before an answer: who has changed something knows the lists as they are now when the answer comes. */
  tellChanges(): void {
    if (this.#waiting.some(({ kind }) => kind === 'library.changed')) this.#sendAll();
  }

  /** Drops what waits. */
  close(): void {
    this.#waiting = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #add(event: EngineEvent): void {
    const key = keyOf(event);
    const index = key === null ? -1 : this.#waiting.findLastIndex((other) => keyOf(other) === key);
    const earlier = this.#waiting[index];
    if (!earlier || isOvertaking(this.#waiting.slice(index + 1), event)) this.#waiting.push(event);
    else if (event.kind !== 'library.changed') this.#waiting[index] = merge(earlier, event);
    else {
      // Rows must not be told before what happened on the way to them: it would be laid over them.
      this.#waiting.splice(index, 1);
      this.#waiting.push(merge(earlier, event));
    }
  }

  #sendNext(): void {
    const event = this.#waiting.shift();
    if (event) this.#send(event);
    this.#timer = event ? setTimeout(() => this.#sendNext(), millisecondsBetweenMessages) : null;
  }

  #sendAll(): void {
    const burst = this.#waiting;
    this.#waiting = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const event of burst) this.#send(event);
    this.#timer = setTimeout(() => this.#sendNext(), burst.length * millisecondsBetweenMessages);
  }
}

function isHurried({ kind }: EngineEvent): boolean {
  return kind === 'sample.finished' || kind === 'sample.ended' || kind === 'sample.failed';
}

/** Events of the same key can be merged; null: the event stands alone. */
function keyOf(event: EngineEvent): string | null {
  if (event.kind === 'run.progress') return `${event.kind} ${event.run}`;
  if (event.kind === 'sample.text') return `${event.kind} ${event.stream}`;
  if (event.kind === 'corpus.progress') return `${event.kind} ${event.task} ${event.title}`;
  return event.kind === 'library.changed' ? event.kind : null;
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
  if (earlier.kind === 'library.changed' && later.kind === 'library.changed') {
    const isKnown = earlier.changes !== null && later.changes !== null;
    return { ...later, changes: isKnown ? mergeChanges(earlier.changes, later.changes) : null };
  }
  return later;
}
