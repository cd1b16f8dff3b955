// The sign of each severity, in a file of its own that the proof of the closed sets can read.

import CircleAlert from '@lucide/svelte/icons/circle-alert';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { AdviceSeverity } from '../../../../src-engine/protocol/choices.ts';

export const severityIcons: Readonly<Record<AdviceSeverity, typeof Lightbulb>> = {
  problem: CircleAlert,
  warning: TriangleAlert,
  hint: Lightbulb,
};
