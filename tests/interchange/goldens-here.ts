// What a model says to a prompt, computed in this process with the kernels that text is generated with.

import type { Golden, PortableModel } from '../../src-engine/interchange/types.ts';
import { trainedOf } from '../../src-engine/interchange/proof/golden.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import { openSession } from '../../src-engine/sampling/session.ts';

/** (T, V), or of labels (T, answers): the logits after each of the ids, from zero states. */
export function logitsHere(model: PortableModel, ids: readonly number[]): Float32Array {
  const session = openSession(compileKernels('plain'), trainedOf(model), { streams: 1, steps: 1 });
  const width = session.logits[0].length;
  const logits = new Float32Array(ids.length * width);
  for (const [t, id] of ids.entries()) {
    session.ids[0] = id;
    session.read();
    logits.set(session.logits[0], t * width);
  }
  return logits;
}

export function goldenFor(model: PortableModel): Golden {
  const ids = Array.from({ length: 12 }, (_, place) => (place * 5 + 2) % model.symbols.length);
  return { ids, logits: logitsHere(model, ids) };
}

/** Largest |Δ|. */
export function farthest(some: ArrayLike<number>, others: ArrayLike<number>): number {
  if (some.length !== others.length) throw new Error(`${some.length} numbers against ${others.length}.`);
  let largest = 0;
  for (let place = 0; place < some.length; place++) largest = Math.max(largest, Math.abs(some[place] - others[place]));
  return largest;
}
