// A training on the command line: what is told while it goes on, and how it ended. With --json every event is a line.

import { quoted } from '../quoting.ts';
import { count } from '../counting.ts';
import type { EngineEvent, RunDetail, RunId } from '../protocol/index.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import { interruption } from './interruption.ts';
import { bits, lossInWords } from './output.ts';
import { createProgress } from './progress.ts';
import type { CommandTools } from './run-command.ts';
import { failure } from './failure.ts';

/** Readers of --json get no more progress than this. */
const millisecondsBetweenLines = 500;

/**
 * Starts a run by `begin`, tells its course, and resolves when it has come to rest. Ctrl-C stops it, with a checkpoint.
 */
export async function followRun(tools: CommandTools, begin: () => Promise<RunId>): Promise<RunDetail> {
  const { host } = tools;
  const { ended, tellTrouble, leave } = follow(tools);
  // It may fail before it is waited for.
  ended.catch(() => {});
  try {
    const run = await begin();
    tools.onInterrupt(() => {
      tellTrouble();
      return host.ask('run.stop', { run });
    });
    tellStart(tools, run);
    await ended;
    const shown = await host.ask('run.show', { run });
    await tellEnd(tools, shown);
    return shown;
  } finally {
    leave();
  }
}

interface Course {
  /** Resolves when the run has ended well; rejects when it failed. */
  readonly ended: Promise<void>;
  /** Says what is in the way of saving, if anything is. */
  readonly tellTrouble: () => void;
  /** Nothing more is told: another run may follow. */
  readonly leave: () => void;
}

/** Prints what happens. */
function follow(tools: CommandTools): Course {
  const { host, output } = tools;
  const view = output.json ? null : createProgress(process.stderr);
  const say = view?.say ?? output.say;
  const lines = createProgressLines(tools);
  let trouble: string | null = null;
  function tellTrouble(): void {
    if (trouble === null) return;
    say(
      interruption()
        ? `Training has stopped, and waits until it can be saved; press Ctrl-C again to end at once without that: ${trouble}`
        : `Training goes on in memory, and saving is tried again: ${trouble}`,
    );
  }
  let leave = (): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    leave = host.onEvent((event) => {
      switch (event.kind) {
        case 'run.progress':
          view?.update(event);
          return lines.add(event);
        case 'run.validation':
          view?.validated(event.loss, event.accuracy ?? null);
          return output.line({ kind: 'validation', step: event.step, ...lossOf(event) });
        case 'run.checkpoint':
          return output.line({ kind: 'checkpoint', id: event.checkpoint.id, step: event.checkpoint.step });
        case 'library.trouble':
          trouble = event.why === null ? null : inEnglish(event.why);
          return trouble === null ? say('The library is saved again.') : tellTrouble();
        case 'notice':
          return say(inEnglish(event.text));
        case 'run.state':
          if (event.state === 'training' || event.state === 'queued') return;
          view?.stop();
          lines.flush();
          if (event.state !== 'failed') return resolve();
          return reject(failure('internal', event.message ?? 'The run failed.'));
        default:
          return;
      }
    });
  });
  return { ended, tellTrouble, leave };
}

/** Progress as lines of JSON: the first, the last, and not too many between. */
function createProgressLines({ output }: CommandTools) {
  let waiting: Extract<EngineEvent, { kind: 'run.progress' }> | null = null;
  let writtenAt = -Infinity;
  function flush(): void {
    if (!waiting) return;
    const { step, epoch, loss, charactersPerSecond } = waiting;
    output.line({ kind: 'progress', step, epoch, loss, charactersPerSecond });
    writtenAt = performance.now();
    waiting = null;
  }
  return {
    add(event: Extract<EngineEvent, { kind: 'run.progress' }>): void {
      waiting = event;
      if (performance.now() - writtenAt >= millisecondsBetweenLines) flush();
    },
    flush,
  };
}

function lossOf({ loss, accuracy }: Extract<EngineEvent, { kind: 'run.validation' }>): object {
  if (!accuracy) return { nats: loss, bits: bits(loss) };
  return { nats: loss, accuracy: accuracy.heldOut, trainingAccuracy: accuracy.training };
}

function tellStart({ output, library, engine }: CommandTools, run: RunId): void {
  const { name, corpusName } = library.runs.find(run);
  output.line({ kind: 'started', run, name, corpus: corpusName, kernels: engine.kernels().build });
  if (!output.json)
    output.say(`Run ${run}, ${quoted(name)}, on ${quoted(corpusName)}. Ctrl-C stops it, with a checkpoint.`);
}

async function tellEnd(tools: CommandTools, run: RunDetail): Promise<void> {
  const { host, output, library } = tools;
  const { id, state, step, seconds, message } = run;
  const characters = library.runs.find(id).progress?.characters ?? 0;
  const test = state === 'finished' ? await host.ask('run.test', { run: id }) : null;
  if (test)
    output.line({ kind: 'test', step: test.step, nats: test.loss, bits: bits(test.loss), characters: test.characters });
  output.line({ kind: 'finished', run: id, state, step, seconds, characters, best: run.best, message });
  if (message !== null) output.print(message);
  const best = run.best === null ? '' : ` Best validation: ${lossInWords(run.best, run)}.`;
  output.print(`Run ${id} is ${state} at step ${count(step)}.${best}`);
  if (test) output.print(`Test, with the checkpoint of step ${count(test.step)}: ${lossInWords(test.loss, run)}.`);
  if (!output.json) output.say(whatNext(tools, run));
}

function whatNext({ library, calledAs }: CommandTools, { id, corpus, labels, training }: RunDetail): string {
  if (library.corpora.origin(corpus).numbers !== null) return `See how the numbers go on: ${calledAs} forecast ${id}`;
  if (labels.length === 0) return `Let it write: ${calledAs} generate ${id}`;
  const isHeldOut = training !== null && training.validation + training.test > 0;
  return isHeldOut
    ? `See how well it tells its labels: ${calledAs} classify ${id} --held-out`
    : `Let it tell labels: ${calledAs} classify ${id} FILE`;
}
