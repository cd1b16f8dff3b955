// The course of a training for the person at the terminal, on stderr: a bar where stderr is a terminal, else a plain
// line every five seconds.

import cliProgress from 'cli-progress';
import { count } from '../counting.ts';
import type { EngineEvent } from '../protocol/index.ts';
import { bits, duration, harmless } from './output.ts';

type ProgressEvent = Extract<EngineEvent, { kind: 'run.progress' }>;

export interface ProgressView {
  readonly update: (event: ProgressEvent) => void;
  readonly validated: (loss: number) => void;
  /** A line of its own, that does not tear the bar. */
  readonly say: (text: string) => void;
  readonly stop: () => void;
}

const millisecondsBetweenLines = 5000;

export function createProgress(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY && process.env['TERM'] !== 'dumb' ? createBar(stream) : createLines(stream);
}

function createLines(stream: NodeJS.WriteStream): ProgressView {
  let validation: number | null = null;
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
    validated: (loss) => void (validation = loss),
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
  let validation: number | null = null;
  return {
    update(event) {
      const payload = { text: describe(event, validation) };
      if (!isStarted) bar.start(event.totalSteps ?? event.step, event.step, payload);
      isStarted = true;
      bar.setTotal(event.totalSteps ?? event.step);
      bar.update(event.step, payload);
    },
    validated: (loss) => void (validation = loss),
    say: (text) => void stream.write(`${isStarted ? '\r\u001b[K' : ''}${harmless(text)}\n`),
    stop() {
      if (isStarted) bar.stop();
    },
  };
}

function describe(event: ProgressEvent, validation: number | null): string {
  const parts = [
    `step ${count(event.step)}${event.totalSteps === null ? '' : `/${count(event.totalSteps)}`}`,
    `epoch ${event.epoch.toFixed(1)}`,
    `loss ${event.loss.toFixed(3)}`,
    validation === null ? '' : `validation ${validation.toFixed(3)} nats, ${bits(validation).toFixed(3)} bits`,
    `${count(event.charactersPerSecond)} characters/s`,
    event.secondsLeft === null ? '' : `${duration(event.secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}
