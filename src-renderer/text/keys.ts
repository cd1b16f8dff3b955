// Keys as people read them, and whether they are pressed.

import { actions } from '../../src-engine/protocol/choices.ts';
import type { Action } from '../../src-engine/protocol/index.ts';
import { actionWords, placeKeys } from '../../src-engine/protocol/words/actions.ts';
import { actionLabel, wordsToFind } from './action-words.ts';
import { spoken } from './say.ts';

const macSigns: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Ctrl: '⌃',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
  Space: 'Space bar',
};
/** Other keyboards have words on their keys, in their own language. */
export const otherSigns: Readonly<Record<string, string>> = {
  CmdOrCtrl: 'Ctrl',
  Ctrl: 'Ctrl',
  Shift: 'Shift',
  Enter: 'Enter',
  Space: 'Space bar',
};
/** The same on every keyboard. */
const drawn: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓', Plus: '+' };

/**
 * Each key as it is written on the keyboard: ['Ctrl', 'Shift', 'O'].
 * @param keys as Electron writes them: 'CmdOrCtrl+Shift+O'
 */
export function keyNames(keys: string, platform: string): readonly string[] {
  const signs = platform === 'darwin' ? macSigns : otherSigns;
  return keys.split('+').map((key) => spoken(signs[key] ?? drawn[key] ?? key));
}

/** In one word, for tooltips and menus: 'Ctrl+Shift+O', '⌘⇧O'. */
export function keysInWords(keys: string, platform: string): string {
  return keyNames(keys, platform).join(platform === 'darwin' ? '' : '+');
}

export interface KeyRow {
  /** As Electron writes them. */
  readonly keys: string;
  readonly does: string;
  /** More words under which it is found. */
  readonly also: string;
}

/** Every key that does something, and what: those of the actions, then those of a place. */
export function keyRows(platform: string): readonly KeyRow[] {
  /** Of the platform's own: a word further. */
  const special: Readonly<Record<string, string>> = {
    WordRight: platform === 'darwin' ? 'Alt+Right' : 'Ctrl+Right',
  };
  return [
    ...actions.flatMap((action) => {
      const { keys } = actionWords[action];
      return keys === undefined ? [] : [{ keys, does: actionLabel(action), also: wordsToFind(action) }];
    }),
    ...placeKeys.map(({ keys, does }) => ({ keys: special[keys] ?? keys, does: spoken(does), also: '' })),
  ];
}

/** For tooltips: what a button does, and the keys that do the same. */
export function withKeys(words: string, action: Action, platform: string): string {
  const { keys } = actionWords[action];
  return keys === undefined ? words : withTheseKeys(words, keys, platform);
}

/** The same for keys that are no action's. */
export function withTheseKeys(words: string, keys: string, platform: string): string {
  return `${words} (${keysInWords(keys, platform)})`;
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Exactly these keys, and no other modifier. */
export function isPressed(keys: string, press: Press, platform: string): boolean {
  const parts = keys.split('+');
  const isMac = platform === 'darwin';
  const has = (name: string): boolean => parts.includes(name);
  return (
    press.key.toLowerCase() === parts.at(-1)?.toLowerCase() &&
    press.metaKey === (isMac && has('CmdOrCtrl')) &&
    press.ctrlKey === (has('Ctrl') || (!isMac && has('CmdOrCtrl'))) &&
    press.shiftKey === has('Shift') &&
    press.altKey === has('Alt')
  );
}

/** Whether keys take back an edit in a field, or do it again, on any system. */
export function historyWay({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): 'undo' | 'redo' | null {
  if (altKey || ctrlKey === metaKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}
