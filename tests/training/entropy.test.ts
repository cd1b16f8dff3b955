// Texts whose entropy is known exactly: a model comes close to it, and none can fall below.

import { describe, expect, it } from 'vitest';
import { arithmetic } from '../../corpora/grammars/arithmetic.ts';
import { brackets } from '../../corpora/grammars/brackets.ts';
import { dates } from '../../corpora/grammars/dates.ts';
import type { BuiltInText } from '../../corpora/built-in-text.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { jobOn, train } from './run.ts';
import { plainModel } from '../plain-model.ts';

function read(grammar: BuiltInText): Promise<string> {
  return grammar.read(installedPackages());
}

/** Bits a character of the best validation after so many steps with the suggested settings. */
async function learn(grammar: BuiltInText, steps: number): Promise<number> {
  const text = await read(grammar);
  const symbols = [...new Set(text)].sort();
  const ids = new Uint8Array(new SharedArrayBuffer(text.length));
  for (let place = 0; place < ids.length; place++) ids[place] = symbols.indexOf(text.charAt(place));
  const { model, training } = grammar.preset;
  const heldOut = Math.floor(ids.length / 10);
  const run = await train(
    jobOn(
      ids,
      symbols.length,
      { ...plainModel, ...model },
      { ...defaultTraining(2), ...training, length: { kind: 'steps', steps } },
      heldOut,
    ),
  );
  const losses = run.all('validation').map(({ loss }) => loss);
  return Math.min(...losses) / Math.LN2;
}

describe('the grammars', () => {
  it.each([
    { grammar: dates, steps: 800 },
    { grammar: brackets, steps: 1200 },
  ])('a small model comes within 5 % of the entropy of $grammar.key', async ({ grammar, steps }) => {
    const bits = await learn(grammar, steps);
    const entropy = grammar.entropy ?? NaN;
    expect(bits / entropy).toBeLessThan(1.05);
    // A held-out tenth is a sample: it may be a little easier than the whole.
    expect(bits / entropy).toBeGreaterThan(0.99);
  });

  it('brackets are balanced, and follow their probabilities', async () => {
    const lines = (await read(brackets)).trimEnd().split('\n');
    const inner = /\(\)|\[\]|\{\}/g;
    for (const line of lines) {
      let rest = line;
      while (inner.test(rest)) rest = rest.replaceAll(inner, '');
      expect(rest).toBe('');
    }
    // Lines of one pair: the first bracket of three kinds, then twice nothing.
    const single = lines.filter((line) => line.length === 2).length / lines.length;
    expect(Math.abs(single / 0.6 ** 2 - 1)).toBeLessThan(0.02);
    // Of two pairs, one in or behind the other: one of two expansions opens, and three find nothing.
    const double = lines.filter((line) => line.length === 4).length / lines.length;
    expect(Math.abs(double / (2 * 0.4 * 0.6 ** 3) - 1)).toBeLessThan(0.03);
  });

  it('sums are right', async () => {
    const lines = (await read(arithmetic)).trimEnd().split('\n');
    for (const line of lines) {
      const [, left, sign, right, answer] = /^(\d+)([+-])(\d+)=(-?\d+)$/.exec(line) ?? [];
      expect(Number(answer)).toBe(sign === '+' ? Number(left) + Number(right) : Number(left) - Number(right));
    }
    expect(new Set(lines).size).toBeGreaterThan(0.9 * 20_000);
  });

  it('dates are days of the century, each way as often as the others', async () => {
    const lines = (await read(dates)).trimEnd().split('\n');
    for (const line of lines)
      expect(new Date(`${line} UTC`).getUTCFullYear()).toSatisfy((year) => year >= 1901 && year <= 2000);
    const ways = [/^\d{4}-\d\d-\d\d$/, /^\d{1,2} [A-Z][a-z]+ \d{4}$/, /^[A-Z][a-z]{2} \d{1,2}, \d{4}$/];
    for (const way of ways) {
      const share = lines.filter((line) => way.test(line)).length / lines.length;
      expect(Math.abs(3 * share - 1)).toBeLessThan(0.02);
    }
  });
});
