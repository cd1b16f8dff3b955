// The softmax controls: every stage against distributions computed by hand, and what holds for all of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SamplingStage } from '../../src-engine/protocol/settings.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { History } from '../../src-engine/sampling/history.ts';
import { SamplingPipeline } from '../../src-engine/sampling/pipeline.ts';
import { probabilitiesOf, toProbabilities } from '../../src-engine/sampling/softmax.ts';
import { bansFirst } from '../../src-engine/sampling/pipelines.ts';
import { isDeadEnd } from '../../src-engine/sampling/dead-end.ts';
import { longestMatches } from '../../src-engine/sampling/stages/dry.ts';

const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n');

interface Past {
  readonly read?: string;
  readonly drawn?: string;
}

function pipelineOf(stages: readonly SamplingStage[], { read = '', drawn = '' }: Past = {}): SamplingPipeline {
  const pipeline = new SamplingPipeline(stages, letters, createRandom(1));
  for (const letter of read) pipeline.read(letters.indexOf(letter));
  for (const letter of drawn) pipeline.accept(letters.indexOf(letter));
  return pipeline;
}

/** Probabilities after all stages; all 0 where nothing is left. */
function distribution(logits: readonly number[], stages: readonly SamplingStage[], past: Past = {}): number[] {
  const scores = Float64Array.from(logits);
  if (!pipelineOf(stages, past).apply(scores)) return logits.map(() => 0);
  toProbabilities(scores);
  return [...scores];
}

/** Logits of a distribution, shifted: stages must not care. */
function logitsOf(probabilities: readonly number[]): number[] {
  return probabilities.map((p) => Math.log(p) + 3);
}

function expectClose(got: readonly number[], wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((p, id) => {
    expect(p, `p[${id}]`).toBeCloseTo(wanted[id], 12);
  });
}

