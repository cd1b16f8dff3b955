// A text field that holds a stretch of a long text: what is edited in the field becomes an edit of the text. Field and
// text are given; this knows which stretch is shown.

import { tick } from 'svelte';
import { on } from 'svelte/events';
import { EditGroups } from '../text/edit-groups.ts';
import { counted } from '../text/format.ts';
import { historyWay } from '../text/keys.ts';
import { PastTexts } from '../text/past-texts.ts';
import type { TextState } from '../text/past-texts.ts';
import { addedBy, isTooMuch, windowAfter, windowAround } from '../text/text-window.ts';
import type { TextWindow } from '../text/text-window.ts';
import { say } from '../text/say.ts';

/** The text behind the field. */
export interface EditedText extends TextState {
  /** @param isStep it was like that before: an edit is taken back, or done again */
  edit(text: string, caret: number, isStep?: boolean): void;
  /** Without an edit; null: something is selected. */
  move(caret: number | null): void;
}

export class FieldWindow {
  readonly #edited: EditedText;
  readonly #field: () => HTMLTextAreaElement;
  readonly #groups = new EditGroups();
  /** Of edits that the field has forgotten, since another stretch has come into it. */
  readonly #past = new PastTexts();
  /** The text as this has left it. */
  #known: string;
  #isComposing = $state(false);
  #isComposedOverAll = false;
  /** The stretch of a text of so many units. */
  #chosen: TextWindow & { readonly of: number } = $state.raw({ from: 0, to: 0, of: 0 });

  constructor(edited: EditedText, field: () => HTMLTextAreaElement) {
    this.#edited = edited;
    this.#field = field;
    this.#known = edited.text;
    this.#chosen = { ...windowAround(edited.text, edited.caret), of: edited.text.length };
  }

