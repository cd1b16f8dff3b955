// Whether a text can go on at all. Bans look at the text alone, so this is known without asking the model.

import type { SamplingStage } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import { SamplingPipeline } from './pipeline.ts';
import { reachOf, stages } from './stages/index.ts';

/**
 * Whether the bans leave no symbol that could follow.
 * @param symbols (V)
 * @param ids what has been read and written, the newest last
 */
export function isDeadEnd(
  settings: readonly SamplingStage[],
  symbols: readonly string[],
  ids: readonly number[],
): boolean {
  const bans = settings.filter(({ kind }) => stages[kind].mayEndText);
  if (bans.length === 0) return false;
  const pipeline = new SamplingPipeline(bans, symbols, createRandom(0));
  const reach = Math.max(...bans.map((stage) => reachOf(stage)));
  for (const id of ids.slice(-reach)) pipeline.read(id);
  return !pipeline.apply(new Float64Array(symbols.length));
}
