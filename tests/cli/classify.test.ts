// Telling labels apart on the command line: trained, gone on with, asked, measured; and what such a run refuses.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCli, jsonCall } from './call-cli.ts';

/** The label is what the line begins with: "a" or "b". */
const texts = Array.from({ length: 160 }, (_, n) => {
  const tail = Array.from({ length: 2 + (n % 4) }, (__, place) => 'xyzw'[(n >> (2 * place)) & 3]).join('');
  return { label: n % 2 === 0 ? 'good' : 'bad', text: `${n % 2 === 0 ? 'a' : 'b'}${tail}${'uv'[(n >> 3) & 1] ?? ''}` };
});

// One library for all of them: training takes the time.
const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const library = path.join(folder, 'library.db');
const file = path.join(folder, 'opinions.tsv');
writeFileSync(file, texts.map(({ label, text }) => `${label}\t${text}\n`).join(''));
const small = ['--hidden', '12', '--batch', '8', '--threads', '1', '--learning-rate', '0.02'];

describe('a run that tells labels apart', () => {
  let trained: Record<string, unknown>[] = [];

  beforeAll(async () => {
    trained = await jsonCall(
      library,
      'train',
      file,
      '--task',
      'classify',
      ...small,
      '--steps',
      '60',
      '--name',
      'Opinions',
    );
  });

  it('tells its accuracy at every validation, and ends like any other', () => {
    const validations = trained.filter(({ kind }) => kind === 'validation');
    expect(validations.at(-1)).toMatchObject({ accuracy: 1, trainingAccuracy: expect.closeTo(1, 1) as number });
    expect(trained.at(-1)).toMatchObject({ kind: 'finished', step: 60 });
  });

  it('tells the label of a text', async () => {
    const told = await jsonCall(library, 'classify', 'Opinions', '--text', 'bxyz');
    expect(told).toEqual([{ kind: 'label', text: 'bxyz', label: 'bad', probability: expect.any(Number) as number }]);
    expect(told[0].probability).toBeGreaterThan(0.5);
  });

  it('says so where there is no line, and refuses none and several as one', async () => {
    const blank = path.join(folder, 'blank.txt');
    writeFileSync(blank, ' \n\n \n');
    const nothing = await callCli(library, 'classify', 'Opinions', blank);
    expect(nothing).toEqual({ code: 0, stdout: '', stderr: 'All lines are blank, so there is no line to classify.\n' });
    for (const text of ['', '  ']) {
      const none = await callCli(library, 'classify', 'Opinions', '--text', text);
      const stderr = 'charloom: --text is blank, so there is no line to classify. Write one behind it.\n';
      expect(none).toEqual({ code: 2, stdout: '', stderr });
    }
    const several = await callCli(library, 'classify', 'Opinions', '--text', 'axy\nbxy');
    expect(several).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--text is one line') });
  });

  it('tells those of a file, and measures itself where its lines have labels', async () => {
    const plain = path.join(folder, 'plain.txt');
    writeFileSync(plain, 'axy\n\nbxy\n');
    const told = await jsonCall(library, 'classify', 'Opinions', plain);
    expect(told.map(({ kind, text, label }) => [kind, text, label])).toEqual([
      ['label', 'axy', 'good'],
      ['label', 'bxy', 'bad'],
    ]);
    const wrong = path.join(folder, 'wrong.txt');
    writeFileSync(wrong, 'good,axy\nbad,bzz\ngood,bzw\nbad,aww\n');
    const measured = await jsonCall(library, 'classify', 'Opinions', wrong);
    expect(measured[2]).toMatchObject({ kind: 'label', text: 'bzw', label: 'bad', expected: 'good' });
    // Of the labels, "good" is the second: found in one of two lines, and one of two times rightly.
    expect(measured.at(-1)).toEqual({
      kind: 'metrics',
      accuracy: 0.5,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
      auc: expect.any(Number) as number,
      confusion: [
        [1, 1],
        [1, 1],
      ],
    });
    const quoted = path.join(folder, 'quoted.csv');
    writeFileSync(quoted, '"good",axy\nbad,bzz\n');
    expect((await jsonCall(library, 'classify', 'Opinions', quoted)).at(-1)).toMatchObject({ accuracy: 1 });
    const half = path.join(folder, 'half.txt');
    writeFileSync(half, 'bzz\ngood,axy\n');
    const { stdout, stderr } = await callCli(library, 'classify', 'Opinions', half);
    expect(stderr).toContain('The line "bzz" has no label, so the lines are read whole, as if they had no labels.');
    expect(stdout).toMatch(/\tgood,axy$/m);
    writeFileSync(half, '\n\n');
    expect((await callCli(library, 'classify', 'Opinions', half)).stdout).toBe('');
    const strict = await jsonCall(library, 'classify', 'Opinions', wrong, '--threshold', '1');
    expect(strict.at(-1)).toMatchObject({ recall: 0, precision: null });
  });

  it('tells those of a file of any length, in order', async () => {
    const many = path.join(folder, 'many.txt');
    writeFileSync(many, `${'axy\n'.repeat(100_000)}bxy\n`);
    const { stdout } = await callCli(library, 'classify', 'Opinions', many);
    const labels = stdout.split('\n').map((line) => line.split('\t')[0]);
    expect(labels.slice(-4)).toEqual(['good', 'good', 'bad', '']);
    expect(labels).toHaveLength(100_002);
  });

  it('says of how many lines only the beginning is read, in training and after it', async () => {
    const short = ['--task', 'classify', ...small, '--steps', '2', '--sequence', '5', '--name', 'Short'];
    const { stderr } = await callCli(library, 'train', file, ...short);
    expect(stderr).toMatch(
      /^\d+ lines are longer than the sequence, and only the first 4 characters of a line are read/m,
    );
    const sentence = stderr.split('\n').find((line) => line.includes('longer than the sequence'));
    const settings = ['--task', 'classify', '--sequence', '5'];
    for (const text of [file, 'opinions'])
      expect((await callCli(library, 'summary', text, ...settings)).stdout, text).toContain(sentence);
    expect((await callCli(library, 'summary', file, '--task', 'classify')).stdout).not.toContain('longer than');
    const told = await callCli(library, 'classify', 'Short', '--text', 'bxyzx');
    expect(told.stderr).toBe(
      '1 line is longer than what "Short" reads of one, so only the beginning counts, as in training.\n',
    );
    expect((await callCli(library, 'classify', 'Short', '--text', 'bxyz')).stderr).toBe('');
  });

  it('measures itself on the lines that were held out, of which none was trained on', async () => {
    const told = await jsonCall(library, 'classify', 'Opinions', '--held-out');
    expect(told.at(-1)).toMatchObject({ kind: 'metrics', accuracy: 1, auc: 1 });
    const heldOut = told.filter(({ kind }) => kind === 'label');
    expect(heldOut.length).toBeGreaterThan(20);
    expect(heldOut.length).toBeLessThan(50);
    const shown = await callCli(library, 'classify', 'Opinions', '--held-out');
    expect(told.at(-1)).toMatchObject({ part: 'validation' });
    expect(shown.stdout).toMatch(/^\d+ lines of the validation part, 100\.0 % of them labelled correctly/);
  });

  it('says that the lines are the test part where there is one', async () => {
    const settings = ['--task', 'classify', ...small, '--steps', '2', '--test', '0.2', '--name', 'Tested'];
    await jsonCall(library, 'train', file, ...settings);
    const told = await jsonCall(library, 'classify', 'Tested', '--held-out');
    expect(told.at(-1)).toMatchObject({ kind: 'metrics', part: 'test' });
    expect((await callCli(library, 'classify', 'Tested', '--held-out')).stdout).toMatch(
      /^\d+ lines of the test part, /,
    );
  });

  it('speaks of answers, not of characters, and of held-out lines only where there are any', async () => {
    const { stdout } = await callCli(library, 'show', 'Opinions');
    expect(stdout).toMatch(/^Best +[\d.]+ nats per answer$/m);
    const all = ['train', file, '--task', 'classify', ...small, '--steps', '2', '--validation'];
    const held = await callCli(library, ...all, '0.2', '--name', 'Held');
    expect(held.stdout).toMatch(/Best validation: [\d.]+ nats per answer\./);
    expect(held.stderr).toMatch(/classify \d+ --held-out$/m);
    const whole = await callCli(library, ...all, '0', '--name', 'Whole');
    expect(whole.stderr).toMatch(/classify \d+ FILE$/m);
  });

  it('measures itself on lines of all labels, where more are held out than it reads', async () => {
    const many = path.join(folder, 'many.tsv');
    const lines = Array.from({ length: 9000 }, (_, n) => {
      const word = Array.from({ length: 4 }, (__, place) => 'abcdefghij'[Math.floor(n / 10 ** place) % 10]).join('');
      return `${n % 2 === 0 ? 'even' : 'odd'}\t${word}\n`;
    });
    writeFileSync(many, lines.join(''));
    const settings = ['--task', 'classify', ...small, '--steps', '2', '--validation', '0.5', '--name', 'Many'];
    await callCli(library, 'train', many, ...settings);
    const told = await callCli(library, 'classify', 'Many', '--held-out', '--json');
    expect(told.stderr).toContain('These are 4,000 lines of those held out.');
    const expected = told.stdout.split('\n').map((line) => /"expected":"(.*?)"/.exec(line)?.[1]);
    expect(expected.filter((label) => label === 'even')).toHaveLength(2000);
    expect(expected.filter((label) => label === 'odd')).toHaveLength(2000);
  });

  it('is not set into one order with runs that write, whose losses are of another kind', async () => {
    for (const [name, steps] of [
      ['Writer', '3'],
      ['Better writer', '40'],
    ] as const)
      await jsonCall(library, 'train', file, ...small, '--sequence', '16', '--steps', steps, '--name', name);
    const names = ['Writer', 'Opinions', 'Better writer'];
    const compared = await jsonCall(library, 'compare', ...names);
    const runs = compared.filter(({ kind }) => kind === 'run');
    expect(runs.map(({ name, lossUnit }) => [name, lossUnit])).toEqual([
      ['Better writer', 'nats per character'],
      ['Writer', 'nats per character'],
      ['Opinions', 'nats per answer'],
    ]);
    const { stdout } = await callCli(library, 'compare', ...names);
    expect(stdout).toMatch(/^Losses in nats per character:\n(?:.+\n){3}\nLosses in nats per answer:\n(?:.+\n){2}\n/);
    expect(stdout).toContain('Losses compare within a table only: on one text, with one task.');
    const alike = await callCli(library, 'compare', 'Writer', 'Better writer');
    expect(alike.stdout).not.toContain('within a table only');
  });

  it('shows what its answer feels of a line, and which of its units follow a label', async () => {
    const [layer, ...others] = await jsonCall(library, 'memory', 'Opinions');
    expect(others).toEqual([]);
    expect(layer).toMatchObject({ kind: 'memory', layer: 1 });
    // The label is what the line begins with, and the answer comes at its end.
    expect((layer['norms'] as number[]).length).toBeGreaterThan(5);
    const shown = await callCli(library, 'memory', 'Opinions', '--text', 'axyzu\nbxy');
    expect(shown.stdout).toContain('Averaged over 2 lines of the given text.');
    const connected = await jsonCall(library, 'connect', 'Opinions', '--text', 'bxyz');
    expect(connected.at(-1)).toMatchObject({ kind: 'connected', at: 3, symbol: 'z', next: 'bad' });
    expect(connected).toHaveLength(5);

    const units = await jsonCall(library, 'units', 'Many', '--follow', 'odd', '--most', '2');
    expect(units.map(({ kind, layer: of }) => [kind, of])).toEqual([
      ['unit', 1],
      ['unit', 1],
    ]);
    const typed = await callCli(library, 'units', 'Many', '--follow', 'odd', '--text', 'abcd');
    expect(typed).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody knows the labels') as string });
  });

  it('goes on from where it was', async () => {
    const lines = await jsonCall(library, 'train', '--extend', 'Opinions', '--steps', '10');
    expect(lines.at(-1)).toMatchObject({ kind: 'finished', step: 70 });
  });

  it.each([
    [['generate', 'Opinions'], 'tells labels apart and does not write'],
    [['distribution', 'Opinions'], 'tells labels apart and does not write'],
    [['score', 'Opinions', file], 'tells labels apart and does not write'],
    [['train', '--from', 'Opinions', '--task', 'generate', '--steps', '5'], 'so a branch of it cannot write'],
    [['classify', 'Opinions'], 'Say what to classify'],
    [['classify', 'Opinions', file, '--held-out'], 'Say what to classify'],
  ])('refuses %j', async (words, reason) => {
    const { code, stderr } = await callCli(library, ...words);
    expect(code).not.toBe(0);
    expect(stderr).toContain(reason);
  });
});

