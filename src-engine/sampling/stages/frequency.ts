// The penalties of frequency and presence: l −= count · frequency + [count > 0] · presence.

import { number } from '../fields.ts';
import { countsWithin, defaultWindow, idleWindow, windowField } from './penalty-window.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const frequencyField = number(sentence`The frequency penalty`, -10, 10);
const presenceField = number(sentence`The presence penalty`, -10, 10);

export const frequency = {
  since: 1,
  default: { kind: 'frequency', frequency: 0.02, presence: 0, window: defaultWindow },
  fields: { frequency: frequencyField, presence: presenceField, window: windowField },
  options: {
    frequencyPenalty: { takes: frequencyField, sets: 'frequency' },
    presencePenalty: { takes: presenceField, sets: 'presence' },
    penaltyWindow: { takes: windowField, sets: 'window', needs: ['frequencyPenalty', 'presencePenalty'] },
  },
  // Of the two, one that is not named is not wanted.
  unasked: { frequency: 0, presence: 0 },
  actsOnGreedy: true,
  prefersSymbols: true,
  drawsNumbers: false,
  idleBecause({ frequency, presence, window }) {
    if (window === 0) return idleWindow;
    return frequency === 0 && presence === 0 ? sentence`both penalties are 0` : null;
  },
  reach: ({ window }) => window,
  make: ({ frequency, presence, window }) => ({
    apply(scores, { history }) {
      for (const [id, count] of countsWithin(history, window)) scores[id] -= count * frequency + presence;
    },
  }),
} satisfies StageDefinition<'frequency'>;
