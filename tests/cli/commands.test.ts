// What commands do, print and refuse, most of it in the test's own process.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { catalogue } from '../../corpora/catalogue.ts';
import { createProgram, pathOf, withCommands } from '../../src-engine/cli/program.ts';
import { defaultModel } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { callCli, jsonCall } from './call-cli.ts';
import { jsonCli, linesOf, runCli } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);
const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1'];

/** A folder with a text and the path of a library that does not exist yet. */
function place() {
  const folder = temporaryFolder();
  const text = path.join(folder, 'verse.txt');
  writeFileSync(text, verse);
  return { folder, text, library: path.join(folder, 'library.db') };
}

/** The same, with nothing in the library. */
function placeWithLibrary() {
  const made = place();
  openLibrary(made.library).close();
  return made;
}

async function libraryCorpora(library: string): Promise<Record<string, unknown>[]> {
  return (await jsonCall(library, 'corpora')).filter(({ kind }) => kind === 'corpus');
}

describe('importing', () => {
  it('takes encoding, cleaning, unit, separator and rare symbols, and several files as one text', async () => {
    const { folder, text, library } = place();
    const japanese = path.join(folder, 'neko.txt');
    writeFileSync(japanese, Buffer.from('8ce1947982cd944c82c582a082e98142'.repeat(40), 'hex'));
    const [cat] = await jsonCall(library, 'import', japanese, '--encoding', 'sjis');
    expect(cat).toMatchObject({ kind: 'corpus', name: 'neko', characters: 8 * 40, vocabulary: 8 });
    const [both] = await jsonCall(library, 'import', text, japanese, '--name', 'Both', '--separator', '\\n---\\n');
    expect(both).toMatchObject({ name: 'Both', characters: verse.length + 8 * 40 + 5 });
    const [low] = await jsonCall(library, 'import', text, '--clean', 'spaces,lowercase,unique-lines');
    expect(low.vocabulary).toBe(new Set(verse.toLowerCase()).size);
    expect(low.characters).toBe(verse.split('\n').slice(0, 2).join('\n').length + 1);
    const flags = path.join(folder, 'flags.txt');
    writeFileSync(flags, '🇩🇪🇫🇷e\u0301👨‍👩‍👧'.repeat(30));
    const [clusters] = await jsonCall(library, 'import', flags, '--unit', 'grapheme');
    expect(clusters).toMatchObject({ characters: 4 * 30, vocabulary: 4 });
    writeFileSync(flags, `${'abc'.repeat(50)}xyz`);
    const [few] = await jsonCall(library, 'import', flags, '--rare-below', '2', '--rare', 'drop');
    expect(few).toMatchObject({ characters: 150, vocabulary: 3 });
    const [one, two] = await jsonCall(library, 'import', text, japanese, '--each');
    expect([one.name, two.name]).toEqual(['verse', 'neko']);
  });
});

