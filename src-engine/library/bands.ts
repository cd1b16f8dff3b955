// A curve in a few hundred stretches, each with its mean, its lowest and its highest loss: what a smoothed line with
// the raw band behind it needs. Losses that are no number are left out, and so is a stretch that has no other.

import type { CurvePoints } from './thinning.ts';

/** Arrays of equal length; ascending steps. */
export interface Band {
  /** The middle of each stretch. */
  readonly steps: Float64Array;
  readonly means: Float32Array;
  readonly lows: Float32Array;
  readonly highs: Float32Array;
}

/** What a block of the library tells of its points; nulls where none of them is a number. */
export interface BlockDigest {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly points: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface Stretch {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export function bandOfSeries({ steps, losses }: CurvePoints, stretches: number): Band {
  return bandOf(
    parts(steps.length, stretches).flatMap(([start, end]) => {
      let sum = 0;
      let finite = 0;
      let low = Infinity;
      let high = -Infinity;
      for (let index = start; index < end; index++) {
        const loss = losses[index];
        if (!Number.isFinite(loss)) continue;
        sum += loss;
        finite++;
        low = Math.min(low, loss);
        high = Math.max(high, loss);
      }
      return finite === 0 ? [] : [{ step: (steps[start] + steps[end - 1]) / 2, mean: sum / finite, low, high }];
    }),
  );
}

/** Blocks are not divided: the first and the last one may reach beyond what was asked for. */
export function bandOfBlocks(blocks: readonly BlockDigest[], stretches: number): Band {
  return bandOf(
    parts(blocks.length, stretches).flatMap(([start, end]) => {
      const own = blocks.slice(start, end);
      const { firstStep } = own[0];
      const { lastStep } = own[own.length - 1];
      let sum = 0;
      let points = 0;
      let low = Infinity;
      let high = -Infinity;
      for (const block of own) {
        if (block.mean === null) continue;
        sum += block.mean * block.points;
        points += block.points;
        low = Math.min(low, block.low ?? low);
        high = Math.max(high, block.high ?? high);
      }
      return points === 0 ? [] : [{ step: (firstStep + lastStep) / 2, mean: sum / points, low, high }];
    }),
  );
}

/** Of `length` things, at most `stretches` even stretches, as [start, end). */
function parts(length: number, stretches: number): readonly (readonly [start: number, end: number])[] {
  const many = Math.min(length, Math.max(1, stretches));
  return Array.from({ length: many }, (_, part) => [
    Math.floor((part * length) / many),
    Math.floor(((part + 1) * length) / many),
  ]);
}

function bandOf(stretches: readonly Stretch[]): Band {
  return {
    steps: Float64Array.from(stretches, ({ step }) => step),
    means: Float32Array.from(stretches, ({ mean }) => mean),
    lows: Float32Array.from(stretches, ({ low }) => low),
    highs: Float32Array.from(stretches, ({ high }) => high),
  };
}
