// Sentences and short words about a run.

import type { ModelSettings, Retention, RunState } from '../../src-engine/protocol/index.ts';
import { cellWords } from '../../src-engine/protocol/words/cells.ts';
import { count, counted, duration, epoch, roughly } from './format.ts';

/** 'LSTM 2×128': cell, layers, units a layer. */
export function modelName(model: ModelSettings): string {
  return `${cellWords[model.cell].name} ${model.layers}×${model.hidden}`;
}

/** `wanted`, or with the first number that makes it different from all taken ones: 'LSTM 1×256 (2)'. */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) name = `${wanted} (${number})`;
  return name;
}

/** What a run that is queued now has to wait for; nothing where it can begin at once. */
export function waitsFor(library: {
  readonly training: { readonly name: string } | undefined;
  readonly queue: readonly unknown[];
}): string[] {
  if (!library.training) return [];
  const others = library.queue.length === 0 ? '' : ` and ${counted(library.queue.length, 'queued run')}`;
  return [`begins after ${library.training.name}${others}`];
}

/** 'one, two and three'. */
export function inWords(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}

/** '1st', '2nd', '11th'. */
export function ordinal(place: number): string {
  const ending = ordinalEndings[ordinals.select(place)] ?? 'th';
  return `${count(place)}${ending}`;
}

/** Which checkpoints stay, in one sentence. */
export function retentionSentence({ keepLast, keepEvery }: Retention): string {
  const newest = keepLast === 1 ? 'the newest one' : `the newest ${count(keepLast)}`;
  const ages =
    keepEvery === null
      ? 'a dozen spread evenly over the run'
      : keepEvery === 1
        ? 'one every step'
        : `one every ${count(keepEvery)} steps`;
  return `Keeps the best by validation, ${newest}, and ${ages}; the others are deleted, now and as the run goes on.`;
}

/** For a branch that is given no name. */
export function branchName(parent: string): string {
  return parent.endsWith(' branch') ? parent : `${parent} branch`;
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const ordinalEndings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

export interface RunFigures {
  readonly state: RunState;
  readonly step: number;
  readonly queuePlace: number | null;
  readonly totalSteps: number | null;
  readonly epoch: number;
  readonly seconds: number;
  readonly secondsLeft: number | null;
  readonly message: string | null;
}

/** The one line under the title: what is going on, how far it is, how long it takes. */
export function stateLine(run: RunFigures): string {
  switch (run.state) {
    case 'queued':
      return [
        run.queuePlace === null ? 'Queued' : `Queued, ${ordinal(run.queuePlace)} in line`,
        ...(run.step === 0 ? [] : [`step ${count(run.step)}`, epochs(run)]),
      ].join(' · ');
    case 'training':
      return ['Training', epochs(run), timeLeft(run)].join(' · ');
    case 'paused':
      return `Paused at step ${count(run.step)} · ${epochs(run)}`;
    case 'finished':
      // Nothing is known of how a model was trained that came with its weights only.
      return run.seconds === 0
        ? `Finished · ${counted(run.step, 'step')}`
        : `Finished · ${counted(run.step, 'step')}, ${epochCount(run.epoch)} in ${duration(run.seconds)}`;
    case 'stopped':
      return `Stopped at step ${count(run.step)} · ${epochs(run)}`;
    case 'interrupted':
      return `Interrupted at step ${count(run.step)} · ${epochs(run)}`;
    case 'failed':
      return `Failed at step ${count(run.step)}${run.message === null ? '' : ` · ${run.message}`}`;
  }
}

function epochs(run: RunFigures): string {
  if (run.totalSteps === null || run.step === 0) return `epoch ${epoch(run.epoch)}`;
  return `epoch ${epoch(run.epoch)} of ${epoch((run.epoch * run.totalSteps) / run.step)}`;
}

function epochCount(value: number): string {
  return `${epoch(value)} ${epoch(value) === '1.0' ? 'epoch' : 'epochs'}`;
}

function timeLeft(run: RunFigures): string {
  return run.secondsLeft === null ? 'measuring the speed' : `about ${roughly(run.secondsLeft)} left`;
}

/** For the small line of a list. */
export function stateWord(state: RunState, step: number): string {
  return state === 'training' ? `step ${count(step)}` : state;
}
