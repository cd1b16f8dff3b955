// The repetition penalty, once for every symbol in the window: l > 0 ? l / r : l · r (Keskar et al. 2019, §4.1, with
// the sign respected).

import { number } from '../fields.ts';
import { countsWithin, defaultWindow, idleWindow, windowField } from './penalty-window.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const penalty = number(sentence`The repetition penalty`, 0.1, 10);

export const repetition = {
  since: 1,
  default: { kind: 'repetition', penalty: 1.1, window: defaultWindow },
  fields: { penalty, window: windowField },
  options: {
    repetitionPenalty: { takes: penalty, sets: 'penalty' },
    penaltyWindow: { takes: windowField, sets: 'window', needs: ['repetitionPenalty'] },
  },
  actsOnGreedy: true,
  prefersSymbols: true,
  drawsNumbers: false,
  idleBecause(stage) {
    if (stage.window === 0) return idleWindow;
    return stage.penalty === 1 ? sentence`a penalty of 1 changes nothing` : null;
  },
  reach: ({ window }) => window,
  make: (stage) => ({
    apply(scores, { history }) {
      for (const id of countsWithin(history, stage.window).keys()) {
        scores[id] = scores[id] > 0 ? scores[id] / stage.penalty : scores[id] * stage.penalty;
      }
    },
  }),
} satisfies StageDefinition<'repetition'>;
