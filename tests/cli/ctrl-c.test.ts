// Ctrl-C in the middle of every long command.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openRaw, temporaryFolder } from '../library/fixtures.ts';
import { jsonCli, startCli } from './run-cli.ts';
import type { RunningCommand } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n';
const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1'];

type Sign = (running: RunningCommand) => Promise<unknown>;

/** Interrupts the command in the middle of its work. @returns what it ended with */
async function interrupted(library: string, args: readonly string[], atWork: Sign) {
  const running = startCli(library, ...args);
  await atWork(running);
  running.child.kill('SIGINT');
  return running.ended;
}

/** Looks until something is there, or the command has ended without it. */
async function seen({ child }: RunningCommand, isThere: () => boolean): Promise<void> {
  while (!isThere() && child.exitCode === null) await delay(5);
}

it('Ctrl-C ends every long command with 130, and leaves nothing half done', async () => {
  const folder = temporaryFolder();
  const library = path.join(folder, 'library.db');
  const text = path.join(folder, 'verse.txt');
  const long = path.join(folder, 'long.txt');
  writeFileSync(text, verse.repeat(40));
  writeFileSync(long, Array.from({ length: 400_000 }, (_, line) => `${verse}${line}\n`).join(''));
  await jsonCli(library, 'train', text, ...small, '--steps', '5', '--name', 'tiny');
  const fat = ['--hidden', '1024', '--layers', '3', '--batch', '2', '--sequence', '4', '--steps', '1'];
  await jsonCli(library, 'train', 'verse', ...fat, '--name', 'fat');
  const model = path.join(folder, 'fat.charloom');
  await jsonCli(library, 'export', 'fat', '--format', 'charloom', '--out', model);
  const before = readdirSync(folder);

  const reads: Sign = async (running) => {
    await seen(running, () => existsSync(`${library}-wal`));
    await delay(150);
  };
  const trains: Sign = (running) => running.line('progress');
  const writes: Sign = (running) => seen(running, () => readdirSync(folder).some((name) => name.endsWith('.part')));
  for (const [args, atWork] of [
    [['import', long], reads],
    [['train', long], reads],
    [['train', 'verse', ...small, '--steps', '10000000', '--name', 'stopped', '--json'], trains],
    [['doctor', long], reads],
    [['yardsticks', long], reads],
    [['summary', long], reads],
    [['generate', 'tiny', '--length', '3000000'], reads],
    [['score', 'tiny', long], reads],
    [['export', 'fat', '--format', 'charloom', '--out', path.join(folder, 'again.charloom')], writes],
    [['import-model', model], reads],
  ] as const) {
    const { code, stderr } = await interrupted(library, args, atWork);
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(130);
    expect(stderr).not.toMatch(/\n\s+at /);
  }

  expect(readdirSync(folder)).toEqual(before);
  const corpora = (await jsonCli(library, 'corpora')).filter(({ kind }) => kind === 'corpus');
  expect(corpora.map(({ name }) => name)).toEqual(['verse']);
  const runs = await jsonCli(library, 'runs');
  expect(runs.map(({ name, state }) => [name, state])).toEqual([
    ['tiny', 'finished'],
    ['fat', 'finished'],
    ['stopped', 'stopped'],
  ]);
});

it('Ctrl-C while nothing can be saved says that it waits, and saves as soon as it can', async () => {
  const folder = temporaryFolder();
  const library = path.join(folder, 'library.db');
  const text = path.join(folder, 'verse.txt');
  writeFileSync(text, verse.repeat(40));
  const running = startCli(
    library,
    'train',
    text,
    ...small,
    '--steps',
    '10000000',
    '--checkpoint-every',
    '50',
    '--json',
  );
  let said = '';
  running.child.stderr?.on('data', (words: Buffer) => (said += String(words)));
  await running.line('checkpoint');
  const other = openRaw(library);
  other.exec('BEGIN IMMEDIATE');
  await seen(running, () => said.includes('Training goes on in memory'));
  running.child.kill('SIGINT');
  await seen(running, () => said.includes('Training has stopped, and waits until it can be saved'));
  other.exec('COMMIT');
  other.close();
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(130);
  expect(stderr).toContain('keeps the library locked');
  expect((await jsonCli(library, 'runs')).map(({ state }) => state)).toEqual(['stopped']);
});
