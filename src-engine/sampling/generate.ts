// One stream of text: the prompt is read, then each drawn id is read in turn. Pull-driven, so that the caller decides how much
// is drawn between two looks at the clock.

import type { SamplingSettings } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import { drawFrom } from './draw.ts';
import { applyStages, toProbabilities } from './pipeline.ts';
import type { Session } from './session.ts';

export interface Stream {
  /** Ids still to come. */
  readonly left: number;
  /** Draws the next id. */
  next(): number;
}

/** On a session of one stream; `context` (at least one id) is read at once. */
export function openStream(session: Session, context: readonly number[], sampling: SamplingSettings): Stream {
  const random = createRandom(sampling.seed);
  const scores = new Float64Array(session.classes);
  function read(id: number): void {
    session.ids[0] = id;
    session.read();
  }
  for (const id of context) read(id);
  let left = sampling.length;
  return {
    get left() {
      return left;
    },
    next: () => {
      scores.set(session.logits[0]);
      applyStages(sampling.stages, scores);
      toProbabilities(scores);
      const id = drawFrom(scores, random.uniform());
      read(id);
      left--;
      return id;
    },
  };
}
