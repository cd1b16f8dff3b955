// Taking back what was done last, by keys or by the message about it.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notices } from '../../src-renderer/state/notices.svelte.ts';
import { UndoStack } from '../../src-renderer/state/undo.svelte.ts';
import { say } from '../../src-renderer/text/say.ts';
import { speakGerman } from './in-german.ts';

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
  undo.offerBack(() => 'Moby-Dick was deleted.', step('text'));
  vi.advanceTimersByTime(59_000);
  expect(notices.list).toHaveLength(1);
  notices.list[0]?.action?.run();
  expect(taken).toEqual(['text']);
  vi.advanceTimersByTime(1_000);
  expect(notices.list).toEqual([]);
});

it('is not offered once the engine has let go of what was put aside, but for what it keeps elsewhere', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  undo.offerBack(() => '2 texts deleted.', step('samples'));
  undo.offerAside(() => 'Moby-Dick was deleted.', step('text'));
  undo.letGoOfAside();
  expect(notices.list.map(({ text }) => text())).toEqual(['Renamed.', '2 texts deleted.']);
  await undo.takeBack();
  expect(taken).toEqual(['samples']);
});

it('is offered no more by its message once the keys have taken it back', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  undo.offerBack(() => 'Moby-Dick was deleted.', step('text'));
  await undo.takeBack();
  expect(notices.list.map(({ text }) => text())).toEqual(['Renamed.']);
});

it('is not offered after the minute, when what was done before is taken back instead', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  undo.offerBack(() => 'Moby-Dick was deleted.', step('text'));
  vi.advanceTimersByTime(59_999);
  expect(undo.last).not.toBeNull();
  vi.advanceTimersByTime(1);
  await undo.takeBack();
  expect(taken).toEqual(['name']);
  expect(undo.last).toBeNull();
});

it('is offered in the language of the window, also where that changes meanwhile', () => {
  undo.offer(() => say`The text was cleared.`, step('text'));
  notices.announce(() => say`Writing.`);
  speakGerman();
  expect(notices.list[0]?.text()).toBe('Das Feld wurde geleert.');
  expect(notices.list[0]?.action?.label()).toBe('Rückgängig');
  expect(notices.announcement.text()).toBe('Schreibt.');
});

it('takes back what the screen has done, then what the app has done, each once', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  const ofScreen = [step('edit')];
  const leave = undo.putFirst(() => {
    const newest = ofScreen.pop();
    newest?.();
    return newest !== undefined;
  });
  await undo.takeBack();
  await undo.takeBack();
  await undo.takeBack();
  expect(taken).toEqual(['edit', 'name']);
  ofScreen.push(step('edit of a screen that was left'));
  leave();
  undo.offer(() => 'Renamed again.', step('name again'));
  await undo.takeBack();
  expect(taken).toEqual(['edit', 'name', 'name again']);
});

it('waits for what is being changed, and takes that back', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  const answer = Promise.withResolvers<null>();
  const change = undo.change(async () => {
    await answer.promise;
    undo.offerBack(() => 'Moby-Dick was deleted.', step('text'));
  });
  const back = undo.takeBack();
  await Promise.resolve();
  expect(taken).toEqual([]);
  answer.resolve(null);
  await Promise.all([change, back]);
  expect(taken).toEqual(['text']);
});

it('takes back what was done before a change that failed', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  const change = undo.change(() => Promise.reject(new Error('no answer')));
  const back = undo.takeBack();
  await expect(change).rejects.toThrow('no answer');
  await back;
  expect(taken).toEqual(['name']);
});

it('is offered no more once it is withdrawn, and what was done before is taken back', async () => {
  undo.offer(() => 'Renamed.', step('name'));
  const withdraw = undo.offer(() => 'The text was cleared.', step('text'));
  withdraw();
  expect(notices.list).toHaveLength(1);
  await undo.takeBack();
  expect(taken).toEqual(['name']);
});
