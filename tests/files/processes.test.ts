// Who is dead is dead, also where nobody has taken note of it; and who is about to die is waited for.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { isAlive, markOfThisProcess } from '../../src-engine/files/processes.ts';
import type { ProcessMark } from '../../src-engine/files/processes.ts';
import { runCli } from '../cli/run-cli.ts';
import { startZombie as startZombieOf } from '../zombie.ts';
import { addRun, temporaryFolder } from '../library/fixtures.ts';

const module = JSON.stringify(path.resolve('src-engine/files/processes.ts'));
const isLinux = process.platform === 'linux';

/** Prints its mark, and then does as it is told. */
function program(then: string): string {
  return `import { markOfThisProcess } from ${module}; console.log(JSON.stringify(markOfThisProcess())); ${then}`;
}

async function start(
  command: string,
  args: readonly string[],
): Promise<{ readonly mark: ProcessMark; readonly end: () => void }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve));
  return { mark: JSON.parse(String(line)) as ProcessMark, end: () => void child.kill('SIGKILL') };
}

const startZombie = (): Promise<ProcessMark> => startZombieOf(program('setInterval(() => {}, 1000)'));

/** A run that a process trains, as the library has it. */
function addRunOf(file: string, mark: ProcessMark): void {
  const library = openLibrary(file, { self: mark });
  library.runs.claim(addRun(library));
  library.close();
}

describe('a process', () => {
  it('that runs is alive, this one too', async () => {
    const now = Date.now();
    expect(isAlive(markOfThisProcess(), now, now)).toBe(true);
    const { mark } = await start(process.execPath, [
      '--input-type=module',
      '-e',
      program('setInterval(() => {}, 1000)'),
    ]);
    const waiting = vi.spyOn(Atomics, 'wait');
    onTestFinished(() => waiting.mockRestore());
    expect(isAlive(mark, now, now)).toBe(true);
    expect(waiting).not.toHaveBeenCalled();
  });

  it('that has the same number as one before is not that one', () => {
    const { pid, started } = markOfThisProcess();
    const now = Date.now();
    if (started !== null) expect(isAlive({ pid, started: `${started}0` }, now, now)).toBe(false);
    expect(isAlive({ pid, started: null }, now, now)).toBe(true);
    expect(isAlive({ pid, started: null }, now - 3_600_000, now)).toBe(false);
  });

  it.skipIf(!isLinux)('is dead at once when it has been killed, time after time', async () => {
    for (let round = 0; round < 5; round++) {
      const { mark, end } = await start(process.execPath, ['--input-type=module', '-e', program('for (;;);')]);
      end();
      // This process cannot take note of its child's end before the question is answered.
      expect(isAlive(mark, Date.now(), Date.now())).toBe(false);
    }
  });

  it.skipIf(!isLinux)('is dead when it is a zombie, be its start known or not', async () => {
    const mark = await startZombie();
    const now = Date.now();
    expect(isAlive(mark, now, now)).toBe(false);
    expect(isAlive({ pid: mark.pid, started: null }, now, now)).toBe(false);
  });
});

describe.skipIf(!isLinux)('a run of a zombie', () => {
  it('shows as interrupted, and can be claimed and deleted', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const mark = await startZombie();
    addRunOf(file, mark);
    addRunOf(file, mark);
    const library = openLibrary(file);
    const [one, other] = library.runs.list();
    expect([one?.state, other?.state]).toEqual(['interrupted', 'interrupted']);
    if (!one || !other) throw new Error('the runs are not there');
    expect(library.runs.claim(one.id).trainedElsewhere).toBeNull();
    library.deleteRun(other.id);
    expect(library.runs.list().length).toBe(1);
    library.close();
  });

  it('is listed so at the command line', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    addRunOf(file, await startZombie());
    const { stdout } = await runCli(file, 'runs');
    expect(stdout).toContain('interrupted');
  });
});
