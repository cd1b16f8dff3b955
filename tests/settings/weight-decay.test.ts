// Another optimizer comes with the weight decay that suits it, wherever it is chosen; a decay that was chosen stays.

import { describe, expect, it } from 'vitest';
import { chooseSettings } from '../../src-engine/cli/settings-options.ts';
import { optimizers } from '../../src-engine/protocol/choices.ts';
import { defaultDecays, withOptimizer } from '../../src-engine/protocol/weight-decay.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { suitableTraining } from '../../src-engine/settings/warnings.ts';

const training = defaultTraining(2);
const characters = 1_000_000;

describe('the weight decay', () => {
  it.each(optimizers)('of %s is its own, and goes with it again', (optimizer) => {
    const chosen = withOptimizer(training, optimizer);
    expect(chosen).toEqual({ ...training, optimizer, weightDecay: defaultDecays[optimizer] });
    expect(withOptimizer(chosen, training.optimizer)).toEqual(training);
  });

  it('stays where it was chosen', () => {
    expect(withOptimizer({ ...training, weightDecay: 0 }, 'sgd').weightDecay).toBe(0);
    expect(withOptimizer({ ...training, weightDecay: 0.3 }, 'adam').weightDecay).toBe(0.3);
  });

  it('follows the optimizer on the command line', () => {
    const decayOf = (options: Parameters<typeof chooseSettings>[0]): number =>
      chooseSettings(options, characters, 2, null).training.weightDecay;
    expect(decayOf({ clip: true })).toBe(0.1);
    expect(decayOf({ clip: true, optimizer: 'sgd' })).toBe(0.01);
    expect(decayOf({ clip: true, optimizer: 'sgd', weightDecay: 0.1 })).toBe(0.1);
  });

  it('follows the optimizer that a ReLU network gets', () => {
    const model = { ...defaultModel, cell: 'rnn', nonlinearity: 'relu' } as const;
    expect(suitableTraining(model, { model: defaultModel, training })).toMatchObject({
      optimizer: 'sgd',
      weightDecay: 0.01,
    });
  });
});
