// Which settings of several runs differ, and how they are written.

import { describe, expect, it } from 'vitest';
import { settingDifferences } from '../../src-engine/protocol/comparison.ts';
import { settingValue } from '../../src-engine/protocol/words/settings.ts';
import { settingInWords } from '../../src-renderer/screens/runs/setting-values.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';

const base = { model: defaultModel, training: defaultTraining(1) };

describe('settings of runs beside each other', () => {
  it('are named where they differ, and only there', () => {
    const other = {
      model: { ...base.model, cell: 'lstm' as const },
      training: { ...base.training, schedule: { kind: 'constant' as const }, seed: 7 },
    };
    const differences = settingDifferences([base, other, base]);
    expect(differences.map(({ key }) => key)).toEqual(['cell', 'seed', 'schedule']);
    expect(differences[0]).toMatchObject({ label: 'Cell', values: [base.model.cell, 'lstm', base.model.cell] });
    expect(settingDifferences([base, base])).toEqual([]);
  });

  it('do not differ where they are not known', () => {
    expect(settingDifferences([base, { ...base, training: null }])).toEqual([]);
    const seven = { ...base, training: { ...base.training, seed: 7 } };
    expect(settingDifferences([base, { ...base, training: null }, seven])[0]?.values).toEqual(['1', null, '7']);
  });

  it('are called in the window as everywhere in it', () => {
    const other = { ...base, model: { ...base.model, cell: 'cifg' as const } };
    const rnn = { ...base, model: { ...base.model, cell: 'rnn' as const } };
    expect(settingDifferences([other, rnn], settingInWords)[0]?.values).toEqual(['CIFG', 'RNN']);
    expect(settingInWords('optimizer', 'adamw')).toBe('AdamW');
    expect(settingInWords('layerNorm', true)).toBe('yes');
    expect(settingInWords('length', { kind: 'minutes', minutes: 3 })).toBe('3 minutes');
    expect(settingInWords('length', { kind: 'minutes', minutes: 1 })).toBe('1 minute');
    expect(settingInWords('length', { kind: 'epochs', epochs: 1 })).toBe('1 epoch');
    expect(settingInWords('length', { kind: 'epochs', epochs: 1.5 })).toBe('1.5 epochs');
    expect(settingInWords('goal', { kind: 'bits', bits: 1 })).toBe('1 bit per character');
    expect(settingInWords('schedule', { kind: 'cosine', warmup: 50, floor: 0.02 })).toBe(
      'cosine, warm-up 50, floor 0.02',
    );
    expect(settingInWords('goal', { kind: 'none' })).toBe('Its length is over');
  });

  it('are written in a few words, whatever their kind', () => {
    expect(settingValue({ kind: 'minutes', minutes: 3 })).toBe('3 minutes');
    expect(settingValue({ kind: 'epochs', epochs: 1 })).toBe('1 epoch');
    expect(settingValue({ kind: 'cosine', warmup: 50, floor: 0.02 })).toBe('cosine, warm-up 50, floor 0.02');
    expect(settingValue({ kind: 'none' })).toBe('none');
    expect([settingValue(true), settingValue(false), settingValue(0.5), settingValue('gru')]).toEqual([
      'yes',
      'no',
      '0.5',
      'gru',
    ]);
  });
});
