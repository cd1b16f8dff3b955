// Events on their way to the page: at most 20 messages a second, whatever the engine's speed. A message carries all
// that has waited, in the order in which it happened, so that nothing ever queues behind something else. Events that
// say the same of the same thing, newer or more of it, are merged while they wait. The end of a text goes at once; the
// rest afterwards is the longer.

import { mergeChanges } from '../protocol/changes.ts';
import type { EngineEvent } from '../protocol/index.ts';

const millisecondsBetweenMessages = 50;
/** So many messages may go ahead of their time. */
const maxAhead = 5;

export class Outbox {
  readonly #send: (events: readonly EngineEvent[]) => void;
  #waiting: EngineEvent[] = [];
  /** When a message may go that is in no hurry (milliseconds of `performance.now()`). */
  #nextAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(send: (events: readonly EngineEvent[]) => void) {
    this.#send = send;
  }

  push(event: EngineEvent): void {
    this.#add(event);
    const early = this.#nextAt - performance.now();
    if (early <= 0 || (isHurried(event) && early <= maxAhead * millisecondsBetweenMessages)) this.#sendAll();
    else this.#timer ??= setTimeout(() => this.#sendAll(), early);
  }

  /** Before an answer: who has changed something knows the lists as they are now when the answer comes. */
  tellChanges(): void {
    if (this.#waiting.some(({ kind }) => kind === 'library.changed')) this.#sendAll();
  }

  /** Drops what waits. */
  close(): void {
    this.#waiting = [];
    this.#rest();
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

  #sendAll(): void {
    this.#rest();
    const events = this.#waiting;
    this.#waiting = [];
    this.#nextAt = Math.max(this.#nextAt, performance.now()) + millisecondsBetweenMessages;
    this.#send(events);
  }

  #rest(): void {
    clearTimeout(this.#timer ?? undefined);
    this.#timer = null;
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
