// Under which words a setting is found: all that its field may show, and the names that it has in English and at the
// command line.

import { clippingKinds, goalKinds, lengthKinds, scheduleKinds } from '../../src-engine/protocol/choices.ts';
import type { SettingField } from '../../src-engine/protocol/setting-fields.ts';
import { clippingWords, goalWords } from '../../src-engine/protocol/words/kinds.ts';
import { settingGroupWords, settingWords } from '../../src-engine/protocol/words/settings.ts';
import type { SettingKey, SettingPart } from '../../src-engine/protocol/words/settings.ts';
import { optionsOf, scheduleWords, settingOptions } from './choice-words.ts';
import { fit } from './matching.ts';
import { spoken } from './say.ts';
import { fieldWords, settingTerms } from './setting-words.ts';
import { glossary } from './help/glossary.ts';

interface Inside {
  readonly parts: readonly SettingPart[];
  readonly options: readonly { readonly label: string; readonly hint: string }[];
}

/** Settings of several kinds, with numbers of their own. */
function insideOf(key: SettingKey): Inside | null {
  if (key === 'length') return { parts: lengthKinds, options: [] };
  if (key === 'goal') return { parts: ['stopAtLoss', 'stopAtBits'], options: optionsOf(goalKinds, goalWords) };
  if (key === 'clipping') return { parts: ['clippingLimit'], options: optionsOf(clippingKinds, clippingWords) };
  if (key !== 'schedule') return null;
  const parts = ['warmup', 'floor', 'every', 'factor', 'plateauPatience'] as const;
  return { parts, options: optionsOf(scheduleKinds, scheduleWords) };
}

/** Whether a setting is what somebody looks for, who has typed that. */
export function isSought({ key, group, entry }: SettingField, typed: string): boolean {
  const inside = insideOf(key);
  const options = entry.kind === 'choice' ? settingOptions(key, entry.options) : (inside?.options ?? []);
  const words = [key, ...(inside?.parts ?? [])].flatMap((name) => {
    const { label, hint } = fieldWords(name);
    const term = settingTerms[name];
    const plain = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`);
    return [
      plain,
      label,
      hint,
      settingWords[name].label,
      settingWords[name].title,
      ...(term ? [spoken(glossary[term].word)] : []),
    ];
  });
  const names = options.flatMap(({ label, hint }) => [label, hint]);
  return fit(typed, [...words, ...names, spoken(settingGroupWords[group])].join('\n')) !== null;
}
