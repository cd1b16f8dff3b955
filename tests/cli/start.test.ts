// What a start of the command line loads: what the command needs, and no other command.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { temporaryFolder } from '../library/fixtures.ts';

const main = path.resolve('src-engine/cli/main.ts');

const tellLoads = `
import { registerHooks } from 'node:module';
import { writeSync } from 'node:fs';
registerHooks({
  load(url, context, next) {
    writeSync(3, url + '\\n');
    return next(url, context);
  },
});`;

/** The modules that a start loads, by their paths in the repository. */
function loadedBy(...words: readonly string[]): readonly string[] {
  const hooks = `data:text/javascript,${encodeURIComponent(tellLoads)}`;
  const { status, output } = spawnSync(process.execPath, ['--import', hooks, main, ...words], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const root = new URL('../../', import.meta.url).href;
  return String(output[3])
    .split('\n')
    .filter((url) => url.startsWith(root))
    .map((url) => url.slice(root.length));
}

function commandsAmong(files: readonly string[]): readonly string[] {
  return files.filter((file) => file.startsWith('src-engine/cli/commands/'));
}

it('a command loads no other one, and nothing that cleans or guesses', () => {
  const library = path.join(temporaryFolder(), 'library.db');
  openLibrary(library).close();
  const files = loadedBy('--library', library, 'runs');
  expect(commandsAmong(files)).toEqual(['src-engine/cli/commands/runs.ts']);
  expect(files.filter((file) => /htmlparser2|chardet|cli-progress/.test(file))).toEqual([]);
});

it('the help loads all of them, each once', () => {
  const files = commandsAmong(loadedBy('--help'));
  expect(files.length).toBeGreaterThan(20);
  expect(new Set(files).size).toBe(files.length);
});
