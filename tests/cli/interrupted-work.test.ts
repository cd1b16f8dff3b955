// What an interrupted command says of the work that its host has broken off.

import { setImmediate as nextTurn } from 'node:timers/promises';
import path from 'node:path';
import { Command } from 'commander';
import { expect, it, vi } from 'vitest';
import { pressCtrlC } from '../../src-engine/cli/interruption.ts';
import { runReading } from '../../src-engine/cli/run-command.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { temporaryFolder } from '../library/fixtures.ts';

it('work that Ctrl-C has broken off is said to have been stopped, not that Charloom is closing', async () => {
  const command = new Command().option('--library <file>');
  const library = path.join(temporaryFolder(), 'library.db');
  openLibrary(library).close();
  command.parse(['--library', library], { from: 'user' });
  const told: string[] = [];
  const written = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
  await runReading(command, async ({ host }) => {
    pressCtrlC();
    for (;;) {
      await host.ask('library.overview', {});
      await nextTurn();
    }
  });
  written.mockRestore();
  expect(told).toEqual(['charloom: It was stopped before it was done.\n']);
  expect(process.exitCode).toBe(130);
  process.exitCode = undefined;
});
