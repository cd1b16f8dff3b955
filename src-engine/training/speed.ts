// A short calibration: how many characters a second a run with these settings would train on this machine, as it is
// now.

import { createRandom } from '../random/xoshiro.ts';
import { trainBriefly } from './brief-training.ts';
import { minCharacters } from './lanes.ts';
import type { LineSet } from './line-set.ts';
import type { RunSizes } from './plan.ts';

/** Characters a second, measured for `milliseconds` in threads of its own on made-up ids; nothing is kept. */
export async function measureSpeed(sizes: RunSizes, milliseconds = 500): Promise<number> {
  const { batch, sequence } = sizes.training;
  const random = createRandom(1);
  const ids = new Uint32Array(new SharedArrayBuffer(4 * minCharacters(batch, sequence)));
  ids.forEach((_, index) => (ids[index] = random.bits() % sizes.vocabulary));
  let speed = Number.NaN;
  await trainBriefly(
    { ...sizes, ids, trainCharacters: ids.length, lines: linesOf(sizes), totalSteps: 1, extensions: [] },
    { measureFor: milliseconds },
    (message, done) => {
      if (message.kind !== 'measured') return;
      speed = message.charactersPerSecond;
      done();
    },
  );
  return speed;
}

/** One batch of lines, each as long as the sequence. */
function linesOf({ labels = 0, training: { batch, sequence } }: RunSizes): LineSet | null {
  if (labels === 0) return null;
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (batch + 1)));
  starts.forEach((_, line) => (starts[line] = line * sequence));
  return {
    starts,
    labels: new Uint16Array(new SharedArrayBuffer(2 * batch)),
    trained: batch,
    weights: new Float32Array(new SharedArrayBuffer(4 * labels)).fill(1),
  };
}
