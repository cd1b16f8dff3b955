// The softmax controls from the command line: every one by name, in any order, and what is said about wrong ones.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../library/fixtures.ts';
import { jsonCli, runCli } from './run-cli.ts';

interface Stage {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly probabilities: readonly number[];
  readonly removed: readonly string[];
}

async function trained(): Promise<string> {
  const folder = temporaryFolder();
  const text = path.join(folder, 'verse.txt');
  writeFileSync(text, 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40));
  const library = path.join(folder, 'library.db');
  const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '40'];
  await jsonCli(library, 'train', text, ...small);
  return library;
}

describe('the distribution', () => {
  it('is told after every stage, over the whole vocabulary', async () => {
    const library = await trained();
    const asked = ['distribution', '1', '--prompt', 'the ', '--top-k', '4', '--bias', 'e=-3', '--temperature', '0.5'];
    const stages = (await jsonCli(library, ...asked)) as unknown as readonly Stage[];
    expect(stages.map(({ name }) => name)).toEqual(['model', 'bias', 'top-k', 'temperature']);
    for (const { symbols, probabilities } of stages) {
      expect(probabilities).toHaveLength(symbols.length);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    }
    const [model, bias, topK, temperature] = stages;
    const e = model.symbols.indexOf('e');
    expect(bias.probabilities[e]).toBeLessThan(model.probabilities[e]);
    expect(topK.removed).toHaveLength(topK.symbols.length - 4);
    expect(temperature.removed).toEqual([]);
    expect(Math.max(...temperature.probabilities)).toBeGreaterThan(Math.max(...topK.probabilities));
    const turned = await jsonCli(library, ...asked, '--pipeline', 'temperature,top-k,bias');
    expect(turned.map(({ name }) => name)).toEqual(['model', 'temperature', 'top-k', 'bias']);
  });
});

describe('generating', () => {
  it('takes every control, and the same ones give the same text', async () => {
    const library = await trained();
    const write = (...options: string[]) =>
      jsonCli(library, 'generate', '1', '--length', '60', '--seed', '5', ...options).then((lines) =>
        String(lines[0].text),
      );
    const greedy = await write('--greedy');
    expect(await write('--temperature', '0')).toBe(greedy);
    expect(await write('--top-k', '1')).toBe(greedy);
    expect(await write('--beam', '1')).toBe(greedy);
    const controls = [
      ...['--top-p', '0.9', '--min-p', '0.01', '--typical', '0.95', '--repetition-penalty', '1.2', '--dry', '1'],
      ...['--frequency-penalty', '0.1', '--presence-penalty', '0.1', '--penalty-window', '20', '--dry-allowed', '5'],
      ...['--xtc-probability', '0.5', '--mirostat', '2', '--temperature', '1.5', '--temperature-end', '0.5'],
    ];
    const text = await write(...controls);
    expect(await write(...controls)).toBe(text);
    expect(text).not.toBe(await write());
    const calm = await write('--temperature', '3', '--ban', 'E', 'o', 'a');
    expect(calm).not.toMatch(/[eoa]/);
    const stopped = await write('--temperature', '2', '--stop', 'e');
    expect(stopped.indexOf('e')).toBe(stopped.length - 1);
    expect(await write('--length', '0')).toBe('');
  });

  it('blends models: all weight on one is that one’s text, and what lies between is repeated exactly', async () => {
    const library = await trained();
    const folder = temporaryFolder();
    const other = path.join(folder, 'other: verse@2.txt');
    writeFileSync(other, 'Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch.\n'.repeat(30));
    const small = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '40'];
    await jsonCli(library, 'train', other, '--name', 'other: a@b', ...small);
    const write = (run: string, ...options: string[]) =>
      jsonCli(library, 'generate', run, '--length', '80', '--seed', '5', '--prompt', 'en', ...options).then((lines) =>
        String(lines[0].text),
      );
    const [first, second] = [await write('1'), await write('2')];
    expect(await write('1', '--blend', '2:0')).toBe(first);
    expect(await write('1', '--blend', 'other: a@b@40:1')).toBe(second);
    const between = await write('1', '--blend', '2@last:0.5');
    expect(between).not.toBe(first);
    expect(between).not.toBe(second);
    expect(await write('1', '--blend', 'other: a@b:0.5')).toBe(between);
    const stages = (await jsonCli(library, 'distribution', '1', '--blend', '2:0.4')) as unknown as readonly Stage[];
    for (const { symbols, probabilities } of stages) {
      expect(symbols).toEqual(expect.arrayContaining(['Ü', 'w']));
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(probabilities.every((p) => p > 0)).toBe(true);
    }
  });

  it('writes several texts, each as if it were alone', async () => {
    const library = await trained();
    const three = await jsonCli(library, 'generate', '1', '--length', '30', '--seed', '8', '--streams', '3');
    expect(three.map(({ seed }) => seed)).toEqual([8, 9, 10]);
    const [alone] = await jsonCli(library, 'generate', '1', '--length', '30', '--seed', '10');
    expect(three[2].text).toBe(alone.text);
  });

  it('says what is wrong with a control, with exit code 2', async () => {
    const library = await trained();
    const wrong: readonly (readonly [options: string[], sentence: string])[] = [
      [['--top-k', '0'], 'Top-k must be a whole number from 1'],
      [['--pipeline', 'top-k,foo'], 'There is no stage "foo"'],
      [['--pipeline', 'top-k', '--min-p', '0.1'], '"min-p" has an option but is not in the pipeline'],
      [['--bias', 'e'], 'Write it as symbol=value'],
      [['--beam', '3', '--best-of', '2'], 'Choose one of --beam and --best-of'],
      [['--beam', '3', '--streams', '2'], 'Ask for one text'],
      [['--temperature-over', '10'], '--temperature-over needs --temperature-end'],
      [['--blend', '1'], 'Write --blend as RUN:WEIGHT'],
      [['--blend', '1:'], 'Write --blend as RUN:WEIGHT'],
      [['--blend', '1:1.5'], 'with a weight of 0 to 1'],
      [['--blend', '1:0.7', '1:0.7'], 'The blended models weigh 1.4 together'],
    ];
    for (const [options, sentence] of wrong) {
      const { code, stderr } = await runCli(library, 'generate', '1', ...options);
      expect({ code, says: stderr.includes(sentence) ? sentence : stderr }).toEqual({ code: 2, says: sentence });
    }
  });
});
