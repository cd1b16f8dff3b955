// A run that is broken off, in whatever way, goes on as if nothing had happened.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli } from './call-cli.ts';
import { jsonCli, linesOf, runCli, startCli } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(250);
const dropout = ['--dropout', '0.25', '--recurrent-dropout', '0.25'];
const settings = ['--hidden', '64', '--batch', '8', '--sequence', '32', '--threads', '1', ...dropout];
const steps = 800;
const length = ['--steps', String(steps), '--checkpoint-every', '50', '--validate-every', '50'];
const endless = ['--steps', '10000000', '--checkpoint-every', '50'];

function place() {
  const folder = temporaryFolder();
  const text = path.join(folder, 'verse.txt');
  writeFileSync(text, verse);
  return { text, library: path.join(folder, 'library.db') };
}

/** Everything of a run's end that must not depend on how it came there. */
function endOf(file: string, run: number) {
  const library = openLibrary(file);
  const id = run as RunId;
  const { state } = library.checkpoints.newestGood(id);
  const { steps, losses } = library.curves.read(id, 1e6);
  const validations = library.validations.list(id);
  library.close();
  if (!state) throw new Error('there is no checkpoint');
  const { seconds: _seconds, ...progress } = state.progress;
  const bytes = [state.parameters, state.optimizer, state.carried].map((block) =>
    Buffer.from(block.buffer).toString('base64'),
  );
  return { bytes, progress, steps: [...steps], losses: [...losses], validations };
}

describe('a run', () => {
  it('ended by Ctrl-C and killed, then continued, ends bit for bit like an unbroken one', async () => {
    const { text, library } = place();
    await jsonCli(library, 'train', text, ...settings, ...length, '--name', 'unbroken');

    const first = startCli(library, 'train', text, ...settings, ...length, '--name', 'broken', '--json');
    await first.line('checkpoint');
    first.child.kill('SIGINT');
    const stopped = await first.ended;
    expect(stopped).toMatchObject({ code: 130, stderr: '' });
    const lines = linesOf(stopped.stdout);
    const finished = lines.at(-1);
    expect(finished).toMatchObject({ kind: 'finished', run: 2, state: 'stopped' });
    expect(finished?.['step']).toBeLessThan(steps);
    expect(lines.findLast(({ kind }) => kind === 'checkpoint')).toMatchObject({ step: finished?.['step'] });
    expect((await jsonCli(library, 'runs'))[1]).toMatchObject({ id: 2, state: 'stopped', step: finished?.['step'] });

    const second = startCli(library, 'train', '--resume', 'broken', '--json');
    await second.line('checkpoint');
    second.child.kill('SIGKILL');
    await second.ended;
    expect((await jsonCli(library, 'runs'))[1]).toMatchObject({ id: 2, state: 'interrupted' });

    const third = await jsonCli(library, 'train', '--resume', '2');
    expect(third.at(-1)).toMatchObject({ kind: 'finished', run: 2, step: steps });
    expect(endOf(library, 2)).toEqual(endOf(library, 1));
  });

  it('killed before its first checkpoint begins anew, and ends the same', async () => {
    const { text, library } = place();
    const whole = ['--steps', '400', '--validation', '0', '--checkpoint-every', '400'];
    await jsonCli(library, 'train', text, ...settings, ...whole);
    const broken = startCli(library, 'train', text, ...settings, ...whole, '--json');
    await broken.line('progress');
    broken.child.kill('SIGKILL');
    await broken.ended;
    await jsonCli(library, 'train', '--resume', '2');
    expect(endOf(library, 2)).toEqual(endOf(library, 1));
  });

  it('that another process trains is not touched', async () => {
    const { text, library } = place();
    const training = startCli(library, 'train', text, ...settings, ...endless, '--json');
    await training.line('checkpoint');
    const [run] = await jsonCli(library, 'runs');
    expect(run).toMatchObject({ id: 1, state: 'training' });
    const busy = await runCli(library, 'train', '--resume', '1');
    expect(busy.code).toBe(1);
    expect(busy.stderr).toContain(`is being trained by another Charloom process (${training.child.pid})`);
    // Reading is allowed meanwhile.
    expect((await jsonCli(library, 'generate', '1', '--length', '10', '--seed', '1'))[0]).toMatchObject({
      kind: 'sample',
    });
    training.child.kill('SIGTERM');
    expect((await training.ended).code).toBe(143);
    expect((await jsonCli(library, 'runs'))[0]).toMatchObject({ state: 'stopped' });
  });

  it('keeps its settings and its text when it goes on', async () => {
    const { text, library } = place();
    const training = startCli(library, 'train', text, ...settings, ...endless, '--json');
    await training.line('checkpoint');
    training.child.kill('SIGINT');
    await training.ended;
    const other = path.join(path.dirname(text), 'other.txt');
    writeFileSync(other, 'something else entirely. '.repeat(100));
    const resumed = async (...args: readonly string[]) => {
      const { code, stderr } = await runCli(library, 'train', ...args, '--resume', '1');
      expect(code).toBe(2);
      return stderr;
    };
    expect(await resumed('--hidden', '48')).toContain('the number of hidden units of "verse, CIFG 64" is 64.');
    expect(await resumed('--steps', '500')).toContain('is 10000000 steps. Leave its option out, or');
    expect(await resumed(other)).toContain('is trained on "verse"');
    // What agrees may be said again.
    const again = startCli(library, 'train', text, ...settings, '--resume', '1', '--json');
    await again.line('progress');
    again.child.kill('SIGINT');
    expect((await again.ended).code).toBe(130);
  });

  it('finished, says so when it is to go on', async () => {
    const { text, library } = place();
    await jsonCli(library, 'train', text, ...settings, '--steps', '3');
    const { code, stderr } = await runCli(library, 'train', '--resume', '1');
    expect(code).toBe(1);
    expect(stderr).toContain('has reached its length');
  });
});

describe('a queue', () => {
  it('is worked off by several processes, each run by one of them', async () => {
    const { text, library } = place();
    const tiny = ['--hidden', '4', '--batch', '2', '--sequence', '8', '--threads', '1', '--steps', '1'];
    const names = Array.from({ length: 16 }, (_, index) => `run ${index}`);
    await callCli(library, 'import', text);
    for (const name of names) await callCli(library, 'train', 'verse', ...tiny, '--name', name, '--queue');
    const workers = await Promise.all([1, 2, 3].map(() => runCli(library, 'queue', 'run', '--json')));
    expect(workers.filter(({ code, stderr }) => code !== 0 || stderr.includes('failed'))).toEqual([]);
    const started = workers.flatMap(({ stdout }) => linesOf(stdout).filter(({ kind }) => kind === 'started'));
    expect(started.map(({ name }) => String(name)).sort()).toEqual([...names].sort());
  });
});
