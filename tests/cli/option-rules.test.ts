// No option is ignored in silence: each has an effect beside every other one, or is refused.

import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { fates, keptOptions, checkEffects, wayOf, ways } from '../../src-engine/cli/option-rules.ts';
import type { TrainOptions } from '../../src-engine/cli/option-rules.ts';
import { createProgram } from '../../src-engine/cli/program.ts';
import {
  addSettingsOptions,
  chooseSettings,
  chosenModel,
  chosenTraining,
  optionName,
} from '../../src-engine/cli/settings-options.ts';
import type { SettingsOptions } from '../../src-engine/cli/settings-options.ts';
import { CharloomError } from '../../src-engine/errors.ts';
import type { ModelSettings, Preset, TrainingSettings } from '../../src-engine/protocol/index.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';

const train = (await createProgram()).commands.find((command) => command.name() === 'train');
const keys = Object.keys(fates) as (keyof typeof fates)[];
const settingKeys = keys.filter(
  // What switches a goal off has an effect only where there is one.
  (key) => !['name', 'queue', 'preset', 'kernels', 'goal'].includes(key),
) as (keyof SettingsOptions)[];

/** A value that no default has. */
const samples: Readonly<Partial<Record<keyof SettingsOptions, readonly string[]>>> = {
  task: ['--task', 'classify'],
  balanceLabels: ['--balance-labels', '--task', 'classify'],
  cell: ['--cell', 'lstm'],
  nonlinearity: ['--nonlinearity', 'relu'],
  hidden: ['--hidden', '24'],
  layers: ['--layers', '3'],
  embedding: ['--embedding', '24'],
  tieWeights: ['--tie-weights', '--hidden', '48'],
  dropout: ['--dropout', '0.3'],
  recurrentDropout: ['--recurrent-dropout', '0.3'],
  layerNorm: ['--no-layer-norm'],
  optimizer: ['--optimizer', 'adam'],
  stopAtNgram: ['--stop-at-ngram'],
  clip: ['--no-clip'],
  schedule: ['--schedule', 'constant'],
  validation: ['--validation', '0.2'],
  test: ['--test', '0.2'],
  momentum: ['--momentum', '0.7'],
  secondMomentum: ['--second-momentum', '0.7'],
  averaging: ['--averaging', '0.7'],
  epsilon: ['--epsilon', '0.7'],
  floor: ['--floor', '0.7'],
  factor: ['--factor', '0.7'],
};

function wordsFor(key: keyof SettingsOptions): readonly string[] {
  return samples[key] ?? [optionName(key), '7'];
}

/** What a run computes, written down anew: without what its other settings make meaningless. */
function computation({
  model,
  training,
}: {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
}): string {
  const { nonlinearity: _nonlinearity, ...cell } = model;
  const { momentum, secondMomentum, epsilon, validateEvery, patience, goal, ...rest } = training;
  const moments = {
    adamw: { momentum, secondMomentum, epsilon },
    adam: { momentum, secondMomentum, epsilon },
    rmsprop: { secondMomentum, epsilon },
    sgd: { momentum },
  }[training.optimizer];
  const validates = training.validation > 0;
  const schedule = training.schedule.kind === 'plateau' && !validates ? 'none' : training.schedule;
  return JSON.stringify([
    model.cell === 'rnn' ? model : cell,
    { ...rest, schedule },
    moments,
    validates ? { validateEvery, patience } : {},
    validates && (['none', 'loss'].includes(goal.kind) || training.task === 'generate') ? goal : {},
  ]);
}

const preset: Preset = {
  key: 'quick',
  title: '',
  purpose: '',
  isNeedless: false,
  model: { ...defaultModel, hidden: 32 },
  training: { ...defaultTraining(4), learningRate: 0.001 },
};

