// Texts of a megabyte in a field: which stretch of them is edited, and where in it something is underlined.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { PromptCheck } from '../../src-renderer/state/prompt-check.svelte.ts';
import {
  endOf,
  hasEndlessWord,
  isTooMuch,
  windowAfter,
  windowAround,
  windowAtEnd,
} from '../../src-renderer/text/text-window.ts';
import { unseenStretches, withoutUnseen } from '../../src-renderer/text/unseen.ts';
import { connected } from './engine.ts';

describe('the stretch of a long text that is in its field', () => {
  it('is all of a short one, and of a long one some thousand characters around a place', () => {
    expect(windowAtEnd('a'.repeat(10_000))).toEqual({ from: 0, to: 10_000 });
    const long = 'a'.repeat(1_000_000);
    expect(windowAtEnd(long)).toEqual({ from: 995_000, to: 1_000_000 });
    expect(windowAround(long, 0)).toEqual({ from: 0, to: 5_000 });
    expect(windowAround(long, 500_000)).toEqual({ from: 497_500, to: 502_500 });
  });

  it('stays where it is while it is edited, until the field is full', () => {
    const long = 'a'.repeat(1_000_001);
    const before = { from: 995_000, to: 1_000_000 };
    expect(windowAfter(long, before, 5_001, 1_000_001)).toEqual({ from: 995_000, to: 1_000_001 });
    expect(windowAfter(long, before, 10_001, 700_000)).toEqual({ from: 697_500, to: 702_500 });
    expect(windowAfter('short', before, 5, 5)).toEqual({ from: 0, to: 5 });
    expect(isTooMuch(0, 1_000_000)).toBe(true);
    expect(isTooMuch(5_000, 1)).toBe(false);
  });

  it('has an endless word where hundreds of characters stand together', () => {
    expect(hasEndlessWord('abc'.repeat(1_000))).toBe(true);
    expect(hasEndlessWord('four words stand here '.repeat(1_000))).toBe(false);
  });

  it('is never cut between two surrogates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_001, max: 10_100 }), fc.nat(20_000), (length, place) => {
        const text = `${'x'.repeat(length % 2)}${'😀'.repeat(length)}`;
        const { from, to } = windowAround(text, place);
        expect(text.slice(from, to).isWellFormed()).toBe(true);
        expect(endOf(text).shown.isWellFormed()).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('what a model has never seen', () => {
  const everywhere = (symbol: string, times: number) => ({
    symbol,
    suggestion: null,
    at: Array.from({ length: times }, (_, index) => index * symbol.length),
  });

  it('is one stretch where it stands together, however many characters that are', () => {
    expect(unseenStretches([everywhere('😀', 100_000)], { from: 0, to: 200_000 })).toEqual([
      { start: 0, end: 200_000 },
    ]);
  });

  it('is told of the field alone, and of very many places the last ones', () => {
    const apart = { symbol: 'X', suggestion: null, at: [0, 2, 4, 6, 8] };
    expect(unseenStretches([apart], { from: 2, to: 9 }, 3)).toEqual([
      { start: 4, end: 5 },
      { start: 6, end: 7 },
      { start: 8, end: 9 },
    ]);
  });

  it('can be taken out, also what means something in a pattern', () => {
    const unseen = ['-', ']', '^', '\\', '😀', 'e\u0301'].map((symbol) => everywhere(symbol, 1));
    expect(withoutUnseen('a-b]c^d\\e😀fe\u0301g', unseen)).toBe('abcdefg');
  });
});

describe('looking for it', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begins with the end of a long text, and goes through the rest in portions, once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, engine } = connected();
    const asked: number[] = [];
    vi.spyOn(client, 'ask').mockImplementation((_, body) => {
      const { prompt } = body as { readonly prompt: string };
      asked.push(prompt.length);
      const at = Array.from(prompt.matchAll(/X/g), ({ index }) => index);
      return Promise.resolve(at.length === 0 ? [] : [{ symbol: 'X', at, suggestion: 'x' }]);
    });
    const check = new PromptCheck(client, 4 as RunId);
    const text = `${'a'.repeat(299_999)}${'X'.repeat(10)}`;
    check.soon(text);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual([10_009]);
    expect(check.unseen).toEqual([expect.objectContaining({ symbol: 'X' })]);
    expect(check.unseen[0]?.at).toEqual(Array.from({ length: 10 }, (_, index) => 299_999 + index));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([10_009, 100_000, 100_000, 90_000]);
    check.soon(`${text}a`);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked.slice(4)).toEqual([10_010]);
    engine.close();
  });

  it('names what stands only in the beginning', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, engine } = connected();
    vi.spyOn(client, 'ask').mockImplementation((_, body) => {
      const { prompt } = body as { readonly prompt: string };
      const at = prompt.includes('X') ? [prompt.indexOf('X')] : [];
      return Promise.resolve(at.length === 0 ? [] : [{ symbol: 'X', at, suggestion: null }]);
    });
    const check = new PromptCheck(client, 4 as RunId);
    check.soon(`X${'a'.repeat(150_000)}`);
    await vi.advanceTimersByTimeAsync(200);
    expect(check.unseen).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(check.unseen).toEqual([{ symbol: 'X', at: [], suggestion: null }]);
    engine.close();
  });
});