describe('the main job', () => {
  it('is refused where the run would not fit into the memory of the machine', async () => {
    const { text, library } = place();
    const machine = vi.spyOn(process, 'availableMemory').mockReturnValue(10_000);
    onTestFinished(() => machine.mockRestore());
    const { code, stderr } = await callCli(library, 'train', text, ...small, '--steps', '1');
    expect(stderr).toMatch(/This model needs [\d.]+ GB of memory to train, and this machine has 0\.00 GB free\. Close/);
    expect(code).toBe(2);
    expect(await jsonCall(library, 'runs')).toEqual([]);
  });

  it('is refused where no memory would do, also by what measures the speed before', async () => {
    const { text, library } = place();
    const large = ['--hidden', '4096', '--layers', '8'];
    await jsonCall(library, 'import', text);
    for (const command of [
      ['train', text, ...large, '--steps', '1'],
      ['train', text, ...large, '--minutes', '1'],
      ['summary', text, ...large],
      ['find-learning-rate', text, ...large],
    ]) {
      const { code, stderr } = await callCli(library, ...command);
      expect([code, stderr], command.join(' ')).toEqual([
        2,
        expect.stringMatching(/charloom: This model needs [\d.]+ GB of memory to train, and 4\.3 GB can be had\./),
      ]);
    }
    expect(await jsonCall(library, 'runs')).toEqual([]);
  });

  it('goes from a file to a text, in lines of JSON', async () => {
    const { folder, text, library } = place();
    const vocabulary = new Set(verse).size;
    const corpus = { kind: 'corpus', id: 1, name: 'Verse', characters: verse.length, vocabulary, encoding: 'UTF-8' };
    expect(await jsonCli(library, 'import', text, '--name', 'Verse')).toEqual([{ ...corpus, notes: [], isNew: true }]);
    expect(await jsonCli(library, 'import', text)).toEqual([{ ...corpus, notes: [], isNew: false }]);
    expect(await libraryCorpora(library)).toMatchObject([{ kind: 'corpus', id: 1, name: 'Verse' }]);

    const lines = await jsonCli(
      library,
      'train',
      'Verse',
      ...small,
      '--steps',
      '60',
      '--seed',
      '3',
      '--checkpoint-every',
      '20',
    );
    const kinds = new Set(lines.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['started', 'progress', 'validation', 'checkpoint', 'finished']));
    const progress = lines.filter(({ kind }) => kind === 'progress');
    expect(Object.keys(progress[0] ?? {})).toEqual(['kind', 'step', 'epoch', 'loss', 'charactersPerSecond']);
    expect(progress.at(-1)).toMatchObject({ step: 60 });
    const validations = lines.filter(({ kind }) => kind === 'validation');
    for (const { nats, bits } of validations) {
      expect(bits).toBeCloseTo((nats as number) / Math.LN2, 9);
    }
    const checkpoints = lines.filter(({ kind }) => kind === 'checkpoint').map(({ step }) => step);
    expect(checkpoints).toEqual(expect.arrayContaining([20, 40, 60]));
    const finished = lines.at(-1);
    expect(finished).toMatchObject({ kind: 'finished', run: 1, state: 'finished', step: 60, characters: 60 * 4 * 16 });
    expect(finished).toMatchObject({ best: validations.at(-1)?.['nats'], message: null });
    expect(finished?.['seconds']).toBeGreaterThan(0);

    expect(await jsonCli(library, 'runs')).toMatchObject([
      { kind: 'run', id: 1, name: 'Verse, CIFG 12', corpus: 1, cell: 'cifg', step: 60, state: 'finished' },
    ]);
    const [shown] = await jsonCli(library, 'show', '1');
    expect(shown).toMatchObject({
      kind: 'run',
      id: 1,
      totalSteps: 60,
      model: { hidden: 12 },
      training: { seed: 3, batch: 4 },
    });

    const generate = ['generate', '1', '--length', '80', '--prompt', 'The ', '--temperature', '0.7', '--seed', '9'];
    const [sample] = await jsonCli(library, ...generate);
    expect(sample).toMatchObject({ kind: 'sample', seed: 9 });
    expect([...(sample?.['text'] as string)].length).toBe(80);
    expect((await runCli(library, ...generate)).stdout).toBe(sample?.['text']);

    const held = path.join(folder, 'held.txt');
    writeFileSync(held, verse.slice(0, 300));
    const [score] = await jsonCli(library, 'score', '1', held);
    expect(score).toMatchObject({ kind: 'score', characters: 299 });
    expect(score?.['bits']).toBeCloseTo((score?.['nats'] as number) / Math.LN2, 9);
    const each = await jsonCall(library, 'score', '1', held, '--per-character');
    const characters = each.filter(({ kind }) => kind === 'character');
    expect(characters.map(({ symbol }) => symbol).join('')).toBe(readFileSync(held, 'utf8').slice(1));
    const total = characters.reduce((sum, { nats }) => sum + (nats as number), 0);
    expect(each.at(-1)).toMatchObject({ kind: 'score', characters: 299 });
    expect(each.at(-1)?.['nats']).toBeCloseTo(total / 299, 9);
    expect(total / 299).toBeCloseTo(score?.['nats'] as number, 5);
    const [whose] = await jsonCall(library, 'whose', held);
    expect(whose).toMatchObject({ kind: 'candidate', run: 1, unseen: 0, sureness: 1 });
    expect(whose.nats).toBeCloseTo(score?.['nats'] as number, 5);
    const units = await jsonCall(library, 'units', '1', '--follow', 'words', '--most', '5');
    expect(units).toHaveLength(5);
    expect(Object.keys(units[0])).toEqual(
      expect.arrayContaining(['layer', 'unit', 'part', 'f1', 'correlation', 'chance']),
    );
    expect(units.map(({ f1 }) => f1)).toEqual(
      units.map(({ f1 }) => f1).toSorted((one, other) => Number(other) - Number(one)),
    );
    const matched = await jsonCall(library, 'units', '1', '--follow', '[^\\p{L}\\p{N}’]', '--text-file', held);
    expect(matched[0]).toMatchObject({ kind: 'unit', layer: 1 });
    const named = await callCli(library, 'connect', '1', '--text', held);
    expect(named.stderr).toContain('is read as the text itself. For the file of that name, write --text-file.');
    for (const [command, reason] of [
      [['units', '1', '--follow', '('], 'is no regular expression'],
      [['units', '1', '--follow', ''], 'Type a regular expression.'],
      [['connect', '1', '--text', 'abc', '--at', '7'], 'there is no character 7'],
      [['import', text, '--encoding', 'klingon'], 'There is no encoding "klingon"'],
      [['runs', 'rename', '1', ''], 'The name is empty'],
    ] as const) {
      const wrong = await callCli(library, ...command);
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) as string });
    }
  });

  it('gives the same text for the same seed, and another for another', async () => {
    const { text, library } = place();
    await jsonCall(library, 'train', text, ...small, '--steps', '10');
    const sample = async (...args: string[]) =>
      (await jsonCall(library, 'generate', '1', '--length', '60', ...args))[0];
    expect(await sample('--seed', '1')).toEqual(await sample('--seed', '1'));
    expect((await sample('--seed', '1'))?.['text']).not.toBe((await sample('--seed', '2'))?.['text']);
    const drawn = await sample();
    expect(await sample('--seed', String(drawn?.['seed']))).toEqual(drawn);
    const [first, second] = [
      await sample('--checkpoint', 'last', '--seed', '4'),
      await sample('--checkpoint', '10', '--seed', '4'),
    ];
    expect(first).toEqual(second);
    const behind = await callCli(library, 'generate', '1@10');
    expect(behind.code).toBe(2);
    expect(behind.stderr).toContain('Write the run alone: "1". Where a checkpoint can be chosen, add --checkpoint 10.');
  });

  it('trains gated units and plain ones, with the options of each', async () => {
    const { text, library } = place();
    const options = [
      '--steps',
      '4',
      '--no-clip',
      '--schedule',
      'step',
      '--every',
      '2',
      '--optimizer',
      'rmsprop',
      '--layers',
      '2',
    ];
    await jsonCall(
      library,
      'train',
      text,
      ...small,
      ...options,
      '--cell',
      'gru',
      '--tie-weights',
      '--averaging',
      '0.9',
    );
    await jsonCall(
      library,
      'train',
      text,
      ...small,
      ...options,
      '--cell',
      'rnn',
      '--nonlinearity',
      'relu',
      '--layer-norm',
    );
    const [gru, rnn] = await jsonCall(library, 'runs');
    expect(gru).toMatchObject({ cell: 'gru', step: 4, state: 'finished' });
    expect(rnn).toMatchObject({ cell: 'rnn', step: 4, state: 'finished' });
    const compared = await jsonCall(library, 'compare', '2', '1');
    const runs = compared.filter(({ kind }) => kind === 'run');
    expect(runs.map(({ best }) => best)).toEqual(runs.map(({ best }) => best as number).sort((a, b) => a - b));
    const order = runs.map(({ id }) => id as number);
    const cellsOf = { 1: 'gru', 2: 'rnn' } as const;
    expect(compared.find(({ setting }) => setting === 'cell')).toEqual({
      kind: 'difference',
      setting: 'cell',
      values: order.map((run) => ({ run, value: cellsOf[run as 1 | 2] })),
    });
    expect(compared.some(({ setting }) => setting === 'batch')).toBe(false);
    const [shown] = await jsonCall(library, 'show', '1');
    expect(shown).toMatchObject({
      model: { layers: 2, tieWeights: true, embedding: 12 },
      training: {
        clipping: { kind: 'none' },
        schedule: { kind: 'step', every: 2 },
        optimizer: 'rmsprop',
        averaging: 0.9,
      },
    });
  });

  it('shows what a run would be, without keeping anything', async () => {
    const { text, library } = placeWithLibrary();
    const [summary] = await jsonCall(library, 'summary', text, ...small);
    const V = new Set(verse).size;
    // Weights, biases, gains and shifts of two normalised sums, head.
    const parameters = 3 * 12 * (V + 12) + 6 * 12 + 4 * 3 * 12 + V * 12 + V;
    expect(summary).toMatchObject({ kind: 'summary', parameters });
    expect((summary?.['rows'] as { parameters: number }[]).reduce((sum, row) => sum + row.parameters, 0)).toBe(
      parameters,
    );
    expect(summary?.['secondsPerEpoch']).toBeGreaterThan(0);
    const table = await callCli(library, 'summary', text, ...small);
    expect(table.stdout).toContain('CIFG, 12 units');
    expect(table.stdout).toContain(`Parameters    ${parameters.toLocaleString('en')}`);
    expect(await libraryCorpora(library)).toEqual([]);
  });

  it('speaks to people on stderr and in plain tables', async () => {
    const { text, library } = place();
    const training = await runCli(library, 'train', text, ...small, '--steps', '30', '--name', 'My roses');
    expect(training.code).toBe(0);
    expect(training.stderr).toContain('Run 1, "My roses", on "verse". Ctrl-C stops it, with a checkpoint.\n');
    expect(training.stderr).toMatch(/step 30\/30 {2}epoch [\d.]+ {2}loss [\d.]+ {2}/);
    expect(training.stderr).toContain(` --library ${library} generate 1\n`);
    expect(training.stdout).toMatch(
      /^Run 1 is finished at step 30\. Best validation: [\d.]+ nats, [\d.]+ bits per character\.\n$/,
    );
    // No colours where nobody looks.
    const runs = await runCli(library, 'runs');
    expect(runs.stdout).not.toContain('\u001b');
    expect(runs.stdout).toMatch(
      /^id +name +corpus +model +step +state +best\n *1 +My roses +verse +cifg 1×12 +30 +finished +\d\.\d+\n$/,
    );
    expect((await runCli(library, 'show', 'my ROSES')).stdout).toContain('Run 1, "My roses"');
    expect((await runCli(library, 'corpora')).stdout).toContain('moby-dick');
  });

  it('lists the catalogue, and trains as it suggests only when asked to', async () => {
    const { text, library } = placeWithLibrary();
    const entries = (await jsonCall(library, 'corpora')).filter(({ kind }) => kind === 'builtin');
    expect(entries.find(({ key }) => key === 'names')).toMatchObject({
      group: 'list',
      licence: 'CC0 1.0',
      corpus: null,
    });
    expect((await callCli(library, 'corpora')).stdout).toMatch(
      /names +list +First names, Grady Ward +59,000 +CC0 1\.0/,
    );
    await jsonCall(library, 'train', 'names', '--preset', 'suggested', '--steps', '1');
    await jsonCall(library, 'train', 'names', '--steps', '1');
    const shown = await Promise.all(['1', '2'].map(async (run) => (await jsonCall(library, 'show', run))[0]));
    const suggested = catalogue.find(({ key }) => key === 'names')?.preset.model;
    expect(shown.map((run) => run?.model)).toEqual([{ ...defaultModel, ...suggested }, defaultModel]);
    expect(shown[0]?.model).not.toEqual(defaultModel);
    const refused = await callCli(library, 'train', text, '--preset', 'suggested');
    expect(refused.stderr).toContain('Only the built-in texts come with suggested settings');
    expect(refused.code).toBe(2);
  });

  it('takes the built-in text by its key, also with the prefix', async () => {
    const { library } = place();
    const lines = await jsonCli(library, 'train', 'moby-dick', '--hidden', '8', '--steps', '1', '--validation', '0');
    expect(lines.at(-1)).toMatchObject({ kind: 'finished', step: 1 });
    await jsonCli(library, 'train', 'builtin:moby-dick', '--hidden', '8', '--steps', '1', '--validation', '0');
    expect((await libraryCorpora(library)).length).toBe(1);
  });

  it('shrinks batch and sequence for a short text, and says so', async () => {
    const { folder, library } = place();
    const short = path.join(folder, 'short.txt');
    writeFileSync(short, 'Once upon a time there was a very short text. '.repeat(8));
    const { code, stderr } = await callCli(library, 'train', short, '--hidden', '8', '--steps', '2');
    expect(code).toBe(0);
    expect(stderr).toContain('The text is short (368 characters): batch 5 instead of 32.');
  });
});

