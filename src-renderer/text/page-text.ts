// The text on the page of Generate, and who has written what of it: the model, in one or several goes that are each
// kept as a sample, and the user, who may edit it at any place. A kept text is put together again from the samples that
// it goes back to.

import type { Branching, SampleDetail, SampleId } from '../../src-engine/protocol/index.ts';
import { changeBetween } from './change.ts';
import { clustersOf } from './clusters.ts';
import type { Stretch } from './unseen.ts';

/** A stretch of one hand. */
export interface Origin {
  /** UTF-16 units. */
  readonly length: number;
  /** The sample whose own text it is, and where in that it begins, in UTF-16 units; null: the user has typed it. */
  readonly written: Branching | null;
}

export interface PageText {
  /** What the model read before the first character of the text. */
  readonly prompt: string;
  readonly text: string;
  /** Of the text, in its order and without a gap. */
  readonly origins: readonly Origin[];
}

export const emptyPage: PageText = { prompt: '', text: '', origins: [] };

/** Written on by a model, and kept. */
export function writtenOn(page: PageText, sample: SampleId, text: string): PageText {
  const origin: Origin = { length: text.length, written: { sample, at: 0 } };
  return { ...page, text: page.text + text, origins: [...page.origins, origin] };
}

/** Up to a place of the text. */
export function upTo(page: PageText, position: number): PageText {
  return { ...page, text: page.text.slice(0, position), origins: between(page.origins, 0, position) };
}

/** Edited by the user. @param start in UTF-16 units of prompt and text together */
export function edited(page: PageText, start: number, removed: number, inserted: string): PageText {
  const { prompt, text, origins } = page;
  const whole = prompt + text;
  const after = whole.slice(0, start) + inserted + whole.slice(start + removed);
  const end = start + removed;
  // What is typed at the border belongs to the text, where there is one.
  if (start > prompt.length || (start === prompt.length && text !== '')) {
    const at = start - prompt.length;
    const typed = inserted === '' ? [] : [{ length: inserted.length, written: null }];
    const behind = between(origins, at + removed, text.length);
    return {
      prompt,
      text: after.slice(prompt.length),
      origins: joined([...between(origins, 0, at), ...typed, ...behind]),
    };
  }
  // The prompt has changed; of the text what an edit across the border has left.
  const isInside = end <= prompt.length;
  const length = isInside ? prompt.length + inserted.length - removed : start + inserted.length;
  const gone = isInside ? 0 : end - prompt.length;
  return { prompt: after.slice(0, length), text: after.slice(length), origins: between(origins, gone, text.length) };
}

/**
 * The page as a model has read it: without the symbols that it has never seen.
 * @param fed the characters of prompt and text together in their order, some left out
 */
export function readOf(page: PageText, fed: string): PageText {
  const { prompt, text, origins } = page;
  const whole = prompt + text;
  if (fed.length === whole.length) return page;
  const kept = keptOf(whole, fed);
  if (kept === null) return page;
  const ofPrompt = kept.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, prompt.length) - start), 0);
  return {
    prompt: fed.slice(0, ofPrompt),
    text: fed.slice(ofPrompt),
    origins: joined(stretchesOf(origins, kept, prompt.length)),
  };
}

/**
 * The stretches of the whole that are left. What is left out is left out as a whole symbol, whatever the unit is. Null:
 * what was fed is not made of it.
 */
export function keptOf(whole: string, fed: string): readonly Stretch[] | null {
  return keptSymbols(clustersOf(whole), fed) ?? keptSymbols(whole, fed);
}

function keptSymbols(symbols: Iterable<string>, fed: string): readonly Stretch[] | null {
  const kept: { start: number; end: number }[] = [];
  let start = 0;
  let read = 0;
  for (const symbol of symbols) {
    const end = start + symbol.length;
    if (fed.startsWith(symbol, read)) {
      read += symbol.length;
      const last = kept.at(-1);
      if (last?.end === start) last.end = end;
      else kept.push({ start, end });
    }
    start = end;
  }
  return read === fed.length ? kept : null;
}

/**
 * What is left of a text's origins.
 * @param kept ascending, in units of prompt and text together; the text begins at `textStart`
 */
function stretchesOf(origins: readonly Origin[], kept: readonly Stretch[], textStart: number): readonly Origin[] {
  const found: Origin[] = [];
  let start = textStart;
  let next = 0;
  for (const { length, written } of origins) {
    const end = start + length;
    // A stretch may go on beyond this origin: then the next one begins with it, too.
    for (let stretch = kept[next]; stretch !== undefined && stretch.start < end; stretch = kept[next]) {
      const from = Math.max(stretch.start, start);
      const to = Math.min(stretch.end, end);
      if (to > from) found.push({ length: to - from, written: written && moved(written, from - start) });
      if (stretch.end > end) break;
      next += 1;
    }
    start = end;
  }
  return found;
}

/** What the user has typed into the text. */
export function typedStretches({ origins }: Pick<PageText, 'origins'>): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  for (const { length, written } of origins) {
    if (written === null) stretches.push({ start, end: start + length });
    start += length;
  }
  return stretches;
}

/** What goes on at a place of the text branches off this one; null: no kept text stands before it. */
export function branchingAt({ origins }: Pick<PageText, 'origins'>, position: number): Branching | null {
  let found: Branching | null = null;
  let start = 0;
  for (const { length, written } of origins) {
    if (start > position) break;
    if (written) found = { sample: written.sample, at: written.at + Math.min(length, position - start) };
    start += length;
  }
  return found;
}

/**
 * A kept text as it stood on the page.
 * @param chain the first text, what goes on from it, …, and the one that is shown
 */
export function pageOf(chain: readonly SampleDetail[]): PageText {
  return chain.reduce((page, sample, index) => {
    if (index === 0) return writtenOn({ ...emptyPage, prompt: sample.fed ?? sample.prompt }, sample.id, sample.text);
    const { start, removed, added } = changeBetween(page.prompt + page.text, sample.prompt);
    const asked = edited(page, start, removed, sample.prompt.slice(start, start + added));
    return writtenOn(readOf(asked, sample.fed ?? sample.prompt), sample.id, sample.text);
  }, emptyPage);
}

function between(origins: readonly Origin[], from: number, to: number): readonly Origin[] {
  const found: Origin[] = [];
  let start = 0;
  for (const { length, written } of origins) {
    const first = Math.max(from, start);
    const last = Math.min(to, start + length);
    if (last > first) found.push({ length: last - first, written: written && moved(written, first - start) });
    start += length;
  }
  return found;
}

function moved({ sample, at }: Branching, by: number): Branching {
  return { sample, at: at + by };
}

/** What was typed letter by letter is one stretch. */
function joined(origins: readonly Origin[]): readonly Origin[] {
  const found: Origin[] = [];
  for (const origin of origins) {
    const last = found.at(-1);
    if (last && last.written === null && origin.written === null)
      found[found.length - 1] = { length: last.length + origin.length, written: null };
    else found.push(origin);
  }
  return found;
}
