// Taking back what was done last, by keys or by the message about it.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notices } from '../../src-renderer/state/notices.svelte.ts';
import { UndoStack } from '../../src-renderer/state/undo.svelte.ts';

let notices: Notices;
let undo: UndoStack;
let taken: string[];

beforeEach(() => {
  vi.useFakeTimers();
  notices = new Notices();
  undo = new UndoStack(notices);
  taken = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function step(name: string): () => void {
  return () => void taken.push(name);
}

it('is offered for the whole minute after something was deleted', () => {
  undo.offerBack('Moby-Dick was deleted.', step('text'));
  vi.advanceTimersByTime(59_000);
  expect(notices.list).toHaveLength(1);
  notices.list[0]?.action?.run();
  expect(taken).toEqual(['text']);
  vi.advanceTimersByTime(1_000);
  expect(notices.list).toEqual([]);
});

it('takes back what the screen has done, then what the app has done, each once', () => {
  undo.offer('Renamed.', step('name'));
  const ofScreen = [step('edit')];
  const leave = undo.putFirst(() => {
    const newest = ofScreen.pop();
    newest?.();
    return newest !== undefined;
  });
  undo.takeBack();
  undo.takeBack();
  undo.takeBack();
  expect(taken).toEqual(['edit', 'name']);
  ofScreen.push(step('edit of a screen that was left'));
  leave();
  undo.offer('Renamed again.', step('name again'));
  undo.takeBack();
  expect(taken).toEqual(['edit', 'name', 'name again']);
});
