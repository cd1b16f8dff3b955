// What the field of a setting is given.

import type { NumberRange } from '../../../src-engine/protocol/number-entry.ts';
import type { SettingFields, AllSettings } from '../../../src-engine/protocol/setting-fields.ts';
import type { SettingKey } from '../../../src-engine/protocol/words/settings.ts';

export interface SettingForm extends Pick<SettingFields, 'parts' | 'schedules' | 'clippings' | 'goals'> {
  readonly settings: AllSettings;
  readonly processors: number;
  readonly stepsPerEpoch: number | null;
}

export interface FieldProps<Key extends SettingKey> {
  readonly value: AllSettings[Key];
  readonly change: (value: AllSettings[Key]) => void;
  /** Null where the setting is no number. */
  readonly range: AllSettings[Key] extends number ? NumberRange : null;
  readonly form: SettingForm;
}