describe('what goes wrong', () => {
  it.each([
    [['train'], 'Say what to train on: a file, a corpus, or a built-in text such as moby-dick.'],
    [['train', 'TEXT', '--hidden', '0'], 'The number of hidden units must be a whole number from 1 to 4096; it is 0.'],
    [
      ['train', 'TEXT', '--hidden', '2.5'],
      'The number of hidden units must be a whole number from 1 to 4096; it is 2.5.',
    ],
    [
      ['train', 'TEXT', '--floor', '0.1', '--schedule', 'step'],
      '--floor belongs to the schedule cosine; this one is step.',
    ],
    [
      ['train', 'TEXT', '--validation', '0', '--patience', '3'],
      '--patience has no effect here, because nothing is held out for validation.',
    ],
    [['summary', 'TEXT', '--optimizer', 'sgd', '--epsilon', '1e-6'], '--epsilon has no effect here'],
    [['train', 'TEXT', '--validation', '0.5', '--test', '0.5'], 'leaves no text to train on, however long it is.'],
    [['train', 'TEXT', '--tie-weights', '--embedding', '3'], 'Tied weights need an embedding'],
    [['generate', '1', '--checkpoint', 'newest'], 'The checkpoint must be best, last or a step; it is "newest".'],
    [['generate', '1', '--temperature', '-1'], 'The temperature must be from 0 to 100; it is -1.'],
    [
      ['generate', '1', '--length', '-1'],
      'The length of the text must be a whole number from 0 to 10000000; it is -1.',
    ],
    [
      ['import', 'TEXT', 'TEXT', '--each', '--name', 'x'],
      '--name can be given to a single corpus only: leave out --each.',
    ],
    [['import', 'TEXT', '--clean', 'soap'], 'There is no cleaning "soap"'],
    [['import', 'TEXT', '--unit', 'word'], "option '--unit <what>' argument 'word' is invalid."],
    [
      ['train', 'TEXT', '--hidden', 'many'],
      "option '--hidden <units>' argument 'many' is invalid. It must be a number.",
    ],
    [['train', 'TEXT', '--cell', 'transformer'], "option '--cell <cell>' argument 'transformer' is invalid."],
    [
      ['train', 'TEXT', '--steps', '3', '--epochs', '1'],
      "option '--steps <n>' cannot be used with option '--epochs <n>'",
    ],
    [['import'], "missing required argument 'file'"],
    [['dance'], "unknown command 'dance'"],
    [['runs', '--loud'], "unknown option '--loud'"],
    [['runs', 'extra'], 'too many arguments'],
  ])('%j is wrong usage', async (args, message) => {
    const { text, library } = placeWithLibrary();
    const { code, stdout, stderr } = await callCli(library, ...args.map((arg) => (arg === 'TEXT' ? text : arg)));
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is told in one line on stderr, with exit code 1', async () => {
    const { folder, text, library } = placeWithLibrary();
    const write = (name: string, content: string | Uint8Array): string => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    };
    const failure = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await callCli(library, ...args, '--json');
      expect(code, stderr).toBe(1);
      expect(stdout).toBe('');
      expect(stderr.trimEnd().split('\n').length).toBe(1);
      return stderr.trimEnd().replace(/^charloom: /, '');
    };
    expect(await failure('import', write('empty.txt', ''))).toBe(
      'empty.txt is empty. Choose a text with something in it.',
    );
    expect(await failure('import', write('one.txt', 'a'))).toContain('one.txt holds a single character.');
    expect(await failure('train', write('bad.txt', Uint8Array.of(97, 0xc3, 40, 98)))).toContain(
      'bad.txt is not valid UTF-8',
    );
    expect(await failure('import', write('picture.png', Uint8Array.of(0x89, 80, 78, 71, 0, 0, 0, 0)))).toContain(
      'looks like a binary file',
    );
    const bare = path.join(folder, 'bare');
    mkdirSync(bare);
    expect(await failure('import', bare)).toBe('The folder has no files. Choose one with text files in it.');
    expect(await failure('train', bare)).toBe('The folder has no files. Choose one with text files in it.');
    const missing = path.join(folder, 'missing.txt');
    expect(await failure('import', missing)).toBe(`There is no file ${missing}. Check its name and place.`);
    expect(await failure('train', 'missing')).toContain('There is no file, corpus or built-in text called "missing".');
    expect(await failure('train', text, '--batch', '1000')).toContain(
      'a batch of 1,000 sequences of 16 characters needs 16,001',
    );
    expect(await failure('train', write('tiny.txt', 'ab'))).toContain('Use a text of at least 17 characters');
    expect(await failure('train', 'builtin:ulysses')).toContain('There is no built-in corpus "ulysses".');
    expect(await failure('generate', '7')).toContain('There is no run "7" in the library.');
    expect(await failure('train', '--resume', '7')).toContain('There is no run "7" in the library.');
  });

  it('is told of the library too, which stays as it is', async () => {
    const { folder, text, library } = placeWithLibrary();
    const notes = path.join(folder, 'notes.db');
    writeFileSync(notes, 'This is a text and no library, and it is long enough to be one.');
    const asLibrary = async (file: string) => {
      const { code, stderr } = await runCli(file, 'runs');
      expect(code).toBe(1);
      expect(stderr.trimEnd().split('\n').length).toBe(1);
      return stderr;
    };
    expect(await asLibrary(notes)).toContain('it is not an SQLite file');
    expect(await asLibrary(folder)).toContain('is a folder, not a library');
    mkdirSync(path.join(folder, 'inner'));
    await jsonCli(path.join(folder, 'inner', 'library.db'), 'import', text);
    expect((await runCli(library, 'runs')).code).toBe(0);
  });

  it('in a prompt or a text is a character that the model has never seen: it is named and left out', async () => {
    const { folder, text, library } = place();
    await jsonCall(library, 'train', text, ...small, '--steps', '5');
    const { code, stdout, stderr } = await callCli(
      library,
      'generate',
      '1',
      '--prompt',
      'Thé Σ',
      '--length',
      '20',
      '--seed',
      '1',
    );
    expect(code).toBe(0);
    expect(stderr).toBe('The model has never seen "é" (nearest: "e"), "Σ"; left out of the text.\n');
    expect([...stdout].length).toBe(20);
    const foreign = Array.from({ length: 3000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    const many = await callCli(library, 'connect', '1', '--text', `The${foreign}`);
    expect(many.stderr).toMatch(/^The model has never seen ("[^"]+", ){19}"[^"]+" and more; left out of the text\.\n$/);
    const other = path.join(folder, 'other.txt');
    writeFileSync(other, 'The rose is Σ.');
    const score = await callCli(library, 'score', '1', other, '--json');
    expect(score.stderr).toContain('"Σ"');
    expect(linesOf(score.stdout)[0]).toMatchObject({ kind: 'score', characters: 12 });
  });

  it('is nothing at all when the reader has seen enough', async () => {
    const { text, library } = place();
    await jsonCli(library, 'train', text, ...small, '--steps', '5');
    const main = path.resolve('src-engine/cli/main.ts');
    const command = `"${process.execPath}" "${main}" generate 1 --length 3000000 --library "${library}" --seed 1`;
    const piped = spawnSync('sh', ['-c', `(${command}; echo "code $?" >&2) | head -c 20`], { encoding: 'utf8' });
    expect(piped.stdout.length).toBe(20);
    expect(piped.stderr).toBe('code 0\n');
  });
});

describe('help', () => {
  it('is there for the program and for each command', async () => {
    const { library } = place();
    const help = await callCli(library, '--help');
    expect(help.code).toBe(0);
    for (const command of ['corpora', 'import', 'train', 'runs', 'show', 'generate', 'score', 'summary']) {
      expect(help.stdout).toContain(`  ${command} `);
      const own = await callCli(library, command, '--help');
      expect(own.code).toBe(0);
      expect(own.stdout).toContain('--library <file>');
    }
    expect((await callCli(library, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('before training', () => {
  it('examines a text, for people and for programs', async () => {
    const { text, library } = placeWithLibrary();
    const [report] = await jsonCall(library, 'doctor', text);
    expect(report).toMatchObject({ kind: 'doctor', corpus: null, name: text, characters: verse.length, lines: 80 });
    expect(await libraryCorpora(library)).toEqual([]);
    await jsonCall(library, 'import', text);
    expect((report?.['advice'] as { code: string }[]).map(({ code }) => code)).toEqual(['too-small', 'duplicates']);
    const shown = await callCli(library, 'doctor', 'verse');
    expect(shown.stdout).toMatch(/^longest line +33$/m);
    expect(shown.stdout).toContain('Keep each line once. (import it again with --clean unique-lines)');
  });

  it('measures yardsticks on the part that is held out', async () => {
    const { text, library } = place();
    const [result] = await jsonCall(library, 'yardsticks', text, '--validation', '0.25', '--test', '0.25');
    expect(result).toMatchObject({ trainedOn: verse.length / 2, measuredOn: verse.length / 4 });
    const ngrams = result?.['ngrams'] as readonly { order: number; bits: number }[];
    expect(ngrams.map(({ order }) => order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ngrams[8]?.bits).toBeLessThan(ngrams[0]?.bits);
    const shown = await callCli(library, 'yardsticks', 'verse', '--validation', '0.25', '--test', '0.25');
    expect(shown.stdout).toMatch(/^5-gram +\d\.\d{3} +\d\.\d{3}$/m);
    expect((await callCli(library, 'yardsticks', 'verse', '--validation', '0.7')).code).toBe(2);
    expect((await callCli(library, 'yardsticks', 'verse', '--validation', '0')).stderr).toContain(
      'give --validation a share',
    );
  });

  it('keeps a test part, and tells its loss at the end', async () => {
    const { text, library } = place();
    const lines = await jsonCall(library, 'train', text, ...small, '--steps', '20', '--test', '0.1');
    const test = lines.find(({ kind }) => kind === 'test');
    expect(test).toMatchObject({ step: 20, characters: verse.length / 10 });
    expect(test?.['bits']).toBeCloseTo((test?.['nats'] as number) / Math.LN2, 9);
    expect(lines.at(-1)).toMatchObject({ kind: 'finished' });
    const shown = await callCli(library, 'train', 'verse', ...small, '--steps', '20', '--test', '0.1');
    expect(shown.stdout).toMatch(/Test, with the checkpoint of step 20: \d\.\d{3} nats/);
    const run = await callCli(library, 'show', '1');
    expect(run.stdout).toMatch(
      /^Test {6}\d\.\d{3} nats, \d\.\d{3} bits per character, with the checkpoint of step 20$/m,
    );
    const untested = await callCli(library, 'train', 'verse', ...small, '--steps', '20', '--name', 'Untested');
    expect(untested.code).toBe(0);
    expect((await callCli(library, 'show', 'Untested')).stdout).not.toContain('Test ');
  });

  it('ends at its goal, and says so in JSON, too', async () => {
    const { text, library } = place();
    const lines = await jsonCall(library, 'train', text, ...small, '--steps', '20', '--stop-at-loss', '50');
    const message = expect.stringMatching(/^Stopped at its goal/) as string;
    expect(lines.at(-1)).toMatchObject({ kind: 'finished', state: 'finished', message });
  });
});

describe('find-learning-rate', () => {
  it('shows a range test and what to take, warns of a rate far from it, and keeps no run', async () => {
    const { text, library } = place();
    const tiny = ['--hidden', '8', '--batch', '2', '--sequence', '8', '--threads', '1'];
    const [found] = await jsonCall(library, 'find-learning-rate', text, ...tiny, '--learning-rate', '50');
    expect(found).toMatchObject({ kind: 'learning-rates', chosen: 50 });
    expect(found?.['warning']).toBe(
      `The learning rate 50 is ${Number((50 / (found?.['suggested'] as number)).toPrecision(2))} times larger than the one that was ` +
        `found, ${String(found?.['suggested'])}: the run may diverge. Take ${String(found?.['suggested'])}.`,
    );
    const shown = await callCli(library, 'find-learning-rate', '1', ...tiny);
    expect(shown.stdout).toMatch(/learning rate +nats +loss\n +0[.]0001 .*█/);
    expect(shown.stdout).toContain('Suggested learning rate: 0.');
    expect(await jsonCall(library, 'runs')).toEqual([]);
  });
});

describe('as a process of its own', () => {
  it('every command does its work and ends, with nothing that keeps it awake', async () => {
    const { folder, text, library } = place();
    const at = (name: string): string => path.join(folder, name);
    const tiny = ['--hidden', '8', '--batch', '2', '--sequence', '8', '--threads', '1', '--steps', '2'];
    const telling = ['--task', 'classify', '--name', 'Labels', ...tiny];
    const labelled = at('labelled.txt');
    writeFileSync(
      labelled,
      Array.from({ length: 20 }, (_, n) => `${n % 2 ? 'odd' : 'even'},${'ab'.repeat(n + 1)}\n`).join(''),
    );
    const numbers = at('numbers.csv');
    writeFileSync(numbers, Array.from({ length: 200 }, (_, n) => `${n % 9}\n`).join(''));
    const words: Readonly<Record<string, readonly string[]>> = {
      import: [text],
      corpora: [],
      'corpora rename': ['1', 'Verse'],
      'corpora export': ['1', at('copy.txt')],
      train: ['1', ...tiny],
      queue: [],
      'queue add': ['2'],
      'queue move': ['2', '1'],
      'queue remove': ['2'],
      'queue run': [],
      runs: [],
      'runs rename': ['1', 'First'],
      show: ['1'],
      weights: ['1'],
      generate: ['1', '--length', '5'],
      distribution: ['1'],
      score: ['1', text],
      whose: [text],
      memory: ['1'],
      connect: ['1', '--text', 'The rose'],
      units: ['1', '--follow', 'words', '--text-file', text],
      summary: [text],
      compare: ['1'],
      'find-learning-rate': ['1', ...tiny],
      doctor: ['1'],
      yardsticks: ['1'],
      export: ['1', '--format', 'charloom', '--out', at('first.charloom')],
      verify: [at('first.charloom')],
      'import-model': [at('first.charloom')],
      storage: [],
      backup: [at('backup.db')],
      bench: [],
      classify: ['Labels', '--held-out'],
      forecast: ['Numbers', '--steps', '3', '--streams', '2'],
      'runs delete': ['1', '--yes'],
      'corpora delete': ['1', '--yes'],
      cleanup: [],
      help: ['train'],
    };
    const all = withCommands(await createProgram()).map(pathOf);
    expect(new Set(Object.keys(words))).toEqual(new Set(all.filter((command) => command !== '')));
    for (const [command, args] of Object.entries(words)) {
      if (command === 'classify') await jsonCall(library, 'train', labelled, ...telling);
      if (command === 'forecast') {
        await jsonCall(library, 'import', numbers, '--column', '1', '--name', 'Column');
        await jsonCall(library, 'train', 'Column', ...tiny, '--name', 'Numbers');
      }
      if (command === 'queue add') await jsonCall(library, 'train', '1', ...tiny, '--queue');
      const { code, signal, stderr } = await runCli(library, ...command.split(' '), ...args);
      expect({ command, code, signal, stderr: code === 0 ? '' : stderr }).toEqual({
        command,
        code: 0,
        signal: null,
        stderr: '',
      });
    }
  });
});
