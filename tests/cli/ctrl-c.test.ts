import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../library/fixtures.ts';
import { jsonCli, startCli } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n';
const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1'];

/** Interrupts the command a little after it has opened the library. @returns what it ended with */
async function interrupted(library: string, args: readonly string[]) {
  const running = startCli(library, ...args);
  while (!existsSync(`${library}-wal`) && running.child.exitCode === null) await delay(10);
  await delay(150);
  running.child.kill('SIGINT');
  return running.ended;
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

  for (const args of [
    ['import', long],
    ['train', long],
    ['train', 'verse', ...small, '--steps', '10000000', '--name', 'stopped'],
    ['doctor', long],
    ['yardsticks', long],
    ['summary', long],
    ['generate', 'tiny', '--length', '3000000'],
    ['score', 'tiny', long],
    ['export', 'fat', '--format', 'charloom', '--out', path.join(folder, 'again.charloom')],
    ['import-model', model],
  ]) {
    const { code, stderr } = await interrupted(library, args);
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
