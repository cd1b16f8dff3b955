// Where the command line waits for a person, Ctrl-C ends the waiting as it ends all else.

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../src-engine/cli/failure.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { jsonCli, startCli } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n';
const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '5'];

describe('a prompt from stdin', () => {
  it.each(['generate', 'distribution'])('is not waited for after Ctrl-C: %s', async (command) => {
    const folder = temporaryFolder();
    const library = path.join(folder, 'library.db');
    const text = path.join(folder, 'verse.txt');
    writeFileSync(text, verse.repeat(40));
    await jsonCli(library, 'train', text, ...small);
    const waiting = startCli(library, command, '1', '--prompt-file', '-');
    waiting.child.stdin?.write('The rose');
    while (!existsSync(`${library}-wal`) && waiting.child.exitCode === null) await delay(10);
    await delay(500);
    waiting.child.kill('SIGINT');
    const { code, stdout, stderr } = await waiting.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('It was stopped before it was done.');
  });
});

describe('a question', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.restoreAllMocks());

  /** Asks on a terminal of our own. */
  async function asked(typed: string) {
    const { confirmed } = await import('../../src-engine/cli/confirmation.ts');
    const { interruption, onInterruption } = await import('../../src-engine/cli/interruption.ts');
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const tools = {
      onInterrupt: onInterruption,
      checkInterrupted() {
        if (interruption()) throw failure('cancelled', 'stopped');
      },
    };
    const answer = confirmed(tools, 'Delete it?', { input, output: new PassThrough() });
    input.write(typed);
    return { answer, interruption };
  }

  it('is answered by yes alone', async () => {
    await expect((await asked('y\r')).answer).resolves.toBe(true);
    await expect((await asked('Yes\r')).answer).resolves.toBe(true);
    await expect((await asked('yeah\r')).answer).resolves.toBe(false);
    await expect((await asked('\r')).answer).resolves.toBe(false);
  });

  it('is ended by Ctrl-C with 130, and answered with no by Ctrl-D', async () => {
    await expect((await asked('\u0004')).answer).resolves.toBe(false);
    const { answer, interruption } = await asked('\u0003');
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect(interruption()).toEqual({ kind: 'signal', code: 130 });
  });
});
