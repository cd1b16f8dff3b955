// Settings with a field of their own. All others are shown by what their row says of them.

import type { Component } from 'svelte';
import type { ComposedKey } from '../../../src-engine/protocol/setting-fields.ts';
import type { SettingKey } from '../../../src-engine/protocol/words/settings.ts';
import CellField from './CellField.svelte';
import ClippingField from './ClippingField.svelte';
import GoalField from './GoalField.svelte';
import LengthField from './LengthField.svelte';
import ScheduleField from './ScheduleField.svelte';
import SeedField from './SeedField.svelte';
import type { FieldProps } from './setting-form.ts';
import ThreadsField from './ThreadsField.svelte';
import TieWeightsField from './TieWeightsField.svelte';

type OwnField<Key extends SettingKey> = Component<FieldProps<Key>>;

/** Nothing but a field made for it can show a setting of several kinds. */
export const ownFields = {
  cell: CellField,
  length: LengthField,
  goal: GoalField,
  threads: ThreadsField,
  seed: SeedField,
  tieWeights: TieWeightsField,
  schedule: ScheduleField,
  clipping: ClippingField,
} satisfies { readonly [Key in ComposedKey]: OwnField<Key> } & { readonly [Key in SettingKey]?: OwnField<Key> };