describe('a run that tells labels apart leaves the library', () => {
  const elsewhere = path.join(folder, 'elsewhere.db');
  const told = (from: string, text: string) => jsonCall(from, 'classify', 'Opinions', '--text', text);

  it('and goes on in another one as if it had never left', async () => {
    const place = path.join(folder, 'opinions.charloom');
    await jsonCall(library, 'export', 'Opinions', '--checkpoint', 'last', '--format', 'charloom', '--out', place);
    await jsonCall(elsewhere, 'import-model', place, '--name', 'Opinions');
    const more = ['--extend', 'Opinions', '--steps', '10'];
    const there = await jsonCall(elsewhere, 'train', ...more);
    const here = await jsonCall(library, 'train', ...more);
    const validations = (lines: Record<string, unknown>[]) => lines.filter(({ kind }) => kind === 'validation');
    expect(validations(there).length).toBeGreaterThan(0);
    expect(validations(there)).toEqual(validations(here));
    expect(await told(elsewhere, 'bxyz')).toEqual(await told(library, 'bxyz'));
    const tested = await jsonCall(elsewhere, 'classify', 'Opinions', '--held-out');
    expect(tested.at(-1)).toMatchObject({ kind: 'metrics', accuracy: 1 });
  });

  it.each(['safetensors', 'onnx', 'pytorch-job'])('and comes back from %s with its labels', async (format) => {
    const place = path.join(folder, format);
    const back = path.join(folder, `${format}.db`);
    const exported = await jsonCall(library, 'export', 'Opinions', '--format', format, '--out', place);
    expect(exported.at(-1)).toMatchObject({ kind: 'exported', format, allowed: 1e-5 });
    await jsonCall(back, 'import-model', place, '--name', 'Opinions');
    expect(await told(back, 'aww')).toEqual(await told(library, 'aww'));
    const { stderr } = await callCli(back, 'generate', 'Opinions');
    expect(stderr).toContain('tells labels apart and does not write');
  });

  it('as a curve that does not speak of characters', async () => {
    const place = path.join(folder, 'curve.json');
    await jsonCall(library, 'export', 'Opinions', '--format', 'json', '--out', place);
    expect(JSON.parse(readFileSync(place, 'utf8'))).toMatchObject({ unit: 'nats an answer' });
  });
});

