// Keys as they are written and pressed, on each kind of keyboard.

import { describe, expect, it } from 'vitest';
import { actions } from '../../src-engine/protocol/choices.ts';
import { actionWords } from '../../src-engine/protocol/words/actions.ts';
import { isPressed, keysInWords, withKeys, withTheseKeys } from '../../src-renderer/text/keys.ts';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

describe('keys', () => {
  it('are written as each platform writes them', () => {
    expect(keysInWords('CmdOrCtrl+Shift+O', 'linux')).toBe('Ctrl+Shift+O');
    expect(keysInWords('CmdOrCtrl+Shift+O', 'darwin')).toBe('⌘⇧O');
    expect(withKeys('Settings', 'settings', 'win32')).toBe('Settings (Ctrl+,)');
    expect(keysInWords('CmdOrCtrl+Plus', 'linux')).toBe('Ctrl++');
    expect(withTheseKeys('Undo', 'CmdOrCtrl+Z', 'darwin')).toBe('Undo (⌘Z)');
    expect(withKeys('Licences', 'licences', 'win32')).toBe('Licences');
  });

  it('are pressed with exactly their modifiers', () => {
    const press = { ...none, key: 'O', ctrlKey: true, shiftKey: true };
    expect(isPressed('CmdOrCtrl+Shift+O', press, 'linux')).toBe(true);
    expect(isPressed('CmdOrCtrl+O', press, 'linux')).toBe(false);
    expect(isPressed('CmdOrCtrl+Shift+O', press, 'darwin')).toBe(false);
    expect(isPressed('CmdOrCtrl+Shift+O', { ...press, ctrlKey: false, metaKey: true }, 'darwin')).toBe(true);
    // What the third level of a keyboard writes: Ctrl and Alt are held for it.
    expect(isPressed('CmdOrCtrl+Shift+O', { ...press, altKey: true }, 'win32')).toBe(false);
    expect(isPressed('F1', { ...none, key: 'F1' }, 'linux')).toBe(true);
  });

  it('belong to one action each', () => {
    const used = actions.flatMap((action) => actionWords[action].keys ?? []);
    expect(used.length).toBeGreaterThan(10);
    expect(new Set(used).size).toBe(used.length);
  });
});
