// kill -9 at random instants, at the start, in the middle of a checkpoint or between two; then continued. The end is
// bit for bit that of a run that nobody has disturbed.

import path from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { openRaw, temporaryFolder } from '../library/fixtures.ts';
import { endOf, startTiny } from './tiny.ts';

const kills = 25;
const random = createRandom(25);

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

it(`a run that is killed ${kills} times ends as if nothing had happened`, async () => {
  const folder = temporaryFolder();
  const unbroken = path.join(folder, 'unbroken.db');
  expect(await startTiny(unbroken, 'start').ended).toBe(0);
  const wanted = endOf(unbroken);
  expect(wanted.steps).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));

  // On a fast machine a run reaches its end before it has been killed so often; then the next one is killed.
  let survived = 0;
  for (let attempt = 1; survived < kills; attempt++) {
    const broken = path.join(folder, `broken-${attempt}.db`);
    survived += await killUntilItEnds(broken, kills - survived);
    expect(endOf(broken)).toEqual(wanted);
  }
});

/** @returns how often it was killed before it came to its end, at most `max` times */
async function killUntilItEnds(library: string, max: number): Promise<number> {
  let last = 0;
  for (let round = 0; round < max; round++) {
    const running = startTiny(library, round === 0 ? 'start' : 1);
    // The first must at least have made its run; of the others some do not get as far as that.
    if (round % 5 === 0) await running.line('started');
    await sleep(round % 5 === 0 ? random.bits() % 120 : random.bits() % 900);
    running.child.kill('SIGKILL');
    await running.ended;
    const told = running.lines.map((line) => (line['kind'] === 'checkpoint' ? Number(line['step']) : 0));
    last = Math.max(last, ...told);
    // What was told to be saved is there.
    const reader = openRaw(library);
    expect(reader.pragma('quick_check', { simple: true })).toBe('ok');
    const newest = reader.prepare('SELECT max(step) FROM checkpoints WHERE visible = 1').pluck().get();
    expect(Number(newest ?? 0)).toBeGreaterThanOrEqual(last);
    const state = reader.prepare('SELECT state FROM runs').pluck().get();
    reader.close();
    if (state === 'finished') return round;
  }
  expect(await startTiny(library, 1).ended).toBe(0);
  return max;
}