/** The computation that the words ask for; null where they are refused. */
function asked(words: readonly string[], base: Preset | null): string | null {
  const command = addSettingsOptions(new Command('train'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    const options = command.parse(words, { from: 'user' }).opts<SettingsOptions>();
    const settings = chooseSettings(options, 1_000_000, 4, base);
    checkEffects(options, settings);
    return computation(settings);
  } catch (error) {
    if (error instanceof CharloomError) expect(error.code).toBe('settings-invalid');
    expect((error as Error).message).not.toBe('');
    return null;
  }
}

describe('every option of train', () => {
  it('stands in the table', () => {
    const options = train?.options.map((option) => option.attributeName()) ?? [];
    expect(new Set(options)).toEqual(new Set([...keys, 'resume', 'extend', 'from']));
  });

  const contexts = [
    [],
    ['--cell', 'rnn'],
    ['--optimizer', 'sgd'],
    ['--optimizer', 'rmsprop'],
    ['--schedule', 'step'],
    ['--schedule', 'plateau'],
    ['--validation', '0'],
    ['--validation', '0', '--schedule', 'constant'],
    ['--clip-norm', '7'],
    ['--clip-value', '7'],
    ['--steps', '9'],
    ['--epochs', '9'],
    ['--minutes', '9'],
    ...settingKeys.map(wordsFor),
  ];

  it.each(settingKeys)('has an effect beside every other one, or is refused: %s', (key) => {
    const words = wordsFor(key);
    // It has an effect somewhere.
    expect(
      contexts.some((context) => ![null, asked(context, null)].includes(asked([...context, ...words], null))),
    ).toBe(true);
    for (const base of [null, preset]) {
      for (const context of contexts) {
        const before = asked(context, base);
        if (context.includes(words[0] ?? '') || before === null) continue;
        const after = asked([...context, ...words], base);
        expect(after, [...context, ...words].join(' ')).not.toBe(before);
      }
    }
  });

  it.each(ways.filter((way) => way !== 'new'))('is taken, compared or refused with --%s', (way) => {
    for (const key of keys) {
      const isSwitch = key === 'clip' || key === 'goal';
      const options = { clip: true, goal: true, [way]: '1', [key]: isSwitch ? false : 7 } as TrainOptions;
      const fate = fates[key][way];
      if (fate === 'refused') {
        expect(() => wayOf(options)).toThrow(`leave ${optionName(key)} out`);
        continue;
      }
      expect(wayOf(options)).toBe(way);
      const kept = keptOptions(options, way);
      const isCompared = key === 'clip' ? !kept.clip : key === 'goal' ? kept.goal === false : key in kept;
      expect(isCompared, key).toBe(fate === 'kept');
    }
  });

  it('that switches a goal off leaves out what a run is branched with, and goes with no other goal', () => {
    const withGoal: Preset = { ...preset, training: { ...preset.training, goal: { kind: 'loss', loss: 2 } } };
    expect(asked(['--no-goal'], withGoal)).toBe(asked([], preset));
    expect(asked([], withGoal)).not.toBe(asked([], preset));
    expect(asked(['--no-goal', '--stop-at-loss', '1'], withGoal)).toBeNull();
    expect(asked(['--stop-at-ngram', '--no-goal'], withGoal)).toBeNull();
    const options = addSettingsOptions(new Command('train'))
      .parse(['--no-goal'], { from: 'user' })
      .opts<TrainOptions>();
    const kept = keptOptions({ ...options, resume: '1' }, 'resume');
    expect(chosenTraining(kept, withGoal.training).goal).toEqual({ kind: 'none' });
  });

  it('that is kept is compared with what the run has', () => {
    const run = { model: { ...defaultModel, cell: 'rnn' as const }, training: defaultTraining(4) };
    for (const key of settingKeys.filter((one) => fates[one].resume === 'kept')) {
      const schedule = ['every', 'factor'].includes(key) ? 'step' : key === 'plateauPatience' ? 'plateau' : undefined;
      const words = [...(schedule === undefined ? [] : ['--schedule', schedule]), ...wordsFor(key)];
      const options = addSettingsOptions(new Command('train')).parse(words, { from: 'user' }).opts<TrainOptions>();
      const kept = keptOptions({ ...options, resume: '1' }, 'resume');
      const differing = Object.entries({ ...chosenModel(kept), ...chosenTraining(kept, run.training) }).filter(
        ([name, value]) => JSON.stringify({ ...run.model, ...run.training }[name as 'cell']) !== JSON.stringify(value),
      );
      expect(differing.length, key).toBeGreaterThan(0);
    }
  });
});
