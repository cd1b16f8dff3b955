// The values of settings in a few words, as a column of a table shows them.

import type { Clipping, Goal, Length, Schedule } from '../../../src-engine/protocol/settings.ts';
import type { AllSettings } from '../../../src-engine/protocol/setting-fields.ts';
import { cellWords } from '../../../src-engine/protocol/words/cells.ts';
import type { SettingKey } from '../../../src-engine/protocol/words/settings.ts';
import { clippingWords, goalWords } from '../../../src-engine/protocol/words/kinds.ts';
import { scheduleWords, settingOptions } from '../../text/choice-words.ts';
import { counted, plain } from '../../text/format.ts';
import { say, spoken } from '../../text/say.ts';

/** Of those that are more than a number, a name or a yes. */
const own: { readonly [Key in SettingKey]?: (value: AllSettings[Key]) => string } = {
  cell: (cell) => cellWords[cell].name,
  length: lengthInWords,
  goal: goalInWords,
  clipping: clippingInWords,
  schedule: scheduleInWords,
};

/** Such as '256', 'yes', 'LSTM', '3 minutes' or 'cosine, warm-up 50, floor 0.02'. */
export function settingInWords<Key extends SettingKey>(key: Key, value: AllSettings[Key]): string {
  const write: ((value: AllSettings[Key]) => string) | undefined = own[key];
  if (write) return write(value);
  if (typeof value === 'boolean') return value ? say`yes` : say`no`;
  if (typeof value === 'number') return plain(value);
  // What is left is a name out of a set.
  const name = value as string;
  return settingOptions(key, [name])[0]?.label ?? name;
}

function lengthInWords(length: Length): string {
  switch (length.kind) {
    case 'steps':
      return counted(length.steps, 'step');
    case 'epochs':
      return length.epochs === 1 ? say`${plain(1)} epoch` : say`${plain(length.epochs)} epochs`;
    case 'minutes':
      return length.minutes === 1 ? say`${plain(1)} minute` : say`${plain(length.minutes)} minutes`;
  }
}

function goalInWords(goal: Goal): string {
  switch (goal.kind) {
    case 'loss':
      return say`loss of ${plain(goal.loss)}`;
    case 'bits':
      return goal.bits === 1 ? say`${plain(1)} bit per character` : say`${plain(goal.bits)} bits per character`;
    case 'ngram':
    case 'none':
      return spoken(goalWords[goal.kind].label);
  }
}

function clippingInWords(clipping: Clipping): string {
  switch (clipping.kind) {
    case 'none':
      return spoken(clippingWords.none.label);
    case 'norm':
      return say`norm up to ${plain(clipping.limit)}`;
    case 'value':
      return say`values up to ${plain(clipping.limit)}`;
  }
}

function scheduleInWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'constant':
      return spoken(scheduleWords.constant.label);
    case 'cosine':
      return say`cosine, warm-up ${plain(schedule.warmup)}, floor ${plain(schedule.floor)}`;
    case 'step':
      return say`× ${plain(schedule.factor)} every ${counted(schedule.every, 'step')}`;
    case 'plateau':
      return say`× ${plain(schedule.factor)} after ${counted(schedule.patience, 'validation')} without a better one`;
  }
}
