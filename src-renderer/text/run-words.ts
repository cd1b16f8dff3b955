// Sentences and short words about a run.

import type { Language, ModelSettings, Retention, RunState, RunSummary } from '../../src-engine/protocol/index.ts';
import { cellWords } from '../../src-engine/protocol/words/cells.ts';
import { keptMessage } from '../../src-engine/protocol/words/run-messages.ts';
import { count, counted, duration, epoch, roughly } from './format.ts';
import { languageInUse } from './language.svelte.ts';
import { asName, say, spoken } from './say.ts';

/** 'LSTM 2×128': cell, layers, units a layer. */
export function modelName(model: ModelSettings): string {
  return `${cellWords[model.cell].name} ${model.layers}×${model.hidden}`;
}

type Named = Pick<RunSummary, 'name' | 'corpusName'>;

/** 'on Moby-Dick', the text that a run learns from; empty where its name says so itself. */
export function onText({ name, corpusName }: Named): string {
  return name.includes(corpusName) ? '' : say`on ${corpusName}`;
}

/** A run by its name, and by its text where that is not in the name. */
export function nameOnText(run: Named): string {
  return onText(run) === '' ? run.name : say`${run.name} on ${run.corpusName}`;
}

/** What a run that is queued now has to wait for; nothing where it can begin at once. */
export function waitsFor(library: {
  readonly training: { readonly name: string } | undefined;
  readonly queue: readonly unknown[];
}): string[] {
  if (!library.training) return [];
  const { name } = library.training;
  return [
    library.queue.length === 0
      ? say`begins after ${name}`
      : say`begins after ${name} and ${counted(library.queue.length, 'queued run')}`,
  ];
}

const ordinalEndings: Readonly<Record<Language, (place: number) => string>> = { en: englishEnding, de: () => '.' };
const englishOrdinals = new Intl.PluralRules('en', { type: 'ordinal' });
const englishEndings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** '1st', '2nd', '11th'. */
export function ordinal(place: number): string {
  return `${count(place)}${ordinalEndings[languageInUse()](place)}`;
}

function englishEnding(place: number): string {
  return englishEndings[englishOrdinals.select(place)] ?? 'th';
}

/** Which checkpoints stay, in one sentence. */
export function retentionSentence({ keepLast, keepEvery }: Retention): string {
  const newest = keepLast === 1 ? say`the newest one` : say`the newest ${count(keepLast)}`;
  const ages =
    keepEvery === null
      ? say`a dozen spread evenly over the run`
      : keepEvery === 1
        ? say`one every step`
        : say`one every ${count(keepEvery)} steps`;
  return say`Keeps the best by validation, ${newest}, and ${ages}; the others are deleted, now and as the run goes on.`;
}

/** For a branch that is given no name. */
export function branchName(parent: string): string {
  const branchOf = (name: string): string => asName(say`${name} branch`);
  return parent.endsWith(branchOf('')) ? parent : branchOf(parent);
}

export interface RunFigures {
  readonly state: RunState;
  readonly step: number;
  readonly queuePlace: number | null;
  readonly totalSteps: number | null;
  readonly epoch: number;
  readonly seconds: number;
  readonly secondsLeft: number | null;
  /** As it is kept. */
  readonly message: string | null;
}

/** What is said of a run that rests, in the language in use. @param kept in English; null: nothing is */
export function messageWords(kept: string | null): string | null {
  return kept === null ? null : spoken(keptMessage(kept));
}

/** The one line under the title: what is going on, how far it is, how long it takes. */
export function stateLine(run: RunFigures): string {
  switch (run.state) {
    case 'queued':
      return [
        run.queuePlace === null ? say`Queued` : say`Queued, ${ordinal(run.queuePlace)} in line`,
        ...(run.step === 0 ? [] : [say`step ${count(run.step)}`, epochs(run)]),
      ].join(' · ');
    case 'training':
      return [say`Training`, epochs(run), timeLeft(run)].join(' · ');
    case 'paused':
      return [say`Paused at step ${count(run.step)}`, epochs(run)].join(' · ');
    case 'finished':
      // Nothing is known of how a model was trained that came with its weights only.
      return run.seconds === 0
        ? say`Finished · ${counted(run.step, 'step')}`
        : say`Finished · ${counted(run.step, 'step')}, ${epochCount(run.epoch)} in ${duration(run.seconds)}`;
    case 'stopped':
      return [say`Stopped at step ${count(run.step)}`, epochs(run)].join(' · ');
    case 'interrupted':
      return [say`Interrupted at step ${count(run.step)}`, epochs(run)].join(' · ');
    case 'failed': {
      const message = messageWords(run.message);
      return [say`Failed at step ${count(run.step)}`, ...(message === null ? [] : [message])].join(' · ');
    }
  }
}

function epochs(run: RunFigures): string {
  if (run.totalSteps === null || run.step === 0) return say`epoch ${epoch(run.epoch)}`;
  return say`epoch ${epoch(run.epoch)} of ${epoch((run.epoch * run.totalSteps) / run.step)}`;
}

function epochCount(value: number): string {
  return Math.round(value * 10) === 10 ? say`${epoch(value)} epoch` : say`${epoch(value)} epochs`;
}

function timeLeft(run: RunFigures): string {
  return run.secondsLeft === null ? say`measuring the speed` : say`about ${roughly(run.secondsLeft)} left`;
}

/** For the small line of a list. */
export function stateWord(state: RunState, step: number): string {
  switch (state) {
    case 'queued':
      return say`queued`;
    case 'training':
      return say`step ${count(step)}`;
    case 'paused':
      return say`paused`;
    case 'finished':
      return say`finished`;
    case 'stopped':
      return say`stopped`;
    case 'interrupted':
      return say`interrupted`;
    case 'failed':
      return say`failed`;
  }
}
