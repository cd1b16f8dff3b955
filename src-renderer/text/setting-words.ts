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

/** What the glossary says of a setting. */
export const settingTerms: Readonly<Partial<Record<SettingKey | SettingPart, Term>>> = {
  dropout: 'dropout',
  batch: 'batch',
  sequence: 'sequence',
  steps: 'step',
  epochs: 'epoch',
  seed: 'seed',
  validation: 'validation',
  learningRate: 'learning-rate',
  clippingLimit: 'gradient',
};

export function fieldWords(key: SettingKey | SettingPart): FieldWords {
  const { label, explanation, unit } = settingWords[key];
  const term = settingTerms[key];
  return {
    label: spoken(label),
    hint: spoken(explanation),
    ...(unit !== undefined && { unit: spoken(unit) }),
    ...(term !== undefined && { term }),
  };
}
