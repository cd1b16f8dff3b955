// Marks on the text of a StreamView, drawn by the browser's highlight registry: not one element is added for them, and
// only what is in view is marked, so that a text of any length stays quick.

import type { CopiedSpan } from '../../../../src-engine/protocol/index.ts';
import type { WeighedText } from '../../../state/weighed-text.ts';
import type { Stretch } from '../../../text/unseen.ts';
import { highlightOf, shadesOf, surpriseSteps } from '../../../text/highlights.ts';
import type { StreamView } from './stream-view.ts';

export interface Marks {
  readonly weighed: WeighedText | null;
  readonly copies: readonly CopiedSpan[];
  /** What the user has typed. */
  readonly typed: readonly Stretch[];
  /** What was looked for, and the one of them that is gone to. */
  readonly found: { readonly stretches: readonly Stretch[]; readonly current: Stretch | null };
  /** In UTF-16 units: the symbol that is looked at. */
  readonly chosen: { readonly start: number; readonly end: number } | null;
}

export class TextMarks {
  readonly #view: StreamView;
  readonly #shades = shadesOf('surprise');
  readonly #copied = highlightOf('copied');
  readonly #typed = highlightOf('typed');
  readonly #found = highlightOf('found');
  readonly #current = highlightOf('found-current');
  readonly #chosen = highlightOf('chosen');
  #frame: number | null = null;
  #marks: Marks = { weighed: null, copies: [], typed: [], found: { stretches: [], current: null }, chosen: null };

  constructor(view: StreamView) {
    this.#view = view;
  }

  set(marks: Marks): void {
    this.#marks = marks;
    this.refresh();
  }

  /** After something was written or scrolled. */
  refresh(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    for (const highlight of this.#all) highlight.clear();
  }

  get #all(): readonly Highlight[] {
    return [...this.#shades, this.#copied, this.#typed, this.#found, this.#current, this.#chosen];
  }

  #draw(): void {
    for (const highlight of this.#all) highlight.clear();
    const shown = this.#view.shown();
    if (!shown) return;
    const { weighed, copies, typed, found, chosen } = this.#marks;
    if (weighed) this.#shade(weighed, shown);
    this.#addAll(this.#typed, typed, shown);
    this.#addAll(this.#copied, copies, shown);
    this.#addAll(this.#found, found.stretches, shown);
    if (found.current) this.#addAll(this.#current, [found.current], shown);
    if (chosen) this.#add(this.#chosen, chosen.start, chosen.end);
  }

  #shade(weighed: WeighedText, shown: { readonly start: number; readonly end: number }): void {
    const first = weighed.symbolAt(shown.start) ?? 0;
    for (let symbol = first; symbol < weighed.symbols && weighed.startOf(symbol) < shown.end; symbol++) {
      const bits = weighed.surprisalOf(symbol);
      const shade = this.#shades[surpriseSteps.findLastIndex((min) => bits >= min)];
      if (shade) this.#add(shade, weighed.startOf(symbol), weighed.startOf(symbol + 1));
    }
  }

  #addAll(highlight: Highlight, stretches: readonly Stretch[], shown: Stretch): void {
    for (const { start, end } of stretches)
      if (start < shown.end && end > shown.start)
        this.#add(highlight, Math.max(start, shown.start), Math.min(end, shown.end));
  }

  #add(highlight: Highlight, start: number, end: number): void {
    const range = this.#view.range(start, end);
    if (range) highlight.add(range);
  }
}
