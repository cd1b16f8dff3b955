// The lab: that a recipe's name means one thing, that what is held out leaks into no weight, that nothing is trained
// twice, and that the table says what the seeds did.

import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { budgetFrom } from '../../bench/quality/budget.ts';
import { drawCurves } from '../../bench/quality/curves.ts';
import { recipeNamed, shipped, suggested, defaultRecipes } from '../../bench/quality/recipes.ts';
import { appendRow, isDone, readRows, rowOf } from '../../bench/quality/rows.ts';
import type { Row } from '../../bench/quality/rows.ts';
import { asMarkdown, compare, standardError } from '../../bench/quality/table.ts';
import { splits, textOf } from '../../bench/quality/text.ts';
import type { SplitName } from '../../bench/quality/text.ts';
import { runTrial, testLoss } from '../../bench/quality/train.ts';
import type { Trial } from '../../bench/quality/train.ts';
import { inWords, keepYardsticks, keyOf, readYardsticks } from '../../bench/quality/yardsticks.ts';
import { defaultModel } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';

const recipe = recipeNamed('CIFG 1×8 LN, dropout 0.2, batch 4, sequence 8');
const line = 'the cat sat on the mat and the dog on the log\n';
const content = line.repeat(20);

function trialOn(text: string, split: SplitName = 'tenth', seed = 1): Trial {
  const length = { kind: 'steps', steps: 16 } as const;
  return { text: textOf('lines', text), split, recipe, seed, length, threads: 1 };
}

describe('a recipe', () => {
  it('is a model and what differs from the origin, whatever the defaults are', () => {
    const { name, model, training } = recipeNamed('CIFG 2x384 LN, dropout 0.2, rate 0.005, floor 0');
    expect(name).toBe('CIFG 2x384 LN, dropout 0.2, rate 0.005, floor 0');
    expect(model).toMatchObject({ cell: 'cifg', layers: 2, hidden: 384, layerNorm: true, dropout: 0.2 });
    expect(training).toMatchObject({
      learningRate: 0.005,
      batch: 32,
      schedule: { kind: 'cosine', warmup: 50, floor: 0 },
    });
    expect(recipeNamed(shipped).model).toEqual(defaultModel);
    for (const recipe of defaultRecipes) expect(recipeNamed(recipe).name).toBe(recipe);
  });

  it('can be what is suggested for a built-in text, which is read no more often than is suggested', async () => {
    const { name, model, training, maxPasses } = recipeNamed(suggested, 'alice');
    expect(name).toBe('suggestion: CIFG 1×384 LN, dropout 0.4, recurrent dropout 0.3');
    expect(model).toMatchObject({ cell: 'cifg', dropout: 0.4, recurrentDropout: 0.3 });
    expect(maxPasses).toBe(40);
    const text = textOf('alice', line.repeat(300));
    const { batch, sequence } = training;
    const length = (steps: string) => budgetFrom({ steps }).lengthFor(recipeNamed(suggested, 'alice'), text);
    const all = (40 * 0.9 * text.ids.length) / (batch * sequence);
    const { steps } = (await length('9000')) as { steps: number };
    // What fills no lane is left out, and the last step is a whole one.
    expect(steps).toBeGreaterThan(0.99 * all);
    expect(steps).toBeLessThanOrEqual(Math.ceil(all));
    expect(await length('20')).toEqual({ kind: 'steps', steps: 20 });
    expect(recipeNamed(suggested, 'moby-dick').maxPasses).toBeNull();
    expect(() => budgetFrom({ budget: '3min' }).lengthFor(recipeNamed(suggested, 'alice'), text)).toThrow('--as-quiet');
    expect(() => recipeNamed(suggested, 'lines')).toThrow('Nothing is suggested for "lines"');
    expect(() => recipeNamed(suggested, 'labelled-mail')).toThrow('is to be classified');
  });

  it.each([
    ['XRNN 1×8', 'names no model'],
    ['GRU 1×8, dropout', 'is no change'],
    ['GRU 1×8, speed 3', 'is no change'],
    ['GRU 1×8, dropout 2', 'Dropout must be from 0 to 0.9'],
  ])('that cannot be read is refused: %s', (name, sentence) => {
    expect(() => recipeNamed(name)).toThrow(sentence);
  });
});

