// Words of the settings, as the fields want them.

import { settingWords } from '../../src-engine/protocol/words/settings.ts';
import type { SettingKey, SettingPart } from '../../src-engine/protocol/words/settings.ts';
import type { Term } from './help/glossary.ts';
import { spoken } from './say.ts';

interface FieldWords {
  readonly label: string;
  readonly hint: string;
  readonly unit?: string;
  readonly term?: Term;
}

export function fieldWords(key: SettingKey | SettingPart): FieldWords {
  const { label, explanation, unit, term } = settingWords[key];
  return {
    label: spoken(label),
    hint: spoken(explanation),
    ...(unit !== undefined && { unit: spoken(unit) }),
    ...(term !== undefined && { term }),
  };
}
