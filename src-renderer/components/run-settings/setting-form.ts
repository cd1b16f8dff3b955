// What the field of a setting is given.

import type { NumberRange } from '../../../src-engine/protocol/number-entry.ts';
import type { SettingFields, Settings } from '../../../src-engine/protocol/setting-fields.ts';
import type { SettingKey } from '../../../src-engine/protocol/words/settings.ts';

export interface SettingForm extends Pick<SettingFields, 'parts' | 'schedules' | 'clippings' | 'goals'> {
  readonly settings: Settings;
  readonly processors: number;
  readonly stepsPerEpoch: number | null;
}

export interface FieldProps<Key extends SettingKey> {
  readonly value: Settings[Key];
  readonly change: (value: Settings[Key]) => void;
  /** Null where the setting is no number. */
  readonly range: Settings[Key] extends number ? NumberRange : null;
  readonly form: SettingForm;
}
