// The simple forecasts that a model of numbers is compared with, by hand.

import { describe, expect, it } from 'vitest';
import { errorOfShift, quantileOf, seasonOf } from '../../src-engine/sampling/forecasting.ts';

describe('simple forecasts', () => {
  it('find the season of what repeats itself, and none in what is too short', () => {
    const weekly = Float64Array.from({ length: 70 }, (_, day) => [1, 5, 2, 8, 3, 9, 4][day % 7] ?? 0);
    expect(seasonOf(weekly)).toBe(7);
    expect(seasonOf(Float64Array.of(1, 2, 3, 4, 5))).toBeNull();
  });

  it('are off by what stands between a number and the one so many before it', () => {
    const values = Float64Array.of(1, 4, 2, 8, 5);
    expect(errorOfShift(values, 1, 1)).toBe((3 + 2 + 6 + 3) / 4);
    expect(errorOfShift(values, 3, 2)).toBe((4 + 3) / 2);
  });

  it('are measured also where the errors together are greater than any number', () => {
    const huge = Float64Array.from({ length: 90 }, (_, index) => (index % 3) * 8e307);
    expect(errorOfShift(huge, 30, 1)).toBeCloseTo(((8 + 8 + 16) / 3) * 1e307, -300);
    expect(seasonOf(huge)).toBe(3);
  });

  it('take the number below which that share of the weights lies', () => {
    const values = [10, 20, 30];
    expect(quantileOf(values, [0.2, 0.2, 0.6], 0.5)).toBe(30);
    expect(quantileOf(values, [0.2, 0.4, 0.4], 0.5)).toBe(20);
    expect(quantileOf(values, [1, 0, 0], 0.9)).toBe(10);
  });
});