describe('a branch of a run that tells labels apart', () => {
  it('begins with what the run knows, on other lines with the same labels', async () => {
    const other = path.join(folder, 'other.tsv');
    writeFileSync(other, texts.map(({ label, text }) => `${label}\t${text.replace('x', 'q')}\n`).join(''));
    const lines = await jsonCall(library, 'train', other, '--from', 'Opinions', '--steps', '3', '--name', 'Branch');
    expect(lines[0]).toMatchObject({ kind: 'branch', added: ['q'] });
    expect(lines.at(-1)).toMatchObject({ kind: 'finished', step: 3 });
    const [answer] = await jsonCall(library, 'classify', 'Branch', '--text', 'bqyz');
    expect(answer).toMatchObject({ label: 'bad' });
  });

  it('is refused on lines with other labels, and on a text without', async () => {
    const wrong = path.join(folder, 'wrong-labels.tsv');
    writeFileSync(wrong, texts.map(({ label, text }) => `${label}!\t${text}\n`).join(''));
    const { stderr } = await callCli(library, 'train', wrong, '--from', 'Opinions', '--steps', '3');
    expect(stderr).toContain('tells "bad, good" apart, and the lines of "wrong-labels" have the labels "bad!, good!"');
    const plain = path.join(folder, 'no-labels.txt');
    writeFileSync(plain, 'nothing of the kind\n'.repeat(50));
    const refused = await callCli(library, 'train', plain, '--from', 'Opinions', '--steps', '3');
    expect(refused.stderr).toContain('has no labels to tell apart');
  });
});