describe('a trial', () => {
  it.each(Object.keys(splits) as SplitName[])(
    'of the split "%s" lets nothing that is held out into a weight',
    async (split) => {
      const heldOut =
        Math.floor(content.length * splits[split].validation) + Math.floor(content.length * splits[split].test);
      const trained = content.slice(0, content.length - heldOut);
      const other = [...content.slice(-heldOut)].reverse().join('');
      const [one, changed, control] = await Promise.all(
        [content, trained + other, `hte${content.slice(3)}`].map((text) => runTrial(trialOn(text, split))),
      );
      expect(changed.last.parameters).toEqual(one.last.parameters);
      expect(changed.last.optimizer).toEqual(one.last.optimizer);
      expect(changed.last.carried).toEqual(one.last.carried);
      // What is held out was read all the same, and a changed training part is seen.
      expect(changed.curve).not.toEqual(one.curve);
      expect(control.last.parameters).not.toEqual(one.last.parameters);
    },
  );

  it('reads the test part by itself', async () => {
    const trial = trialOn(content, 'test');
    const outcome = await runTrial(trial);
    const loss = await testLoss(trial, outcome);
    const tail = content.slice(0, -10) + '!?!?!?!?!?';
    expect(loss).toBeGreaterThan(0);
    expect(await testLoss({ ...trial, text: { ...trial.text, ids: textOf('lines', tail).ids } }, outcome)).not.toBe(
      loss,
    );
    await expect(testLoss(trialOn(content), outcome)).rejects.toThrow('no test part');
  });
});

