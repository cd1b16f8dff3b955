import { describe, expect, it, vi } from 'vitest';
import { KnownTexts } from '../../src-engine/library/known-texts.ts';

describe('texts that are known', () => {
  it('are read once', () => {
    const known = new KnownTexts<number>();
    const read = vi.fn(() => 7);
    expect([known.get('seven', read), known.get('seven', read)]).toEqual([7, 7]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('are read again where that failed', () => {
    const known = new KnownTexts<number>();
    const fail = (): never => {
      throw new Error('damaged');
    };
    expect(() => known.get('seven', fail)).toThrow('damaged');
    expect(known.get('seven', () => 7)).toBe(7);
  });

  it('are forgotten when there are very many', () => {
    const known = new KnownTexts<number>();
    const read = vi.fn(() => 7);
    known.get('first', read);
    for (let index = 0; index < 10_000; index += 1) known.get(`text ${index}`, () => index);
    known.get('first', read);
    expect(read).toHaveBeenCalledTimes(2);
  });
});