const someLogits = fc.array(fc.double({ min: -80, max: 80, noNaN: true }), { minLength: 1, maxLength: letters.length });
const someStage: fc.Arbitrary<SamplingStage> = fc.oneof(
  fc.record({ kind: fc.constant('top-k' as const), k: fc.integer({ min: 1, max: 70 }) }),
  fc.record({ kind: fc.constant('top-p' as const), mass: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('min-p' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('typical' as const), mass: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('xtc' as const),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    threshold: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('temperature' as const), temperature: fc.double({ min: 0, max: 100, noNaN: true }) }),
  fc.record({
    kind: fc.constant('mirostat' as const),
    tau: fc.double({ min: 0, max: 20, noNaN: true }),
    eta: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('repetition' as const),
    penalty: fc.double({ min: 0.1, max: 10, noNaN: true }),
    window: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    kind: fc.constant('frequency' as const),
    frequency: fc.double({ min: -10, max: 10, noNaN: true }),
    presence: fc.double({ min: -10, max: 10, noNaN: true }),
    window: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    kind: fc.constant('dry' as const),
    multiplier: fc.double({ min: 0, max: 100, noNaN: true }),
    base: fc.double({ min: 1, max: 10, noNaN: true }),
    allowed: fc.integer({ min: 1, max: 30 }),
    window: fc.integer({ min: 0, max: 100 }),
    breakers: fc.constant(['\n']),
  }),
  fc.record({
    kind: fc.constant('ban' as const),
    strings: fc.array(fc.constantFrom('a', 'ab', 'THE', 'z z'), { maxLength: 3 }),
    ignoreCase: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('bias' as const),
    biases: fc.array(
      fc.record({ symbol: fc.constantFrom('a', 'b', '¿'), bias: fc.double({ min: -100, max: 100, noNaN: true }) }),
      { maxLength: 3 },
    ),
  }),
);

describe('probabilities', () => {
  it('are the softmax, computed by hand', () => {
    expectClose(distribution([0, Math.log(2), Math.log(5)], []), [1 / 8, 2 / 8, 5 / 8]);
    expectClose(distribution([1000, 1000, -1000], []), [0.5, 0.5, 0]);
    expectClose(distribution([-Infinity, 3, -Infinity], []), [0, 1, 0]);
  });

  it('sum to one and do not care for a shift', () => {
    fc.assert(
      fc.property(someLogits, fc.double({ min: -50, max: 50, noNaN: true }), (logits, shift) => {
        const probabilities = distribution(logits, []);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        const shifted = logits.map((logit) => logit + shift);
        expectClose(distribution(shifted, []), probabilities);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('any list of stages', () => {
  it('leaves a distribution, which sums to one, or nothing, and this only for a ban', () => {
    fc.assert(
      fc.property(
        someLogits,
        fc.array(someStage, { maxLength: 6 }),
        fc.stringMatching(/^[a-z ]{0,40}$/),
        (logits, stages, drawn) => {
          const known = [...drawn].filter((letter) => letters.indexOf(letter) < logits.length).join('');
          const probabilities = distribution(logits, stages, { drawn: known });
          expect(probabilities.every((p) => p >= 0)).toBe(true);
          const sum = probabilities.reduce((total, p) => total + p, 0);
          if (sum === 0) expect(stages.some(({ kind }) => kind === 'ban')).toBe(true);
          else expect(sum).toBeCloseTo(1, 9);
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  it('shows, stage by stage, what it does when it draws', () => {
    fc.assert(
      fc.property(someLogits, fc.array(someStage, { maxLength: 5 }), (logits, stages) => {
        const views = pipelineOf(stages).view(logits);
        expect(views.map(({ name }) => name)).toEqual(['model', ...stages.map(({ kind }) => kind)]);
        expectClose([...views[0].probabilities], distribution(logits, []));
        expectClose([...views[views.length - 1].probabilities], distribution(logits, stages));
        const removed = views.flatMap((view) => view.removed);
        expect(new Set(removed).size).toBe(removed.length);
        for (const id of removed) expect(views[views.length - 1].probabilities[id]).toBe(0);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('minds the order where the definition says so', () => {
    const logits = logitsOf([0.5, 0.3, 0.2]);
    const hot: SamplingStage = { kind: 'temperature', temperature: 10 };
    const nucleus: SamplingStage = { kind: 'top-p', mass: 0.75 };
    // Flattened first, three symbols are needed for the mass; as they are, two.
    expect(distribution(logits, [hot, nucleus]).filter((p) => p > 0)).toHaveLength(3);
    expect(distribution(logits, [nucleus, hot]).filter((p) => p > 0)).toHaveLength(2);
    const two: SamplingStage = { kind: 'top-k', k: 2 };
    expectClose(distribution(logits, [hot, two]), distribution(logits, [two, hot]));
  });
});

describe('the temperature', () => {
  const temperature = (value: number): SamplingStage[] => [{ kind: 'temperature', temperature: value }];

  it('divides the logits: computed by hand', () => {
    // At 1/2 probabilities are squared, at 2 their roots are taken, and both are shared out anew.
    const logits = [0, Math.log(4), Math.log(9)];
    expectClose(distribution(logits, temperature(1)), [1 / 14, 4 / 14, 9 / 14]);
    expectClose(distribution(logits, temperature(0.5)), [1 / 98, 16 / 98, 81 / 98]);
    expectClose(distribution(logits, temperature(2)), [1 / 6, 2 / 6, 3 / 6]);
  });

  it('of 0 leaves only the largest, the first of equals', () => {
    expect(distribution([1, 5, 2, 5], temperature(0))).toEqual([0, 1, 0, 0]);
    fc.assert(
      fc.property(someLogits, (logits) => {
        const wanted = logits.map(() => 0);
        wanted[logits.indexOf(Math.max(...logits))] = 1;
        expect(distribution(logits, temperature(0))).toEqual(wanted);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('near 0 comes to the same as 0, whatever the logits', () => {
    for (const tiny of [1e-6, 1e-300, 5e-324]) {
      expectClose(distribution([1, 5, 2, -80], temperature(tiny)), [0, 1, 0, 0]);
      expectClose(distribution([-30, -50, -20], temperature(tiny)), [0, 0, 1]);
    }
  });

  it('stays out of the way at 1, and two of them multiply', () => {
    fc.assert(
      fc.property(someLogits, (logits) => {
        expectClose(distribution(logits, temperature(1)), distribution(logits, []));
        const both = distribution(logits, [...temperature(0.5), ...temperature(3)]);
        expectClose(both, distribution(logits, temperature(1.5)));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('goes evenly to another one over the text, and stays there', () => {
    const stages: SamplingStage[] = [{ kind: 'temperature', temperature: 0.5, ramp: { to: 2, over: 4 } }];
    const logits = [0, 1, 2];
    for (const [drawn, value] of [
      ['', 0.5],
      ['a', 0.875],
      ['ab', 1.25],
      ['abba', 2],
      ['abbacab', 2],
    ] as const) {
      expectClose(distribution(logits, stages, { drawn }), distribution(logits, temperature(value)));
    }
    // What was only read is not part of the text.
    expectClose(distribution(logits, stages, { read: 'abba' }), distribution(logits, temperature(0.5)));
  });
});

describe('what rules out by probability', () => {
  const logits = logitsOf([0.1, 0.4, 0.05, 0.25, 0.2]);

  it('top-k leaves exactly k, of equals the first', () => {
    expectClose(distribution(logits, [{ kind: 'top-k', k: 2 }]), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expect(distribution([1, 1, 1, 1], [{ kind: 'top-k', k: 3 }])).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
    expectClose(distribution(logits, [{ kind: 'top-k', k: 99 }]), distribution(logits, []));
    const greedy = distribution(logits, [{ kind: 'temperature', temperature: 0 }]);
    expectClose(distribution(logits, [{ kind: 'top-k', k: 1 }]), greedy);
  });

  it('top-p leaves the shortest prefix that reaches the mass', () => {
    expectClose(distribution(logits, [{ kind: 'top-p', mass: 0.6 }]), [0, 0.4 / 0.65, 0, 0.25 / 0.65, 0]);
    expectClose(distribution(logits, [{ kind: 'top-p', mass: 0.7 }]), [0, 0.4 / 0.85, 0, 0.25 / 0.85, 0.2 / 0.85]);
    expectClose(distribution(logits, [{ kind: 'top-p', mass: 0 }]), [0, 1, 0, 0, 0]);
    expectClose(distribution(logits, [{ kind: 'top-p', mass: 1 }]), distribution(logits, []));
  });

  it('min-p leaves what has its share of the largest', () => {
    expectClose(distribution(logits, [{ kind: 'min-p', share: 0.5 }]), [0, 0.4 / 0.85, 0, 0.25 / 0.85, 0.2 / 0.85]);
    expectClose(distribution(logits, [{ kind: 'min-p', share: 1 }]), [0, 1, 0, 0, 0]);
    expectClose(distribution(logits, [{ kind: 'min-p', share: 0 }]), distribution(logits, []));
  });

  it('typical leaves what surprises as much as is to be expected', () => {
    // H = 1.4 nats; the surprisals lie 0.90, 0.48, 1.59, 0.01, 0.21 away from it: first 0.25, then 0.2, then 0.4.
    expectClose(distribution(logits, [{ kind: 'typical', mass: 0.2 }]), [0, 0, 0, 1, 0]);
    expectClose(distribution(logits, [{ kind: 'typical', mass: 0.4 }]), [0, 0, 0, 0.25 / 0.45, 0.2 / 0.45]);
    expectClose(distribution(logits, [{ kind: 'typical', mass: 0.5 }]), [0, 0.4 / 0.85, 0, 0.25 / 0.85, 0.2 / 0.85]);
  });

  it('XTC drops the top choices but the least of them, now and then', () => {
    const always = { kind: 'xtc', probability: 1, threshold: 0.15 } as const;
    expectClose(distribution(logits, [always]), [0.1 / 0.35, 0, 0.05 / 0.35, 0, 0.2 / 0.35]);
    // A single top choice stays.
    expectClose(distribution(logits, [{ ...always, threshold: 0.3 }]), distribution(logits, []));
    expectClose(distribution(logits, [{ ...always, probability: 0 }]), distribution(logits, []));
    const pipeline = pipelineOf([{ ...always, probability: 0.25 }]);
    let times = 0;
    for (let turn = 0; turn < 4000; turn++) {
      const scores = Float64Array.from(logits);
      pipeline.apply(scores);
      if (scores[1] === -Infinity) times++;
    }
    expect(times / 4000).toBeGreaterThan(0.22);
    expect(times / 4000).toBeLessThan(0.28);
  });
});

describe('mirostat', () => {
  const logits = logitsOf([0.5, 0.25, 0.125, 0.125]);

  it('rules out what surprises more than μ, which begins at 2τ', () => {
    expectClose(distribution(logits, [{ kind: 'mirostat', tau: 1, eta: 0.1 }]), [2 / 3, 1 / 3, 0, 0]);
    expectClose(distribution(logits, [{ kind: 'mirostat', tau: 0, eta: 0.1 }]), [1, 0, 0, 0]);
    expectClose(distribution(logits, [{ kind: 'mirostat', tau: 3, eta: 0.1 }]), [0.5, 0.25, 0.125, 0.125]);
  });

  it('learns from what was drawn: μ −= η (S − τ), by hand', () => {
    const pipeline = pipelineOf([{ kind: 'mirostat', tau: 1, eta: 1 }]);
    pipeline.apply(Float64Array.from(logits));
    // Of 2/3 and 1/3 the second was drawn: log₂ 3 = 1.585 bits, so μ falls from 2 to 1.415.
    pipeline.accept(1);
    expectClose([...pipeline.view(logits)[1].probabilities], [1, 0, 0, 0]);
    // Then the first, alone and without surprise: μ rises by 1 to 2.415, and the second is back.
    pipeline.accept(0);
    expectClose([...pipeline.view(logits)[1].probabilities], [2 / 3, 1 / 3, 0, 0]);
  });

  it('steers the mean surprise to its aim', () => {
    const random = createRandom(3);
    const pipeline = pipelineOf([{ kind: 'mirostat', tau: 2, eta: 0.1 }]);
    const flat = Array.from({ length: 40 }, (_, id) => -0.1 * id);
    let bits = 0;
    for (let turn = 0; turn < 3000; turn++) {
      const scores = Float64Array.from(flat);
      pipeline.apply(scores);
      const probabilities = probabilitiesOf(scores);
      let left = random.uniform();
      const id = probabilities.findIndex((p) => (left -= p) < 0);
      bits -= Math.log2(probabilities[id]);
      pipeline.accept(id);
    }
    expect(bits / 3000).toBeGreaterThan(1.95);
    expect(bits / 3000).toBeLessThan(2.05);
  });
});

describe('penalties', () => {
  it('of repetition: once for every symbol seen, by its sign', () => {
    const stage = { kind: 'repetition', penalty: 2, window: 3 } as const;
    const scores = Float64Array.of(4, -4, 4, 1);
    pipelineOf([stage], { read: 'cab', drawn: 'a' }).apply(scores);
    // The window of three holds a, b and a; c has dropped out of it.
    expect([...scores]).toEqual([2, -8, 4, 1]);
  });

  it('of frequency and presence: by the count, and once', () => {
    const scores = Float64Array.of(0, 0, 0);
    pipelineOf([{ kind: 'frequency', frequency: 0.5, presence: 3, window: 10 }], { drawn: 'abaa' }).apply(scores);
    expect([...scores]).toEqual([-4.5, -3.5, 0]);
  });

  it('of DRY: grows with the length that is being repeated', () => {
    const stage = { kind: 'dry', multiplier: 1, base: 2, allowed: 3, window: 100, breakers: [] } as const;
    function penalty(drawn: string, next: string, changes = {}): number {
      const scores = new Float64Array(letters.length);
      pipelineOf([{ ...stage, ...changes }], { drawn }).apply(scores);
      return 0 - scores[letters.indexOf(next)];
    }
    // After "abcd … abcd" comes e once more: four alike, one more than is allowed for nothing.
    expect(penalty('abcdeXabcd', 'e')).toBe(2);
    expect(penalty('abcdeXbcd', 'e')).toBe(1);
    expect(penalty('abcdeXcd', 'e')).toBe(0);
    expect(penalty('abcdeXabcd', 'X')).toBe(0);
    expect(penalty('abcdeXabcd', 'e', { multiplier: 10, base: 3 })).toBe(30);
    // The longest of several matches counts, and a window that is too short sees none.
    expect(penalty('bcdeYabcdeXabcd', 'e')).toBe(2);
    expect(penalty('abcdeXabcd', 'e', { window: 5 })).toBe(0);
    // A breaker among the four: only what follows it counts.
    expect(penalty('abcdeXabcd', 'e', { breakers: ['b'] })).toBe(0);
    expect(penalty('abcdefXabcdef', 'X', { breakers: ['b'] })).toBe(2);
  });

  it('of DRY: finds the longest matches that comparing everything finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        (ids, window) => {
          const history = new History(window);
          for (const id of ids) history.push(id);
          const seen = ids.slice(-window);
          const wanted = new Map<number, number>();
          for (let next = 1; next < seen.length; next++) {
            let length = 0;
            while (length < next && seen[next - 1 - length] === seen[seen.length - 1 - length]) length++;
            if (length > (wanted.get(seen[next]) ?? 0)) wanted.set(seen[next], length);
          }
          expect(longestMatches(history, window, new Set())).toEqual(wanted);
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });
});

describe('symbols by name', () => {
  it('a bias is added; a symbol that is unknown is passed over', () => {
    const biases = [
      { symbol: 'b', bias: Math.log(3) },
      { symbol: '¿', bias: 50 },
    ];
    expectClose(distribution([0, 0, 0], [{ kind: 'bias', biases }]), [0.2, 0.6, 0.2]);
  });

  it('a ban looks at the text alone, penalties also at what is read before an empty one', () => {
    const stages = [
      { kind: 'ban', strings: ['ab', 'bc'], ignoreCase: false },
      { kind: 'repetition', penalty: 2, window: 10 },
    ] as const;
    const scoresAfter = (
      before: Parameters<SamplingPipeline['begin']>[0],
      written: readonly number[],
    ): Float64Array => {
      const scores = new Float64Array(letters.length).fill(1);
      const pipeline = new SamplingPipeline(stages, letters, createRandom(1));
      pipeline.begin(before);
      for (const id of written) pipeline.accept(id);
      pipeline.fork().apply(scores);
      return scores;
    };
    const [a, b, c] = [0, 1, 2];
    expect(scoresAfter({ context: [a] }, [])[b]).toBe(-Infinity);
    expect([...scoresAfter({ context: [a], hidden: 1 }, []).subarray(0, 3)]).toEqual([0.5, 1, 1]);
    expect([...scoresAfter({ context: [a], hidden: 1 }, [b]).subarray(0, 3)]).toEqual([0.5, 0.5, -Infinity]);
    expect(scoresAfter({ context: [a], hidden: 1 }, [b])[c]).toBe(-Infinity);
  });

  it('a ban keeps a string from being finished', () => {
    const ban = { kind: 'ban', strings: ['ca'], ignoreCase: false } as const;
    expectClose(distribution([0, 0, 0], [ban], { drawn: 'bc' }), [0, 0.5, 0.5]);
    expectClose(distribution([0, 0, 0], [ban], { read: 'b', drawn: 'c' }), [0, 0.5, 0.5]);
    expectClose(distribution([0, 0, 0], [ban], { drawn: 'cb' }), [1 / 3, 1 / 3, 1 / 3]);
    expectClose(distribution([0, 0, 0], [{ ...ban, strings: ['b', ''] }]), [0.5, 0, 0.5]);
  });

  it('a ban may ignore case', () => {
    const logits = letters.map(() => 0);
    const ban = { kind: 'ban', strings: ['The'], ignoreCase: true } as const;
    const after = distribution(logits, [ban], { drawn: 'tH' });
    expect(after[letters.indexOf('e')]).toBe(0);
    expect(after[letters.indexOf('E')]).toBe(0);
    expect(
      distribution(logits, [{ ...ban, ignoreCase: false }], { drawn: 'tH' })[letters.indexOf('e')],
    ).toBeGreaterThan(0);
  });

  it('a ban holds at any place of the list: what another stage has left may be nothing', () => {
    const ban = { kind: 'ban', strings: ['b', 'ca'], ignoreCase: true } as const;
    const others: readonly SamplingStage[] = [
      { kind: 'top-k', k: 1 },
      { kind: 'top-p', mass: 0.1 },
      { kind: 'min-p', share: 1 },
      { kind: 'typical', mass: 0 },
      { kind: 'temperature', temperature: 0 },
      { kind: 'mirostat', tau: 0, eta: 0.1 },
    ];
    const logits = [0, 5, 1];
    for (const other of others) {
      expect(distribution(logits, [other, ban])[1], other.kind).toBe(0);
      const after = distribution(logits, bansFirst([other, ban]));
      expect(after[1], other.kind).toBe(0);
      expect(Math.max(...after), other.kind).toBeGreaterThan(0);
      // Across the border of what was only read, too.
      expect(distribution([5, 0, 1], bansFirst([other, ban]), { read: 'c' })[0], other.kind).toBe(0);
    }
    expect(distribution(logits, [others[0], ban])).toEqual([0, 0, 0]);
    expect(bansFirst([others[0], ban, others[1]])).toEqual([ban, others[0], others[1]]);
  });

  it('where everything is banned, nothing is left, and nothing brings it back', () => {
    const ban = { kind: 'ban', strings: ['a', 'b', 'c'], ignoreCase: true } as const;
    expect(pipelineOf([ban]).apply(Float64Array.of(0, 2, 1))).toBe(false);
    const boost: SamplingStage = { kind: 'bias', biases: [{ symbol: 'a', bias: 100 }] };
    const kept: SamplingStage = { kind: 'frequency', frequency: -10, presence: -10, window: 100 };
    for (const after of [boost, kept, { kind: 'top-k', k: 3 } as const]) {
      expect(distribution([0, 2, 1], [ban, after], { drawn: 'aa' })).toEqual([0, 0, 0]);
      const views = pipelineOf([ban, after]).view([0, 2, 1]);
      expect([...views[2].probabilities]).toEqual([0, 0, 0]);
      expect(views[1].removed).toEqual([0, 1, 2]);
      expect(views[2].removed).toEqual([]);
    }
    expect(isDeadEnd([boost, ban], ['a', 'b', 'c'], [0])).toBe(true);
    expect(isDeadEnd([boost, ban], ['a', 'b', 'c', 'd'], [0])).toBe(false);
    expect(isDeadEnd([boost], ['a'], [0])).toBe(false);
  });

  it('a ban knows symbols of several code points, letters that change with their place, and long beginnings', () => {
    const left = (symbols: readonly string[], strings: readonly string[], read: readonly number[]): number[] => {
      const pipeline = new SamplingPipeline([{ kind: 'ban', strings, ignoreCase: true }], symbols, createRandom(1));
      for (const id of read) pipeline.read(id);
      const scores = new Float64Array(symbols.length);
      pipeline.apply(scores);
      return [...scores.keys()].filter((id) => scores[id] === 0);
    };
    // A symbol that finishes the string within itself.
    expect(left(['c', 'at', 'x'], ['ca'], [0])).toEqual([0, 2]);
    expect(left(['c', 'cat', 'x'], ['a'], [0])).toEqual([0, 2]);
    // Σ is ς at a word's end and σ within.
    expect(left(['ο', 'σ', 'ς', 'Σ'], ['ΟΣ'], [0])).toEqual([0]);
    // İ is two code points in lower case.
    expect(left(['İ', 'x'], ['İİx'], [0, 0])).toEqual([0]);
    // What stands there already does not ban everything after it.
    expect(left(['c', 'a', 't'], ['ca'], [0, 1])).toEqual([0, 1, 2]);
  });
});