describe('labels', () => {
  it('can be more than two: each one against the rest', async () => {
    const many = path.join(folder, 'many.csv');
    const lines = texts.map(({ text }, n) => `${['one', 'two', 'three'][n % 3] ?? ''},${'pqr'[n % 3] ?? ''}${text}\n`);
    writeFileSync(many, lines.join(''));
    await jsonCall(
      library,
      'train',
      many,
      '--task',
      'classify',
      ...small,
      '--steps',
      '120',
      '--name',
      'Three',
      '--balance-labels',
    );
    const told = await jsonCall(library, 'classify', 'Three', '--held-out');
    expect(told.at(-1)).toMatchObject({ kind: 'metrics', accuracy: 1 });
    expect(told.at(-1)?.['confusion']).toHaveLength(3);
    const { stderr } = await callCli(library, 'classify', 'Three', '--held-out', '--threshold', '0.3');
    expect(stderr).toContain('--threshold has no effect on "Three"');
  });

  it('are found by the doctor, and make the presets of a labelled text', async () => {
    const [report] = await jsonCall(library, 'doctor', file);
    expect(report).toMatchObject({
      labels: [
        { label: 'bad', lines: 80 },
        { label: 'good', lines: 80 },
      ],
    });
    const [plan] = await jsonCall(library, 'summary', file, '--preset', 'simple-rnn');
    const rows = plan['rows'] as { layer: string; parameters: number }[];
    expect(rows.map(({ layer }) => layer)).toEqual(['Input', 'RNN (tanh), 128 units', 'Dense, sigmoid']);
    expect(rows[2]?.parameters).toBe(129);
  });

  it('have lines of which summary reads as much as train does', async () => {
    const uneven = path.join(folder, 'uneven.tsv');
    const lines = texts.map(({ label, text }, n) => `${label}\t${text}${n % 10 === 0 ? ' and more'.repeat(9) : ''}\n`);
    writeFileSync(uneven, lines.join(''));
    const [plan] = await jsonCall(library, 'summary', uneven, '--preset', 'classifier');
    await jsonCall(library, 'train', uneven, '--preset', 'classifier', '--steps', '1', '--name', 'Uneven');
    const [run] = await jsonCall(library, 'show', 'Uneven');
    const { sequence } = run['training'] as { sequence: number };
    expect(sequence).toBeGreaterThan(60);
    const [, layer] = plan['rows'] as { shape: string }[];
    expect(layer?.shape).toBe(`(32, ${sequence}, 128)`);
  });

  it('must be there, and say what is wrong where they are not', async () => {
    const prose = path.join(folder, 'prose.txt');
    writeFileSync(prose, 'There is no label here\nnor is there one in this line\n'.repeat(40));
    const { code, stderr } = await callCli(library, 'train', prose, '--task', 'classify', '--steps', '5');
    expect(code).toBe(2);
    expect(stderr).toMatch(/"prose" has no labels to tell apart\. Line 1 has no label: .* Choose the task generate/);
    const idle = await callCli(library, 'train', file, '--balance-labels', '--steps', '5');
    expect(idle.stderr).toContain('--balance-labels has no effect here, because only the task "classify" has labels');
    const writing = await callCli(library, 'classify', 'Nobody', '--text', 'x');
    expect(writing.stderr).toContain('There is no run "Nobody"');
  });
});
