// Starts the tiny run in a process of its own, and reads what came of it.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';

const program = path.resolve('tests/faults/tiny-run.ts');

export interface TinyRun {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly lines: readonly Record<string, unknown>[];
  readonly ended: Promise<number | null>;
  /** Resolves when it has printed a line of this kind that fits. */
  line(kind: string, fits?: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
}

/** @param what 'start', 'start-long', or the run to continue @param shell a command line in front, such as a limit */
export function startTiny(library: string, what: 'start' | 'start-long' | number, shell = ''): TinyRun {
  const own = [process.execPath, program, library, String(what)];
  const [command = '', ...args] = shell === '' ? own : ['bash', '-c', `${shell}; exec "$@"`, 'tiny', ...own];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<string, unknown>[] = [];
  const watchers = new Set<() => void>();
  let rest = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line) as Record<string, unknown>));
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    lines,
    ended,
    line: (kind, fits = () => true) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          const found = lines.find((line) => line['kind'] === kind && fits(line));
          if (!found) return;
          watchers.delete(watcher);
          resolve(found);
        };
        watchers.add(watcher);
        void ended.then((code) => reject(new Error(`It ended (${code}) without a line ${kind}: ${errors}`)));
        watcher();
      }),
  };
}

/** Everything of a run's end that must not depend on how it came there. */
export function endOf(file: string, run = 1 as RunId) {
  const library = openLibrary(file);
  try {
    const { state, damaged } = library.checkpoints.newestGood(run);
    if (!state) throw new Error('there is no checkpoint');
    const { steps, losses } = library.curves.read(run, 1e6);
    const { seconds: _seconds, ...progress } = state.progress;
    const hashes = library.checkpoints.hashes(run, 'last');
    const carried = Buffer.from(state.carried.buffer).toString('base64');
    const validations = library.validations.list(run);
    return { hashes, carried, progress, damaged, steps: [...steps], losses: [...losses], validations };
  } finally {
    library.close();
  }
}