describe('what was found', () => {
  it('is kept by the seed: what is done is not done again, and a line that was broken off is', async () => {
    const file = path.join(temporaryFolder(), 'rows.jsonl');
    const trial = trialOn(content);
    expect(isDone(readRows(file), trial, '16 steps')).toBe(false);
    const row = rowOf(trial, '16 steps', await runTrial(trial), null);
    appendRow(file, row);
    appendFileSync(file, JSON.stringify({ ...row, seed: 2 }).slice(0, 50));
    appendRow(file, { ...row, seed: 3 });
    const rows = readRows(file);
    expect(rows.map(({ seed }) => seed)).toEqual([1, 3]);
    expect(rows[0]).toEqual(row);
    expect(isDone(rows, trial, '16 steps')).toBe(true);
    expect(isDone(rows, { ...trial, seed: 2 }, '16 steps')).toBe(false);
    expect(isDone(rows, trial, '60s')).toBe(false);
    expect(isDone(rows, { ...trial, recipe: recipeNamed('CIFG 1×8 LN') }, '16 steps')).toBe(false);
    expect(isDone(rows, trialOn(content.replaceAll('dog', 'hog')), '16 steps')).toBe(false);
  });

  it('counts as well where it is older than a setting that was added since', () => {
    const file = path.join(temporaryFolder(), 'rows.jsonl');
    const row = made('GRU 1×8', 1, 2);
    const { task: _task, balanceLabels: _balanceLabels, goal: _goal, ...older } = row.training;
    appendFileSync(file, `${JSON.stringify({ ...row, training: older })}\n`);
    appendRow(file, made('GRU 1×8', 2, 2.2));
    const rows = readRows(file);
    const text = { ...textOf('lines', content), hash: row.text.hash };
    const trial = { ...trialOn(content), text, recipe: recipeNamed('GRU 1×8') };
    expect(isDone(rows, trial, row.budget)).toBe(true);
    expect(compare(rows).map(({ entries }) => entries.map((entry) => entry.rows.length))).toEqual([[2]]);
  });

  it('stands in a table, the best first, with the standard error of the mean', () => {
    const rows = [
      made('GRU 1×8', 1, 2),
      made('CIFG 1×8', 1, 1.5),
      made('GRU 1×8', 2, 2.2),
      { ...made('GRU 1×8', 1, 1), budget: '60s' },
    ];
    const comparisons = compare(rows);
    expect(comparisons.map(({ entries }) => entries.map((entry) => entry.recipe))).toEqual([
      ['CIFG 1×8', 'GRU 1×8'],
      ['GRU 1×8'],
    ]);
    expect(comparisons[0].entries.map(({ mean, error }) => [mean, error])).toEqual([
      [1.5, null],
      [2.1, expect.closeTo(0.1, 9)],
    ]);
    expect(asMarkdown(comparisons)).toContain('| GRU 1×8 | 2 | 2.1000 | 0.1000 | 2.1000 | 0.09 M | 1.0 |');
    expect(standardError([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3) / 2, 12);
    const picture = drawCurves(comparisons[0]) ?? '';
    expect(picture.match(/<polyline/g)).toHaveLength(2);
    expect(picture).toContain('2.100  GRU 1×8');
  });
});

describe('yardsticks', () => {
  it('are measured once for a text and a split, and stand above its table', async () => {
    const file = path.join(temporaryFolder(), 'yardsticks.json');
    const text = textOf('lines', content, 0.5);
    await keepYardsticks(file, text, 'tenth');
    const kept = readYardsticks(file);
    const { entropy, brotli, ...rest } = kept[keyOf(text, 'tenth')];
    expect(entropy).toBe(0.5);
    expect(brotli).toBeGreaterThan(0);
    // It has nothing that five characters do not tell.
    expect(rest['ngram-5']).toBeLessThan(0.3);
    expect(rest['ngram-0']).toBeGreaterThan(2);
    const row = { ...made('GRU 1×8', 1, 2), text: { name: 'lines', hash: text.hash, characters: 920 } };
    expect(asMarkdown(compare([row]), kept)).toMatch(
      /\n\nTo compare: 6-gram 0\.\d{3} · .*entropy 0\.500.*\n\n\| recipe/,
    );
    expect(asMarkdown(compare([row]), {})).not.toContain('To compare');
    writeFileSync(file, JSON.stringify({ [keyOf(text, 'tenth')]: { entropy: 1 } }));
    await keepYardsticks(file, text, 'tenth');
    expect(readYardsticks(file)).toEqual({ [keyOf(text, 'tenth')]: { entropy: 1 } });
    expect(inWords({ 'ngram-2': 1.5, 'ngram-5': 1.75, brotli: 2 })).toBe(
      'To compare: 3-gram 1.500 · 6-gram 1.750 · brotli 2.000',
    );
  });
});

describe('a budget', () => {
  it('is time or steps, and says what is wrong', async () => {
    const text = textOf('lines', content);
    expect(await budgetFrom({ budget: '3min' }).lengthFor(recipe, text)).toEqual({ kind: 'minutes', minutes: 3 });
    expect(await budgetFrom({ steps: '3400' }).lengthFor(recipe, text)).toEqual({ kind: 'steps', steps: 3400 });
    expect(budgetFrom({ steps: '3400' }).label).toBe('3,400 steps');
    const quiet = budgetFrom({ budget: '60s', 'as-quiet': true });
    // 6.8 million characters of the reference, in steps of 32 × 64.
    expect(await quiet.lengthFor(recipeNamed('GRU 1×256'), text)).toEqual({ kind: 'steps', steps: 3320 });
    for (const wrong of [{}, { budget: '60' }, { budget: '60s', steps: '5' }, { steps: 'many' }]) {
      expect(() => budgetFrom(wrong)).toThrow('Give either --budget');
    }
  });
});

function made(name: string, seed: number, loss: number): Row {
  const { model, training } = recipeNamed(name);
  return {
    text: { name: 'lines', hash: '1', characters: 100_000 },
    split: 'tenth',
    budget: '45 steps',
    recipe: name,
    seed,
    last: loss,
    best: loss,
    curve: [[20, loss + 1], [45, loss]], // prettier-ignore
    parameters: 1000,
    steps: 45,
    characters: 90_000,
    seconds: 1,
    machine: 'a machine',
    kernels: 'wide',
    threads: 1,
    model,
    training,
  };
}
