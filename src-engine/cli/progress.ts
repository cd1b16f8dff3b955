// The course of a training for the person at the terminal, on stderr: a bar where stderr is a terminal, else a plain
// line every five seconds.

import cliProgress from 'cli-progress';
import { count } from '../counting.ts';
import type { Accuracy, EngineEvent } from '../protocol/index.ts';
import { bits, duration, harmless, percent } from './output.ts';

type ProgressEvent = Extract<EngineEvent, { kind: 'run.progress' }>;

export interface ProgressView {
  readonly update: (event: ProgressEvent) => void;
  readonly validated: (loss: number, accuracy: Accuracy | null) => void;
  /** A line of its own, that does not tear the bar. */
  readonly say: (text: string) => void;
  readonly stop: () => void;
}

interface Validated {
  readonly loss: number;
  readonly accuracy: Accuracy | null;
}

const millisecondsBetweenLines = 5000;

export function createProgress(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY && process.env['TERM'] !== 'dumb' ? createBar(stream) : createLines(stream);
}

function createLines(stream: NodeJS.WriteStream): ProgressView {
  let validation: Validated | null = null;
  let last: ProgressEvent | null = null;
  let writtenAt = -Infinity;
  let writtenStep = -1;
  function write(event: ProgressEvent): void {
    writtenAt = performance.now();
    writtenStep = event.step;
    stream.write(`${describe(event, validation)}\n`);
  }
  return {
    update(event) {
      last = event;
      if (performance.now() - writtenAt >= millisecondsBetweenLines) write(event);
    },
    validated: (loss, accuracy) => void (validation = { loss, accuracy }),
    say: (text) => void stream.write(`${harmless(text)}\n`),
    stop() {
      if (last && last.step !== writtenStep) write(last);
    },
  };
}

function createBar(stream: NodeJS.WriteStream): ProgressView {
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} %  {text}',
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: 24,
    stream,
    hideCursor: true,
    clearOnComplete: false,
    linewrap: false,
  });
  let isStarted = false;
  let validation: Validated | null = null;
  return {
    update(event) {
      const payload = { text: describe(event, validation) };
      if (!isStarted) bar.start(event.totalSteps ?? event.step, event.step, payload);
      isStarted = true;
      bar.setTotal(event.totalSteps ?? event.step);
      bar.update(event.step, payload);
    },
    validated: (loss, accuracy) => void (validation = { loss, accuracy }),
    say: (text) => void stream.write(`${isStarted ? '\r\u001b[K' : ''}${harmless(text)}\n`),
    stop() {
      if (isStarted) bar.stop();
    },
  };
}

function describe(event: ProgressEvent, validation: Validated | null): string {
  const parts = [
    `step ${count(event.step)}${event.totalSteps === null ? '' : `/${count(event.totalSteps)}`}`,
    `epoch ${event.epoch.toFixed(1)}`,
    `loss ${event.loss.toFixed(3)}`,
    validation === null ? '' : inWords(validation),
    `${count(event.charactersPerSecond)} characters/s`,
    event.secondsLeft === null ? '' : `${duration(event.secondsLeft)} left`,
    event.forecast === null
      ? ''
      : `ends at about ${event.forecast.loss.toFixed(2)} ± ${event.forecast.error.toFixed(2)}`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function inWords({ loss, accuracy }: Validated): string {
  if (accuracy === null) return `validation ${loss.toFixed(3)} nats, ${bits(loss).toFixed(3)} bits`;
  return `held out ${loss.toFixed(3)} nats, ${percent(accuracy.heldOut)} right`;
}
