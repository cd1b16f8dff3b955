// What rounding the weights costs: the loss of the model and of what was stored of it, on the same held-out text.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { splitText } from '../../corpus/split.ts';
import type { CompiledKernels } from '../../kernels/wasm.ts';
import type { ModelsAlone } from '../../library/models-alone.ts';
import type { Exported, RunId } from '../../protocol/index.ts';
import { openSession } from '../../sampling/session.ts';
import type { Ids } from '../../corpus/symbols.ts';
import { trainedOf } from './golden.ts';
import type { PortableModel } from '../types.ts';

/** Characters and milliseconds for each of the two: rounding shows early. */
const maxCharacters = 20_000;
const maxMilliseconds = 2000;
const stepsAtOnce = 128;

/** The beginning of the held-out part; null where nothing is held out, or the text is not here. */
export function heldOutText({ runs, corpora }: ModelsAlone, id: RunId): Ids | null {
  const { corpus, training } = runs.find(id);
  if (!corpora.hasText(corpus)) return null;
  const { characters, width } = corpora.find(corpus);
  const { train, validation } = splitText(characters, training);
  const count = Math.min(validation, maxCharacters);
  if (count < 2) return null;
  const ids = width === 1 ? new Uint8Array(count) : width === 2 ? new Uint16Array(count) : new Uint32Array(count);
  let at = 0;
  for (const block of corpora.idBlocks(corpus)) {
    const from = Math.max(0, train - at);
    const to = Math.min(block.length, train + count - at);
    if (from < to) ids.set(block.subarray(from, to), at + from - train);
    at += block.length;
    if (at >= train + count) break;
  }
  return ids;
}

/** @returns nats a character, of both over as many characters */
export async function roundingLoss(
  compiled: CompiledKernels,
  ids: Ids,
  models: { readonly exact: PortableModel; readonly stored: PortableModel },
  signal: AbortSignal,
): Promise<NonNullable<Exported['loss']>> {
  const until = performance.now() + maxMilliseconds;
  const exact = await meanLoss(compiled, models.exact, ids, () => performance.now() > until, signal);
  const read = ids.subarray(0, exact.characters + 1);
  const stored = await meanLoss(compiled, models.stored, read, () => false, signal);
  return { exact: exact.nats, stored: stored.nats };
}

async function meanLoss(
  compiled: CompiledKernels,
  model: PortableModel,
  ids: Ids,
  isEnough: () => boolean,
  signal: AbortSignal,
): Promise<{ readonly nats: number; readonly characters: number }> {
  const session = openSession(compiled, trainedOf(model), { streams: 1, steps: stepsAtOnce });
  let nats = 0;
  let characters = 0;
  do {
    const count = Math.min(stepsAtOnce, ids.length - 1 - characters);
    nats += session.score(ids, characters, count);
    characters += count;
    await nextTurn();
    signal.throwIfAborted();
  } while (characters < ids.length - 1 && !isEnough());
  return { nats: nats / characters, characters };
}
