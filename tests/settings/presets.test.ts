// The presets: sound for a text of any length, larger for more time and faster machines.

import { describe, expect, it } from 'vitest';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { parametersOf } from '../../src-engine/nn/equal-width.ts';
import { checkAgainstCorpus } from '../../src-engine/settings/fit.ts';
import { passesWarning } from '../../src-engine/settings/passes.ts';
import { presetWords } from '../../src-engine/protocol/words/presets.ts';
import { makeLabelPresets, makePresets } from '../../src-engine/settings/presets.ts';
import { countCores, defaultThreads } from '../../src-engine/settings/processors.ts';
import { checkModel, checkTraining } from '../../src-engine/settings/schemas.ts';

describe('presets', () => {
  it.each([100, 5000, 1_200_000, 50_000_000])('are sound for a text of %i characters', (characters) => {
    for (const gigaflops of [null, 5, 120, 5000]) {
      const presets = makePresets({ characters, vocabulary: 80, gigaflops, training: defaultTraining(2) });
      expect(presets.map((preset) => preset.key)).toEqual(['quick', 'balanced', 'thorough']);
      for (const preset of presets) {
        expect(checkModel(preset.model)).toEqual(preset.model);
        expect(checkTraining(preset.training)).toEqual(preset.training);
        expect(() => checkAgainstCorpus(preset.training, characters)).not.toThrow();
      }
    }
  });

  it('say which lengths a short text has no use for: the same model, trained often enough before', () => {
    const needless = (characters: number) =>
      makePresets({ characters, vocabulary: 80, gigaflops: 200, training: defaultTraining(2) }).map(
        ({ isNeedless }) => isNeedless,
      );
    expect(needless(2680)).toEqual([false, true, true]);
    expect(needless(1_200_000)).toEqual([false, false, false]);
  });

  it('say nothing of the time, which a short text cuts', () => {
    const [, balanced] = makePresets({
      characters: 2680,
      vocabulary: 80,
      gigaflops: 200,
      training: defaultTraining(2),
    });
    expect(balanced?.training.length).toEqual({ kind: 'epochs', epochs: 200 });
    for (const { purpose } of Object.values(presetWords)) expect(purpose).not.toMatch(/\b(minute|hour)s?\b/i);
  });

  it('hide the more, the oftener a text is read that is small for its model', () => {
    const hidden = (characters: number, gigaflops: number) =>
      makePresets({ characters, vocabulary: 80, gigaflops, training: defaultTraining(2) }).map(
        ({ model: { dropout, recurrentDropout } }) => [dropout, recurrentDropout],
      );
    expect(hidden(50_000_000, 200)[0]).toEqual([0, 0]);
    expect(hidden(600_000, 200)[0]).toEqual([0, 0.2]);
    expect(hidden(144_000, 400)).toEqual([0, 0, 0].map(() => [0.4, 0.3]));
  });

  it.each([2680, 30_000, 144_000, 400_000, 1_200_000, 5_000_000])(
    'are not warned of reading a text of %i characters too often',
    (characters) => {
      for (const gigaflops of [60, 500]) {
        const training = { ...defaultTraining(2), validation: 0.1, test: 0 };
        for (const { model, ...preset } of makePresets({ characters, vocabulary: 80, gigaflops, training })) {
          const { length } = preset.training;
          const parameters = parametersOf(model, { vocabulary: 80, labels: 0 });
          const trained = 0.9 * characters;
          const passes = length.kind === 'epochs' ? length.epochs : null;
          const reading = { model, training: preset.training, parameters, characters: trained, passes };
          expect(passesWarning(reading)).toBeNull();
        }
      }
    },
  );

  it('read lines with labels for some minutes, and a few lines not for ever', () => {
    const length = (lines: number) =>
      makeLabelPresets({
        ...{ labels: 2, lines, lineLength: 240, vocabulary: 80, gigaflops: 200 },
        training: defaultTraining(2),
      })[0]?.training.length;
    expect(length(3000)).toEqual({ kind: 'epochs', epochs: 100 });
    expect(length(300_000)).toEqual({ kind: 'minutes', minutes: 5 });
  });

  it('choose larger models for more time and for faster machines', () => {
    const size = (gigaflops: number) =>
      makePresets({ characters: 1_200_000, vocabulary: 80, gigaflops, training: defaultTraining(2) }).map(
        ({ model }) => model.hidden * model.hidden * model.layers,
      );
    const [quick, balanced, thorough] = size(60);
    expect(quick).toBeLessThan(balanced ?? 0);
    expect(balanced).toBeLessThan(thorough ?? 0);
    expect(size(600)[0]).toBeGreaterThan(quick ?? 0);
  });
});

describe('threads', () => {
  it('leave a core to the person where there are more than two, and give each thread enough lanes', () => {
    expect([1, 2, 3, 8].map((processors) => defaultThreads(32, processors))).toEqual([1, 2, 2, 4]);
    expect(defaultThreads(4, 8)).toBe(1);
  });

  it('count physical cores, not hyper-threads', () => {
    const processor = (physical: number, core: number) =>
      `processor\t: 0\nphysical id\t: ${physical}\ncore id\t\t: ${core}\n`;
    const list = [processor(0, 0), processor(0, 1), processor(0, 0), processor(0, 1), processor(1, 0)].join('\n');
    expect(countCores(list)).toBe(3);
    expect(countCores('processor\t: 0\nBogoMIPS\t: 50.00\n')).toBeNull();
  });
});
