// What recipes are compared at: so much time by the clock, the steps that this time gives on the quiet machine, or so
// many steps.

import { splitText } from '../../src-engine/corpus/split.ts';
import type { Length } from '../../src-engine/protocol/settings.ts';
import { knownSteps } from '../../src-engine/training/intervals.ts';
import { chunksPerEpoch, cutLanes } from '../../src-engine/training/lanes.ts';
import type { Recipe } from './recipes.ts';
import { stepsWithin } from './speeds.ts';
import { splits } from './text.ts';
import type { LabText } from './text.ts';

export interface Budget {
  /** As it stands over the table. */
  readonly label: string;
  readonly lengthFor: (recipe: Recipe, text: LabText) => Promise<Length>;
}

interface BudgetOptions {
  readonly budget?: string | undefined;
  readonly 'as-quiet'?: boolean | undefined;
  readonly steps?: string | undefined;
}

/** @throws Error saying what may be written */
export function budgetFrom({ budget, 'as-quiet': asQuiet, steps }: BudgetOptions): Budget {
  if (steps !== undefined && /^[1-9]\d*$/.test(steps) && budget === undefined) {
    const length = { kind: 'steps', steps: Number(steps) } as const;
    return {
      label: `${length.steps.toLocaleString('en')} steps`,
      lengthFor: (recipe, text) => Promise.resolve(atMost(length.steps, recipe, text)),
    };
  }
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|min)$/.exec(budget ?? '') ?? [];
  if (steps !== undefined || number === undefined) {
    throw new Error('Give either --budget, such as 60s, 3min or 30min, or --steps.');
  }
  const seconds = Number(number) * (unit === 's' ? 1 : 60);
  if (!asQuiet) {
    const length = { kind: 'minutes', minutes: seconds / 60 } as const;
    return {
      label: `${budget}`,
      lengthFor: ({ name, maxPasses }) => {
        if (maxPasses === null) return Promise.resolve(length);
        throw new Error(`How soon "${name}" has read its text, the clock does not say. Add --as-quiet.`);
      },
    };
  }
  return {
    label: `${budget} of the quiet machine`,
    lengthFor: async (recipe, text) => atMost(await stepsWithin(seconds, recipe, text), recipe, text),
  };
}

/** So many steps, or as many as its passes over the text take. */
function atMost(steps: number, { training, maxPasses }: Recipe, { ids }: LabText): Length {
  if (maxPasses === null) return { kind: 'steps', steps };
  const lanes = cutLanes(splitText(ids.length, splits.tenth).train, training.batch, training.sequence);
  const passes = { ...training, length: { kind: 'epochs', epochs: maxPasses } } as const;
  return { kind: 'steps', steps: Math.min(steps, (lanes && knownSteps(passes, chunksPerEpoch(lanes))) ?? steps) };
}
