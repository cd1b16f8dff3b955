import { describe, expect, it } from 'vitest';
import { EditGroups } from '../../src-renderer/text/edit-groups.ts';

/** A field that takes back one edit at a time. */
class Field {
  readonly #states = [''];
  #at = 0;
  readonly #groups = new EditGroups();

  get text(): string {
    return this.#states[this.#at] ?? '';
  }

  become(text: string): this {
    this.#groups.note(this.text, text);
    this.#states.length = this.#at + 1;
    this.#states.push(text);
    this.#at += 1;
    return this;
  }

  type(keys: string): this {
    for (const key of keys) this.become(this.text + key);
    return this;
  }

  erase(count: number): this {
    for (let i = 0; i < count; i++) this.become(this.text.slice(0, -1));
    return this;
  }

  undo(): string {
    this.#groups.undo(() => this.#go(-1));
    return this.text;
  }

  redo(): string {
    this.#groups.redo(() => this.#go(1));
    return this.text;
  }

  #go(by: number): boolean {
    if (this.#states[this.#at + by] === undefined) return false;
    this.#at += by;
    return true;
  }
}

describe('undo in a field', () => {
  it('takes back a word with the space behind it, and does it again', () => {
    const field = new Field().type('The rose 🌹 is\nred');
    const states = ['The rose 🌹 is\n', 'The rose 🌹 ', 'The rose ', 'The ', ''];
    expect(states.map(() => field.undo())).toEqual(states);
    expect(field.undo()).toBe('');
    expect(states.map(() => field.redo())).toEqual([...states.slice(0, -1).reverse(), 'The rose 🌹 is\nred']);
    expect(field.redo()).toBe('The rose 🌹 is\nred');
  });

  it('takes back what was deleted in one go', () => {
    const field = new Field().type('one two').erase(5).type('x');
    expect([field.undo(), field.undo(), field.undo()]).toEqual(['on', 'one two', 'one ']);
  });

  it('takes back what was put in at once by itself', () => {
    const field = new Field().type('The ro').become('The rose is red').type('!');
    expect([field.undo(), field.undo(), field.undo()]).toEqual(['The rose is red', 'The ro', 'The ']);
  });

  it('takes keys at different places for different groups', () => {
    const field = new Field().type('ab').become('xab').become('xyab');
    expect([field.undo(), field.undo()]).toEqual(['ab', '']);
  });

  it('goes on after something was taken back', () => {
    const field = new Field().type('one two');
    field.undo();
    field.type('six');
    expect([field.undo(), field.redo(), field.redo()]).toEqual(['one ', 'one six', 'one six']);
  });

  it('takes back single edits where it knows nothing of them', () => {
    const groups = new EditGroups();
    let edits = 3;
    const once = () => edits > 0 && edits-- > 0;
    groups.undo(once);
    expect(edits).toBe(2);
    groups.note('', 'a');
    groups.forget();
    groups.redo(once);
    expect(edits).toBe(1);
  });
});