  /** What is typed, composed, copied and selected in the field comes here: an attachment of it. */
  readonly attachment = (field: HTMLTextAreaElement): (() => void) => {
    const ends = [
      on(field, 'keydown', (event) => this.#key(event)),
      on(field, 'beforeinput', (event) => this.#beforeInput(event)),
      on(field, 'input', (event) => this.#isComposing || this.#input(event)),
      on(field, 'copy', (event) => this.#copy(event)),
      on(field, 'cut', (event) => this.#copy(event)),
      on(field, 'compositionstart', () => this.#beginComposition()),
      on(field, 'compositionend', () => this.#endComposition()),
      on(document, 'selectionchange', () => this.#isComposing || this.#selected()),
    ];
    return () => {
      for (const end of ends) end();
    };
  };

  /** Whether an input method is at work in the field. */
  get isComposing(): boolean {
    return this.#isComposing;
  }

  /** Which stretch is in the field. Of a text that has come in place of the other one, the stretch around the caret. */
  get part(): TextWindow {
    const { text, caret } = this.#edited;
    return this.#chosen.of === text.length ? this.#chosen : windowAround(text, Math.min(caret, text.length));
  }

  /** What is in the field. */
  get shown(): string {
    const { from, to } = this.part;
    return this.#edited.text.slice(from, to);
  }

  /** What stands before, as a sentence; null: nothing. */
  get before(): string | null {
    const { from } = this.part;
    return from === 0 ? null : say`${counted(from, 'character')} before these.`;
  }

  get after(): string | null {
    const behind = this.#edited.text.length - this.part.to;
    return behind === 0 ? null : say`${counted(behind, 'character')} after these.`;
  }

  /** The field's own content has changed. @param event none at the end of a composition */
  #input(event?: Event): void {
    const { value, selectionEnd } = this.#field();
    const { text } = this.#edited;
    const { from, to } = this.part;
    if (!isHistory(event)) {
      this.#groups.note(this.shown, value);
      this.#endUndoStep();
    }
    this.#put(text.slice(0, from) + value + text.slice(to), from + selectionEnd, value.length);
  }

  /** What comes next is undone by itself: Chromium puts keys together until the selection is set. */
  #endUndoStep(): void {
    const field = this.#field();
    field.setSelectionRange(field.selectionStart, field.selectionEnd);
  }

  /**
   * What would fill the field beyond measure goes into the text, not into the field. Who selects all means all. Undo
   * takes back a group of edits.
   */
  #beforeInput(event: InputEvent): void {
    if (isHistory(event)) {
      event.preventDefault();
      const isUndo = event.inputType === 'historyUndo';
      // Not within the event, in which the field does not let itself be edited.
      queueMicrotask(() =>
        isUndo ? this.#groups.undo(() => this.#step('undo')) : this.#groups.redo(() => this.#step('redo')),
      );
      return;
    }
    // A composition cannot be kept from the field: what comes of it is looked at when it ends.
    if (!event.cancelable || event.isComposing) return;
    const { selectionStart, selectionEnd } = this.#field();
    const { text } = this.#edited;
    const { from, to } = this.part;
    const { shown } = this;
    const added = addedBy(event);
    const isAll = this.#isAllSelected();
    const isEdit = event.inputType.startsWith('insert') || event.inputType.startsWith('delete');
    if (!isTooMuch(shown.length, added.length) && !(isAll && isEdit)) return;
    event.preventDefault();
    const head = isAll ? '' : text.slice(0, from) + shown.slice(0, selectionStart);
    const tail = isAll ? '' : shown.slice(selectionEnd) + text.slice(to);
    this.#put(head + added + tail, head.length + added.length, shown.length + added.length);
  }

  /** Before the first key of a composition is in the field. */
  #beginComposition(): void {
    this.#isComposing = true;
    this.#isComposedOverAll = this.#isAllSelected();
  }

  #endComposition(): void {
    const isOverAll = this.#isComposedOverAll;
    this.#isComposing = false;
    this.#isComposedOverAll = false;
    if (!isOverAll) return this.#input();
    const { value, selectionEnd } = this.#field();
    this.#put(value, selectionEnd, value.length);
  }

  /** Who selects all copies all, or cuts it out. */
  #copy(event: ClipboardEvent): void {
    if (!this.#isAllSelected()) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', this.#edited.text);
    if (event.type === 'cut') this.takeOut();
  }

  /** Of the whole text nothing stays. */
  takeOut(): void {
    this.#put('', 0, 0);
  }

  /** What the field itself has forgotten is taken back, or done again, by putting the text there that was there. */
  #key(event: KeyboardEvent): void {
    const way = historyWay(event);
    if (way === null || event.isComposing || this.#groups.has(way)) return;
    const { text, caret } = this.#edited;
    const state = this.#pastOf(text).step(way, { text, caret });
    if (state === null) return;
    event.preventDefault();
    this.#chosen = { ...windowAround(state.text, state.caret), of: state.text.length };
    this.#leave(state, true);
    this.#groups.forget();
    void tick().then(() => this.placeCaret());
  }

  /** Whether all that is in the field is selected, and there is more. */
  #isAllSelected(): boolean {
    const { selectionStart, selectionEnd } = this.#field();
    const { shown } = this;
    const isWhole = shown.length === this.#edited.text.length;
    return shown !== '' && !isWhole && selectionStart === 0 && selectionEnd === shown.length;
  }

  /** The caret was moved, or something selected. */
  #selected(): void {
    const field = this.#field();
    if (document.activeElement !== field || field.value !== this.shown) return;
    const { selectionStart, selectionEnd } = field;
    this.#edited.move(selectionStart === selectionEnd ? this.part.from + selectionEnd : null);
  }

  /** Another stretch of the text, with the caret in its middle. */
  goTo(position: number): void {
    const { text } = this.#edited;
    this.#chosen = { ...windowAround(text, position), of: text.length };
    this.#edited.move(position);
    void tick().then(() => {
      this.placeCaret();
      this.#field().focus();
    });
  }

  placeCaret(): void {
    const at = this.#edited.caret - this.part.from;
    this.#field().setSelectionRange(at, at);
  }

  /** @returns whether an edit of this field was taken back or done again */
  #step(way: 'undo' | 'redo'): boolean {
    const before = this.#field().value;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else reaches the field's own edits
    document.execCommand(way);
    return this.#field().value !== before;
  }

  #put(text: string, caret: number, length: number): void {
    const { part } = this;
    const { text: before, caret: caretBefore } = this.#edited;
    const past = this.#pastOf(before);
    const next = windowAfter(text, part, length, caret);
    this.#chosen = { ...next, of: text.length };
    this.#leave({ text, caret }, false);
    const isInField = next.from === part.from && this.#field().value === text.slice(next.from, next.to);
    if (isInField) return past.goOn();
    // Something else comes into the field, which forgets its edits by that.
    this.#groups.forget();
    past.note({ text: before, caret: caretBefore });
    void tick().then(() => this.placeCaret());
  }

  /** None where another text has come in place of the one that was edited here. */
  #pastOf(text: string): PastTexts {
    if (text !== this.#known) this.#past.forget();
    return this.#past;
  }

  #leave({ text, caret }: TextState, isStep: boolean): void {
    this.#known = text;
    this.#edited.edit(text, caret, isStep);
  }
}

function isHistory(event: Event | undefined): boolean {
  return event instanceof InputEvent && event.inputType.startsWith('history');
}
