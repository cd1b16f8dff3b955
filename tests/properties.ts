// What a test gets that imports fast-check (see vitest.config.ts). The tests of every day try the same values each
// time: what is red is red because of the last change. `npm run fuzz` names seeds of its own, which replace those that
// a test names too.

import * as fastCheck from 'fast-check';

const everyDay = 20_261_126;

/** Seeds to be tried on every property, one after the other; empty: those of every day. */
const seeds = (process.env['CHARLOOM_FUZZ_SEEDS'] ?? '')
  .split(',')
  .filter((seed) => seed !== '')
  .map(Number);

fastCheck.configureGlobal({ seed: everyDay });

/** As fast-check's, for each of the seeds. */
function explore<Values>(
  property: fastCheck.IRawProperty<Values>,
  parameters?: fastCheck.Parameters<Values>,
): Promise<void> | undefined {
  if (property.isAsync()) return exploreInTime(property, parameters);
  for (const seed of seeds) void fastCheck.assert(property, { ...parameters, seed });
  return undefined;
}

async function exploreInTime<Values>(
  property: fastCheck.IRawProperty<Values>,
  parameters?: fastCheck.Parameters<Values>,
): Promise<void> {
  for (const seed of seeds) await fastCheck.assert(property, { ...parameters, seed });
}

export const assert = seeds.length === 0 ? fastCheck.assert : (explore as typeof fastCheck.assert);
export default { ...fastCheck.default, assert };
export * from 'fast-check';
