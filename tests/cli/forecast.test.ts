// Numbers on the command line: a column of a CSV file is imported, trained on, and gone on with.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCli, jsonCall } from './call-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const library = path.join(folder, 'library.db');
const file = path.join(folder, 'weeks.csv');
/** Every seven days the same, so that a model knows all of it soon. */
const week = [10, 50, 20, 80, 30, 90, 40];
writeFileSync(
  file,
  `day;height\n${Array.from({ length: 700 }, (_, day) => `${day};${week[day % 7] ?? 0},5\n`).join('')}`,
);
const small = ['--hidden', '16', '--batch', '4', '--sequence', '14', '--threads', '1', '--learning-rate', '0.02'];

describe('a column of numbers', () => {
  beforeAll(async () => {
    await jsonCall(library, 'import', file, '--column', 'height', '--bins', '7');
    await jsonCall(library, 'train', 'weeks', ...small, '--steps', '150', '--test', '0.1', '--name', 'Weeks');
  });

  it('is gone on with as it went', async () => {
    const lines = await jsonCall(library, 'forecast', 'Weeks', '--steps', '14', '--streams', '20');
    const forecast = lines.filter(({ kind }) => kind === 'forecast');
    // The last day of the file was the last of a week.
    expect(forecast.map(({ median }) => median)).toEqual([...week, ...week].map((height) => height + 0.5));
    expect(forecast[3]).toMatchObject({ step: 4, lower: 80.5, median: 80.5, upper: 80.5, first: 80.5 });
    expect(lines.at(-1)).toMatchObject({ kind: 'held-out', part: 'test', numbers: 70, season: 7, seasonal: 0 });
    expect(lines.at(-1)?.['persistence']).toBeCloseTo((40 + 30 + 60 + 50 + 60 + 50 + 30) / 7, 0);
    expect(lines.at(-1)?.['model']).toBeLessThan(1);
  });

  it('has the lower of two texts for their middle, as a bin has of two numbers', async () => {
    const { stderr } = await callCli(library, 'train', 'weeks', ...small, '--steps', '1', '--name', 'Untaught');
    expect(stderr).toMatch(/See how the numbers go on: .* forecast \d+/);
    const forecast = await jsonCall(library, 'forecast', 'Untaught', '--steps', '20', '--streams', '2');
    const bands = forecast.filter(({ kind }) => kind === 'forecast');
    expect(bands.some(({ lower, upper }) => lower !== upper)).toBe(true);
    expect(bands.map(({ median }) => median)).toEqual(bands.map(({ lower }) => lower));
  });

  it('says honestly which forecast is best', async () => {
    const { stdout, stderr } = await callCli(library, 'forecast', 'Weeks', '--steps', '3', '--streams', '2');
    expect(stdout).toMatch(/step +lower +median +upper/);
    expect(stderr).toContain('One step ahead on 70 numbers of the test part');
    expect(stderr).toContain('The model does not beat the simpler forecast.');
  });

  it.each([
    [['import', file, '--bins', '7'], 'Name one with --column'],
    [['import', file, '--column', 'height', '--clean', 'csv=day'], 'Leave csv, jsonl and numbers out of --clean'],
    [['import', file, '--column', 'height', '--bins', '1'], 'bins'],
    [['import', file, '--column', 'height', '--rare', 'replace'], 'rare ones can only be kept'],
    [['import', file, '--clean', 'csv=height,numbers=7', '--rare-below', '9'], 'rare ones can only be kept'],
    [['import', file, '--column', 'width'], 'has no column "width"'],
    [['forecast', 'Weeks', '--steps', '0'], 'whole number from 1'],
  ])('refuses %j', async (words, reason) => {
    const { code, stderr } = await callCli(library, ...words);
    expect(code).not.toBe(0);
    expect(stderr).toContain(reason);
  });

  it('is what the doctor advises to make of a table of numbers', async () => {
    const [report] = await jsonCall(library, 'doctor', file);
    const mend = {
      cleaning: [expect.objectContaining({ kind: 'csv', column: 2 }), expect.objectContaining({ bins: 32 })],
    };
    expect(report?.['advice']).toEqual([expect.objectContaining({ code: 'csv', mend })]);
    const { stdout } = await callCli(library, 'doctor', file);
    expect(stdout).toContain('number 2 is one. (import it again with --column 2)');
  });

  it('is no text: a run on one cannot forecast', async () => {
    const text = path.join(folder, 'plain.txt');
    writeFileSync(text, 'The rose is red, the violet blue.\n'.repeat(40));
    await jsonCall(library, 'train', text, ...small, '--steps', '2', '--name', 'Plain');
    const { stderr } = await callCli(library, 'forecast', 'Plain');
    expect(stderr).toContain('"Plain" was trained on "plain", which is a text and no column of numbers.');
  });
});
