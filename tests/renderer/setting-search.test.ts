// Under which words a setting of a run is found.

import { describe, expect, it } from 'vitest';
import { settingWords } from '../../src-engine/protocol/words/settings.ts';
import type { SettingPart } from '../../src-engine/protocol/words/settings.ts';
import { settingFields } from '../../src-engine/settings/fields.ts';
import { isSought } from '../../src-renderer/text/setting-search.ts';
import { speakGerman } from './in-german.ts';

function found(typed: string): string[] {
  return settingFields.fields.filter((field) => isSought(field, typed)).map(({ key }) => key);
}

describe('a setting', () => {
  it('is found by its label, and by its name at the command line', () => {
    for (const { key } of settingFields.fields) {
      expect(found(settingWords[key].label)).toContain(key);
      expect(found(key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))).toContain(key);
    }
  });

  it('is found by each number inside it', () => {
    for (const part of Object.keys(settingFields.parts) as SettingPart[])
      expect(found(settingWords[part].label), part).not.toEqual([]);
    expect(found('warmup')).toEqual(['schedule']);
  });

  it('is found by what it may be', () => {
    expect(found('gru')).toContain('cell');
    expect(found('rmsprop')).toContain('optimizer');
    expect(found('cosine')).toContain('schedule');
  });

  it('is not found by what is nowhere in it', () => {
    expect(found('marmalade')).toEqual([]);
    expect(found('learning rate marmalade')).toEqual([]);
  });

  it('is found by its German and by its English where the window is German', () => {
    speakGerman();
    expect(found('lernrate')).toContain('learningRate');
    expect(found('learning rate')).toContain('learningRate');
  });
});
