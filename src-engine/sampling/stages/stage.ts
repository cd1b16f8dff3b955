// What a stage of the softmax pipeline is: scores → scores in place, −∞ for what is ruled out. A stage sees the moment it is
// asked at and nothing else; only mirostat learns from what was drawn.

import type { Random } from '../../random/xoshiro.ts';
import type { History } from '../history.ts';

export interface Moment {
  /** What was read and drawn so far, the newest last. */
  readonly history: History;
  /** Characters drawn so far. */
  readonly drawn: number;
  readonly random: Random;
}

export interface Stage {
  /** `scores` (V) are logits, at least one of them finite. Only a ban may rule out all that is left. */
  apply(scores: Float64Array, moment: Moment): void;
  /** Told which symbol was drawn after the last `apply`. */
  accept?(id: number): void;
}
