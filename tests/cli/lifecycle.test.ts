// Extending, branching and queueing runs on the command line, and the fingerprint that proves they are exact.

import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli, jsonCall } from './call-cli.ts';
import { runCli, startCli } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(200);
const song = 'Sing a song of sixpence, a pocket full of rye!\n'.repeat(60);
const small = ['--hidden', '24', '--batch', '8', '--sequence', '32', '--threads', '1'];

function place() {
  const folder = temporaryFolder();
  const [text, other] = [path.join(folder, 'verse.txt'), path.join(folder, 'song.txt')];
  writeFileSync(text, verse);
  writeFileSync(other, song);
  return { text, other, library: path.join(folder, 'library.db') };
}

async function weightsOf(library: string, run: string): Promise<Record<string, unknown>> {
  const [weights] = await jsonCall(library, 'weights', run, '--checkpoint', 'last');
  return weights ?? {};
}

describe('a run that is extended', () => {
  it('and killed on its way ends bit for bit like one that was not', async () => {
    const { text, library } = place();
    const length = ['--steps', '30', '--checkpoint-every', '30', '--validate-every', '30'];
    await jsonCall(library, 'train', text, ...small, ...length);
    await jsonCall(library, 'train', text, ...small, ...length);
    const whole = await jsonCall(library, 'train', '--extend', '1', '--steps', '1500');
    expect(whole.at(-1)).toMatchObject({ kind: 'finished', run: 1, step: 1530 });

    const broken = startCli(library, 'train', '--extend', '2', '--steps', '1500', '--json');
    await broken.line('checkpoint');
    broken.child.kill('SIGKILL');
    await broken.ended;
    const rest = await jsonCall(library, 'train', '--resume', '2');
    expect(rest.at(-1)).toMatchObject({ kind: 'finished', step: 1530 });

    const [one, other] = [await weightsOf(library, '1'), await weightsOf(library, '2')];
    expect(one).toEqual({ kind: 'weights', step: 1530, parameters: one['parameters'], optimizer: one['optimizer'] });
    expect(other).toEqual(one);
    const opened = openLibrary(library);
    const state = opened.checkpoints.state(1 as RunId, 'last');
    opened.close();
    const sha256 = (block: Float32Array): string =>
      createHash('sha256')
        .update(new Uint8Array(block.buffer, block.byteOffset, block.byteLength))
        .digest('hex');
    expect(one['parameters']).toBe(sha256(state.parameters));
    expect(one['optimizer']).toBe(sha256(state.optimizer));
    expect(one['optimizer']).not.toBe(one['parameters']);
  });

  it('before its end by less than was left of it says that it ends sooner', async () => {
    const { text, library } = place();
    const broken = startCli(
      library,
      'train',
      text,
      ...small,
      '--steps',
      '1000000',
      '--checkpoint-every',
      '10',
      '--json',
    );
    await broken.line('checkpoint');
    broken.child.kill('SIGKILL');
    await broken.ended;
    const { stderr } = await callCli(library, 'train', '--extend', '1', '--steps', '5');
    expect(stderr).toMatch(/was to end at step 1,000,000 and ends at step [\d,]+ now: --extend counts from where/);
    expect((await callCli(library, 'train', '--extend', '1', '--steps', '5')).stderr).not.toContain('was to end');
  });

  it('is told how much longer, and nothing else', async () => {
    const { text, library } = place();
    await jsonCall(library, 'train', text, ...small, '--steps', '5');
    for (const [args, message] of [
      [['--extend', '1'], 'Say how much longer'],
      [
        ['--extend', '1', '--steps', '5', '--hidden', '12'],
        'the number of hidden units of "verse, CIFG 24" is 24. Leave',
      ],
      [
        ['--resume', '1', '--steps', '9'],
        'the length of "verse, CIFG 24" is 5 steps. Leave its option out, or use --extend',
      ],
      [['--resume', '1', '--warmup', '9'], 'the schedule of "verse, CIFG 24" is cosine, warm-up 50, floor 0.02. Leave'],
      [['--extend', '1', '--resume', '1'], 'Choose one of'],
    ] as const) {
      const { code, stderr } = await callCli(library, 'train', ...args);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
  });
});

describe('a branch', () => {
  it('goes on from a checkpoint with other settings, on the same text or another', async () => {
    const { text, other, library } = place();
    await jsonCall(
      library,
      'train',
      text,
      ...small,
      '--steps',
      '60',
      '--checkpoint-every',
      '20',
      '--schedule',
      'constant',
    );
    const lines = await jsonCall(
      library,
      'train',
      '--from',
      '1@20',
      other,
      '--steps',
      '40',
      '--learning-rate',
      '0.002',
    );
    expect(lines[0]).toMatchObject({ kind: 'branch', added: ['!', 'S', 'c', 'f', 'g', 'k', 'p', 'x'] });
    expect(lines.at(-1)).toMatchObject({ kind: 'finished', run: 2, step: 40 });
    const [, branch] = await jsonCall(library, 'runs');
    expect(branch).toMatchObject({ corpusName: 'song', parent: { run: 1, step: 20 }, step: 40, totalSteps: 40 });

    // The same settings on the same text: the very steps that the run took.
    await jsonCall(library, 'train', '--from', '1@20', '--steps', '40', '--name', 'twin');
    const { step: _one, ...one } = await weightsOf(library, '1');
    const { step: _two, ...two } = await weightsOf(library, 'twin');
    expect(two).toEqual(one);

    const { code, stderr } = await callCli(library, 'train', '--from', '1', '--hidden', '12');
    expect(code).toBe(2);
    expect(stderr).toContain('A branch keeps the model');
  });
});

describe('the queue', () => {
  it('is filled, put in order and worked off', async () => {
    const { text, library } = place();
    for (const name of ['a', 'b', 'c'])
      await jsonCall(library, 'train', text, ...small, '--steps', '5', '--name', name, '--queue');
    const moved = await jsonCall(library, 'queue', 'move', 'c', '1');
    expect(moved.map(({ name, place: at }) => [name, at])).toEqual([
      ['c', 1],
      ['a', 2],
      ['b', 3],
    ]);
    await jsonCall(library, 'queue', 'remove', 'a');
    const worked = await jsonCall(library, 'queue', 'run');
    expect(worked.filter(({ kind }) => kind === 'started').map(({ name }) => name)).toEqual(['c', 'b']);
    // Each once.
    expect(worked.filter(({ kind }) => kind === 'checkpoint').map(({ step }) => step)).toEqual([5, 5]);
    const states = (await jsonCall(library, 'runs')).map(({ name, state, queuePlace }) => [name, state, queuePlace]);
    expect(states).toEqual([
      ['a', 'paused', null],
      ['b', 'finished', null],
      ['c', 'finished', null],
    ]);
    await jsonCall(library, 'queue', 'add', 'a');
    expect(await jsonCall(library, 'queue')).toMatchObject([{ kind: 'queued', name: 'a', place: 1, step: 0 }]);
    expect((await callCli(library, 'queue', 'move', 'b', '1')).stderr).toContain('"b" is not in the queue');
    expect((await callCli(library, 'queue', 'move', 'a', '0')).code).toBe(2);
  });
});

describe('patience', () => {
  it('ends a run early, and says so', async () => {
    const { text, library } = place();
    // A learning rate that teaches nothing: no validation is better than the first by more than chance.
    const idle = ['--learning-rate', '1e-30', '--optimizer', 'sgd', '--validate-every', '5', '--patience', '2'];
    const { stdout, code } = await callCli(library, 'train', text, ...small, ...idle, '--steps', '1000');
    expect(code).toBe(0);
    expect(stdout).toContain('Stopped early: the last 2 validations were no better than the best.');
    expect((await jsonCall(library, 'runs'))[0]).toMatchObject({ state: 'finished', step: 15, totalSteps: 1000 });
  });
});

describe('what is not wanted any more', () => {
  it('is renamed, written out and deleted, and nothing is deleted unasked', async () => {
    const { text, library } = place();
    await jsonCall(library, 'train', text, ...small, '--steps', '10');
    expect(await jsonCall(library, 'corpora', 'rename', 'verse', 'Roses')).toEqual([
      { kind: 'renamed', corpus: 1, name: 'Roses' },
    ]);
    await jsonCall(library, 'runs', 'rename', '1', 'Gardener');
    const copy = path.join(path.dirname(text), 'copy.txt');
    expect(await jsonCall(library, 'corpora', 'export', 'Roses', copy)).toEqual([
      { kind: 'exported', corpus: 1, file: copy, bytes: verse.length },
    ]);
    expect(readFileSync(copy, 'utf8')).toBe(verse);

    for (const command of [
      ['corpora', 'delete', 'Roses'],
      ['runs', 'delete', 'Gardener'],
    ]) {
      const refused = await runCli(library, ...command);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(/Delete "(Roses|Gardener)"\? Nobody can be asked here: say it with --yes\./);
    }
    await jsonCall(library, 'train', 'Roses', ...small, '--steps', '5', '--name', 'Idle', '--queue');
    expect((await runCli(library, 'runs', 'delete', 'Idle')).stderr).toContain('It has not begun to train; whatever');
    await jsonCall(library, 'runs', 'delete', 'Idle', '--yes');
    expect((await runCli(library, 'corpora', 'delete', 'Roses')).stderr).toContain(
      'These runs are deleted with it:   1  Gardener',
    );
    expect(await jsonCall(library, 'corpora', 'delete', 'Roses', '--yes')).toEqual([
      { kind: 'deleted', corpus: 1, name: 'Roses', runs: [1], freedBytes: expect.any(Number) as number },
    ]);
    expect(await jsonCall(library, 'runs')).toEqual([]);

    const missing = await callCli(library, 'corpora', 'export', 'Roses', copy);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no corpus "Roses"') as string });
  });

  it('deletes a text before the command ends, and says how much the file has shrunk', async () => {
    const { text, library } = place();
    const long = path.join(path.dirname(text), 'long.txt');
    writeFileSync(long, verse.repeat(Math.ceil(3e6 / verse.length)));
    await jsonCall(library, 'import', long);
    const before = statSync(library).size;
    expect(before).toBeGreaterThan(3e6);
    const [{ freedBytes }] = (await jsonCall(library, 'corpora', 'delete', 'long', '--yes')) as [
      { freedBytes: number },
    ];
    expect(freedBytes).toBeGreaterThan(2.9e6);
    expect(statSync(library).size).toBe(before - freedBytes);
  });
});
