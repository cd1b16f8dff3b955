// Every screen, and every sheet over them, of a library with a text and a run on it, and a labelled text and a run on
// that.

import { german } from '../../src-engine/protocol/text/german/index.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { addressOf, insideSections, insideSectionsOf } from '../../src-renderer/state/route.ts';
import type { InsideSection, Route } from '../../src-renderer/state/route.ts';
import type { RunningApp } from './harness.ts';

const [corpus, run] = [1 as CorpusId, 1 as RunId];
/** The run that tells labels apart. */
export const labelling = 2 as RunId;

/** What shows, by its English, that all of a section is there. */
const sections: Readonly<Record<InsideSection, string>> = {
  memory: 'Figures as a table',
  units: 'Passages that are alike inside',
  surprise: 'Which of my models wrote this?',
};

type Kind = Route['kind'];
type ScreensByKind = {
  readonly [Name in Kind]: readonly { readonly route: Extract<Route, { kind: Name }>; readonly last: string }[];
};

/** Of every kind at least one, with what shows, by its English, that all of it is there. */
const byKind: ScreensByKind = {
  settings: [{ route: { kind: 'settings' }, last: 'Peak' }],
  'add-corpus': [{ route: { kind: 'add-corpus' }, last: 'All built-in texts' }],
  corpus: [
    { route: { kind: 'corpus', corpus }, last: 'Symbols' },
    { route: { kind: 'corpus', corpus: 2 as CorpusId }, last: 'Labels of its lines' },
  ],
  'new-run': [{ route: { kind: 'new-run', corpus, from: null }, last: 'Train' }],
  branch: [{ route: { kind: 'branch', run, step: null }, last: 'Train' }],
  train: [
    { route: { kind: 'train', run }, last: 'Loss' },
    { route: { kind: 'train', run: labelling }, last: 'Accuracy' },
  ],
  runs: [{ route: { kind: 'runs' }, last: 'Curves' }],
  generate: [{ route: { kind: 'generate', run, sample: null, step: null }, last: 'Temperature' }],
  classify: [
    { route: { kind: 'classify', run: labelling, step: null }, last: 'Press a number of the table to see its lines.' },
  ],
  inside: [
    ...insideSections.map((section) => insideAt(run, section)),
    ...insideSectionsOf({ labels: ['one', 'other'] }).map((section) => insideAt(labelling, section)),
  ],
};

function insideAt(of: RunId, section: InsideSection) {
  return { route: { kind: 'inside', run: of, section }, last: sections[section] } as const;
}

export const screens = Object.values(byKind).flat();

export function inGerman(english: string): string {
  const words = german.sentences[english];
  if (words === undefined) throw new Error(`The catalogue has no "${english}".`);
  return words;
}

/** What the application's menu lays over a screen. */
export const sheets = [
  { action: 'storage', screen: addressOf({ kind: 'settings' }) },
  { action: 'export-model', screen: addressOf({ kind: 'train', run }) },
  { action: 'import-model', screen: addressOf({ kind: 'settings' }) },
  { action: 'rename', screen: addressOf({ kind: 'train', run }) },
  { action: 'delete', screen: addressOf({ kind: 'train', run }) },
  { action: 'licences', screen: addressOf({ kind: 'settings' }) },
  { action: 'palette', screen: addressOf({ kind: 'settings' }) },
  { action: 'help', screen: addressOf({ kind: 'settings' }) },
] as const;

export async function chooseInMenu({ app }: RunningApp, action: string): Promise<void> {
  await app.evaluate(({ Menu }, id) => void Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), action);
}

/** A text of labelled lines: tells the weather of each day by a label before a tab. */
export const labelledLines = [...'abcdefghijklmnopqrstuvwxyz']
  .map((day) => `gut\tTag ${day} wird sonnig.\nschlecht\tTag ${day} wird stürmisch.\n`)
  .join('');
