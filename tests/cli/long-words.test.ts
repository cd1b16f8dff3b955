// Ten thousand characters where a word is expected, at every door: the answer is a sentence that can be read.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createProgram, pathOf, withCommands } from '../../src-engine/cli/program.ts';
import type { RequestName } from '../../src-engine/protocol/index.ts';
import { modelSchema } from '../../src-engine/settings/schemas.ts';
import { temporaryHost, verse } from '../host/fixtures.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli } from './call-cli.ts';

const long = `${'x'.repeat(5000)}\u001b${'y'.repeat(5000)}`;
const maxSentenceLength = 300;

function check(words: string): void {
  for (const line of words.split('\n'))
    expect(Array.from(line).length, line.slice(0, 400)).toBeLessThanOrEqual(maxSentenceLength);
  expect(words).not.toMatch(/x{81}|y{81}/);
  expect(words).not.toContain('\u001b');
}

it('every command answers in a short sentence', async () => {
  const folder = temporaryFolder();
  const library = path.join(folder, 'library.db');
  const text = path.join(folder, 'verse.txt');
  writeFileSync(text, verse.repeat(20));
  const commands = withCommands(await createProgram()).filter((command) => command.registeredArguments.length > 0);
  const asked = [
    ...commands.map((command) => [
      ...pathOf(command).split(' '),
      ...command.registeredArguments.map((_, place) => (pathOf(command) === 'queue move' && place === 1 ? '1' : long)),
    ]),
    [long],
    ['runs', `--${long}`],
    ['train', '--resume', long],
    ['train', '--extend', long, '--steps', '1'],
    ['train', '--from', `${long}@best`],
    ['train', text, '--seed', long],
    ['train', text, '--cell', long],
    ['train', text, '--name', long],
    ['import', text, '--name', long],
    ['import', text, '--clean', long],
    ['import', text, '--clean', `csv=${long}`],
    ['import', text, '--encoding', long],
    ['weights', '1', '--checkpoint', long],
    ['doctor', `./${long}`],
    ['import', `/${'x'.repeat(200)}/${'y'.repeat(200)}`],
  ];
  for (const words of asked) {
    const { code, stderr } = await callCli(library, ...words);
    expect(code, words.join(' ').slice(0, 60)).toBeGreaterThan(0);
    check(stderr);
  }
});

it('every request answers in a short sentence', async () => {
  const host = temporaryHost();
  const ask = (name: string, body: object): Promise<unknown> => host.ask(name as RequestName, body);
  const source = { kind: 'text', title: 'Verse', text: verse.repeat(20) } as const;
  const file = { kind: 'files', files: [host.addFile('verse.txt', verse)] } as const;
  const { id: corpus } = await host.ask('corpus.import', { source });
  await host.ask('corpus.rename', { corpus, name: 'z'.repeat(200) });
  const { defaults } = await host.ask('engine.about', {});
  const { model, training } = defaults;
  const wrongs: readonly (readonly [string, object])[] = [
    ['corpus.show', { corpus, [long]: 1 }],
    ['corpus.show', { corpus: long }],
    ['corpus.rename', { corpus, name: long }],
    ['corpus.import', { source: { kind: long } }],
    ['corpus.import', { source: { kind: 'builtin', key: long } }],
    [
      'corpus.import',
      { source: file, preparation: { ...defaults.preparation, encoding: `\u001b${long.slice(0, 39)}` } },
    ],
    ['corpus.import', { source, preparation: { ...defaults.preparation, unit: long } }],
    ['corpus.import', { source, preparation: { ...defaults.preparation, cleaning: [{ kind: long }] } }],
    [
      'corpus.import',
      { source, preparation: { ...defaults.preparation, cleaning: [{ kind: 'jsonl', field: long.slice(0, 900) }] } },
    ],
    ['corpus.import', { source: { kind: 'files', files: [long] } }],
    ['corpus.export', { corpus, file: long }],
    ['pipeline.delete', { name: long.slice(0, 190) }],
    ['run.start', { corpus, model, training, name: long }],
    ['run.start', { corpus, model, training, [long]: long }],
    ...Object.keys(modelSchema.entries).map(
      (key) => ['run.start', { corpus, model: { ...model, [key]: long }, training }] as const,
    ),
    ...Object.keys(training).map(
      (key) => ['run.start', { corpus, model, training: { ...training, [key]: long } }] as const,
    ),
    ['run.start', { corpus, model, training: { ...training, schedule: { kind: long } } }],
    ['run.start', { corpus, model, training: { ...training, batch: 4000, sequence: 4000 } }],
    ['sample.show', { sample: long }],
    ['file.write-curve', { run: 1, format: long, file: long }],
    ['model.export', { run: 1, checkpoint: long, format: long, file: long }],
  ];
  for (const [name, body] of wrongs) {
    const refused = await ask(name, body).then(
      () => null,
      (error: unknown) => (error as Error).message,
    );
    expect(refused, name).not.toBeNull();
    check(refused ?? '');
  }
});
