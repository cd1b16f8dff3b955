// Whether a text can go on at all. Bans look at the text alone, so this is known without asking the model.

import type { SamplingStage } from '../protocol/settings.ts';
import { createRandom } from '../random/xoshiro.ts';
import { Pipeline } from './pipeline.ts';
import { reachOfBan } from './stages/ban.ts';

/**
 * Whether the bans leave no symbol that could follow.
 * @param symbols (V)
 * @param ids what has been read and written, the newest last
 */
export function isDeadEnd(
  stages: readonly SamplingStage[],
  symbols: readonly string[],
  ids: readonly number[],
): boolean {
  const bans = stages.filter((stage) => stage.kind === 'ban');
  if (bans.length === 0) return false;
  const pipeline = new Pipeline(bans, symbols, createRandom(0));
  const reach = Math.max(...bans.map(reachOfBan));
  for (const id of ids.slice(-reach)) pipeline.read(id);
  return !pipeline.apply(new Float64Array(symbols.length));
}
