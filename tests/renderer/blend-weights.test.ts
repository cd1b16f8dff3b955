// The weights of a blend, as its sliders move them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlendPart, RunId } from '../../src-engine/protocol/index.ts';
import { reweigh, hundredthsLeft } from '../../src-renderer/screens/generate/sampling/blend-weights.ts';

function parts(...weights: number[]): BlendPart[] {
  return weights.map((weight, index) => ({ run: (index + 2) as RunId, checkpoint: 'best', weight }));
}

function weights(list: readonly BlendPart[]): number[] {
  return list.map(({ weight }) => weight);
}

describe('the weights of a blend', () => {
  it('leave the rest to the run itself', () => {
    expect(hundredthsLeft([])).toBe(1);
    expect(hundredthsLeft(parts(0.3, 0.1))).toBe(0.6);
    expect(hundredthsLeft(parts(1))).toBe(0);
  });

  it('take from the run first, and from the others only where it has nothing left', () => {
    expect(weights(reweigh(parts(0.3, 0.2), 0, 0.8))).toEqual([0.8, 0.2]);
    expect(weights(reweigh(parts(0.3, 0.4), 0, 0.8))).toEqual([0.8, 0.2]);
    expect(weights(reweigh(parts(0.3, 0.4, 0.2), 0, 1))).toEqual([1, 0, 0]);
  });

  it('never exceed 1 together, whatever is moved', () => {
    const part = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.nat(7), part, (moves, index, weight) => {
        let blend = parts(...moves.map(() => 0));
        for (const [at, move] of moves.entries()) blend = reweigh(blend, at, move);
        const at = index % blend.length;
        blend = reweigh(blend, at, weight);
        expect(blend[at]?.weight).toBe(weight);
        expect(weights(blend).reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(hundredthsLeft(blend)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
