// What recipes are compared at: so much time by the clock, the steps that this time gives on the quiet machine, or so many steps.

import type { Length } from '../../src-engine/protocol/settings.ts';
import type { Recipe } from './recipes.ts';
import { stepsWithin } from './speeds.ts';
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
    return { label: `${length.steps.toLocaleString('en')} steps`, lengthFor: () => Promise.resolve(length) };
  }
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|min)$/.exec(budget ?? '') ?? [];
  if (steps !== undefined || number === undefined) {
    throw new Error('Give either --budget, such as 60s, 3min or 30min, or --steps.');
  }
  const seconds = Number(number) * (unit === 's' ? 1 : 60);
  if (!asQuiet) {
    const length = { kind: 'minutes', minutes: seconds / 60 } as const;
    return { label: `${budget}`, lengthFor: () => Promise.resolve(length) };
  }
  return {
    label: `${budget} of the quiet machine`,
    lengthFor: async (recipe, text) => ({ kind: 'steps', steps: await stepsWithin(seconds, recipe, text) }),
  };
}
