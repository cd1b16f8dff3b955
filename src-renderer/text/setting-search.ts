// Under which words a setting is found: all that its field may show, and the names that it has in English and at the
// command line.

import { clippingKinds, goalKinds, scheduleKinds } from '../../src-engine/protocol/choices.ts';
import type { ComposedKey, SettingField } from '../../src-engine/protocol/setting-fields.ts';
import { partsIn } from '../../src-engine/protocol/setting-parts.ts';
import { clippingWords, goalWords } from '../../src-engine/protocol/words/kinds.ts';
import { settingGroupWords, settingWords } from '../../src-engine/protocol/words/settings.ts';
import type { SettingKey, SettingPart } from '../../src-engine/protocol/words/settings.ts';
import { optionsOf, scheduleWords, settingOptions } from './choice-words.ts';
import { fit } from './matching.ts';
import { spoken } from './say.ts';
import { fieldWords } from './setting-words.ts';
import { glossary } from './help/glossary.ts';

type Options = readonly { readonly label: string; readonly hint: string }[];

/** The kinds of a setting, in the language in use. A length is named by its number alone. */
const kindsOf: Readonly<Record<ComposedKey, () => Options>> = {
  length: () => [],
  goal: () => optionsOf(goalKinds, goalWords),
  clipping: () => optionsOf(clippingKinds, clippingWords),
  schedule: () => optionsOf(scheduleKinds, scheduleWords),
};

interface Inside {
  readonly parts: readonly SettingPart[];
  readonly options: Options;
}

/** What stands in a setting of several kinds; null: it has none. */
function insideOf(key: SettingKey): Inside | null {
  const composed = (Object.keys(kindsOf) as ComposedKey[]).find((other) => other === key);
  return composed === undefined ? null : { parts: partsIn(composed), options: kindsOf[composed]() };
}

/** Whether a setting is what somebody looks for, who has typed that. */
export function isSought({ key, group, entry }: SettingField, typed: string): boolean {
  const inside = insideOf(key);
  const options = entry.kind === 'choice' ? settingOptions(key, entry.options) : (inside?.options ?? []);
  const words = [key, ...(inside?.parts ?? [])].flatMap((name) => {
    const { label, hint, term } = fieldWords(name);
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
