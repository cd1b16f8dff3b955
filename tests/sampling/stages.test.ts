// The files of the stages, all of them: what each says of itself fits together. That a kind without a file does not
// compile is shown by tests/types.

import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addStageOptions, stagesFrom } from '../../src-engine/cli/sampling-options.ts';
import { stageKinds } from '../../src-engine/protocol/choices.ts';
import { stageWords } from '../../src-engine/protocol/stages.ts';
import type { GroupWords, MemberWords, NumberWords, OptionWords } from '../../src-engine/protocol/stages.ts';
import { stageOptions } from '../../src-engine/sampling/options.ts';
import { stageDefaults } from '../../src-engine/sampling/pipelines.ts';
import { checkStages } from '../../src-engine/sampling/schemas.ts';
import type { Field } from '../../src-engine/sampling/fields.ts';
import { stages } from '../../src-engine/sampling/stages/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

interface Parts {
  readonly title: string;
  readonly groups?: Readonly<Record<string, GroupWords<Readonly<Record<string, number>>>>>;
  readonly members?: Readonly<Record<string, MemberWords>>;
}

const command = addStageOptions(new Command());

describe.each(stageKinds)('the stage %s', (kind) => {
  const stage = stages[kind];
  const words = stageWords[kind];
  const fields: Readonly<Record<string, Field>> = stage.fields;

  it('has a default that its own schema accepts, and no value besides', () => {
    expect(stage.default.kind).toBe(kind);
    expect(checkStages([stage.default])).toEqual([stage.default]);
    expect(() => checkStages([{ ...stage.default, surplus: 1 }])).toThrow(/surplus/);
    for (const key of Object.keys(stage.default)) {
      const { [key]: _left, ...rest } = { ...stage.default } as Record<string, unknown>;
      expect(() => checkStages([rest]), key).toThrow();
    }
  });

  it('refuses what lies outside its limits, by name', () => {
    for (const [key, field] of Object.entries(fields)) {
      if (field.takes !== 'number') continue;
      const step = field.isWhole ? 1 : 0.001;
      for (const value of [field.min, field.max]) {
        expect(checkStages([{ ...stage.default, [key]: value }])).toHaveLength(1);
      }
      for (const value of [field.min - step, field.max + step, Number.NaN, '1']) {
        expect(() => checkStages([{ ...stage.default, [key]: value }]), key).toThrow(inEnglish(field.title));
      }
    }
  });

  it('is named and explained, with a slider within its limits for every number', () => {
    expect(words.title).not.toBe('');
    expect(words.hint).toMatch(/^[^\n]{10,200}\.$/);
    for (const [key, { label, slider }] of Object.entries<NumberWords>(words.numbers)) {
      const field = fields[key];
      if (field.takes !== 'number') throw new Error(`${key} is no number`);
      const [min, max, step] = slider;
      expect(label, key).not.toBe('');
      expect([field.min <= min, min < max, max <= field.max, step > 0], key).toEqual([true, true, true, true]);
    }
  });

  it('begins with values within its limits where something is switched on or added, and its sliders stay there', () => {
    const { groups = {}, members = {} }: Parts = words;
    for (const [key, { title, initial, numbers }] of Object.entries(groups)) {
      expect(title, key).not.toBe('');
      expect(checkStages([{ ...stage.default, [key]: initial }])).toHaveLength(1);
      for (const [part, number] of Object.entries(numbers)) {
        const [min, max] = 'slider' in number ? number.slider : number.limits;
        expect(number.label, part).not.toBe('');
        for (const value of [min, max]) {
          expect(checkStages([{ ...stage.default, [key]: { ...initial, [part]: value } }]), part).toHaveLength(1);
        }
      }
    }
    for (const [key, { initial, number }] of Object.entries(members)) {
      const field = fields[key];
      if (field.takes !== 'biases') throw new Error(`${key} has no members`);
      const [min, max, step] = number.slider;
      const { each } = field;
      expect([each.min <= min, min <= initial, initial <= max, max <= each.max, step > 0], key).not.toContain(false);
    }
  });

  it('has its options in the help, each with its range and what it is by default', () => {
    for (const { option, rule } of stageOptions.filter((one) => one.kind === kind)) {
      const { argument, help, unset }: OptionWords = (words.options as Readonly<Record<string, OptionWords>>)[option];
      const listed = command.options.filter((other) => other.attributeName() === option);
      expect(listed, option).toHaveLength(1);
      const [{ description, flags }] = listed;
      expect(description.startsWith(help), option).toBe(true);
      expect(argument !== undefined, option).toBe(rule.takes !== undefined);
      if (argument === undefined) continue;
      expect(flags.endsWith(` <${argument}>`), option).toBe(true);
      expect(argument.endsWith('...'), option).toBe(rule.takes?.takes !== 'number');
      const defaultWords = unset ?? String((stage.default as Readonly<Record<string, unknown>>)[rule.sets ?? '']);
      expect(description, option).toContain(`default: ${defaultWords})`);
      if (rule.takes?.takes !== 'number') continue;
      const { min, max } = rule.takes;
      expect(description, option).toContain(`(${min.toLocaleString('en')} to ${max.toLocaleString('en')};`);
    }
  });

  it('is switched on by its first option, and by none that only says how another one works', () => {
    const kindsWith = (name: string): readonly string[] => {
      const option = stageOptions.find((one) => one.option === name);
      const { rule } = option ?? expect.fail(name);
      const value = rule.takes === undefined ? true : rule.takes.takes === 'number' ? rule.takes.max : [];
      return stagesFrom({ [name]: value }, 10).map((other) => other.kind);
    };
    const [first, ...others] = stageOptions.filter((one) => one.kind === kind);
    expect(kindsWith(first.option)).toContain(kind);
    // The temperature takes part anyway.
    if (kind === 'temperature') return;
    for (const { option, rule } of others) expect(kindsWith(option).includes(kind), option).toBe(!rule.needs);
  });
});

it('stand in a new pipeline in the order of their list', () => {
  expect(stageDefaults.map(({ kind }) => kind)).toEqual(stageKinds);
});
