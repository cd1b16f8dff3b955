import { describe, expect, it } from 'vitest';
import { PastTexts } from '../../src-renderer/text/past-texts.ts';

const state = (text: string) => ({ text, caret: text.length });

describe('what a text was before edits that its field has forgotten', () => {
  it('goes back and forth', () => {
    const past = new PastTexts();
    past.note(state('one'));
    past.note(state('two'));
    expect(past.step('undo', state('three'))).toEqual(state('two'));
    expect(past.step('undo', state('two'))).toEqual(state('one'));
    expect(past.step('undo', state('one'))).toBeNull();
    expect(past.step('redo', state('one'))).toEqual(state('two'));
    expect(past.step('redo', state('two'))).toEqual(state('three'));
    expect(past.step('redo', state('three'))).toBeNull();
  });

  it('cannot be done again after another edit, of the field or of the text', () => {
    for (const edit of [(past: PastTexts) => past.goOn(), (past: PastTexts) => past.note(state('other'))]) {
      const past = new PastTexts();
      past.note(state('one'));
      past.step('undo', state('two'));
      edit(past);
      expect(past.step('redo', state('one'))).toBeNull();
    }
  });

  it('is nothing of another text', () => {
    const past = new PastTexts();
    past.note(state('one'));
    past.forget();
    expect(past.step('undo', state('another'))).toBeNull();
  });

  it('holds a bounded number of them, the newest', () => {
    const past = new PastTexts();
    for (let i = 0; i < 50; i++) past.note(state(String(i)));
    const back: string[] = [];
    for (let at = past.step('undo', state('50')); at; at = past.step('undo', at)) back.push(at.text);
    expect(back).toEqual(Array.from({ length: 20 }, (_, i) => String(49 - i)));
  });
});
