// The files of the decodings, all of them: what each says of itself fits together. What texts they find is looked at in
// decoding.test.ts; that a kind without a file does not compile is shown by tests/types.

import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addDecodingOptions, decodingFrom } from '../../src-engine/cli/sampling-options.ts';
import { decodingKinds } from '../../src-engine/protocol/choices.ts';
import { decodingWords } from '../../src-engine/protocol/decodings.ts';
import type { NumberWords, OptionWords } from '../../src-engine/protocol/stages.ts';
import { decodingOptions, decodings, streamsFor } from '../../src-engine/sampling/decodings/index.ts';
import { choosing } from '../../src-engine/sampling/effects.ts';
import type { Field } from '../../src-engine/sampling/fields.ts';
import { checkSampling } from '../../src-engine/sampling/schemas.ts';
import { sampling } from './models.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

const command = addDecodingOptions(new Command());

function checked(decoding: unknown): unknown {
  return checkSampling({ ...sampling(5), decoding }).decoding;
}

describe.each(decodingKinds)('the decoding %s', (kind) => {
  const decoding = decodings[kind];
  const words = decodingWords[kind];
  const fields: Readonly<Record<string, Field>> = decoding.fields;
  const own = decodingOptions.filter((one) => one.kind === kind);

  it('has a default that its own schema accepts, and no value besides', () => {
    expect(decoding.default.kind).toBe(kind);
    expect(checked(decoding.default)).toEqual(decoding.default);
    expect(() => checked({ ...decoding.default, surplus: 1 })).toThrow(/surplus/);
    for (const key of Object.keys(decoding.default)) {
      const { [key]: _left, ...rest } = { ...decoding.default } as Record<string, unknown>;
      expect(() => checked(rest), key).toThrow();
    }
  });

  it('refuses what lies outside its limits, by name', () => {
    for (const [key, field] of Object.entries(fields)) {
      if (field.takes !== 'number') expect.fail(`${key} has no limits`);
      const step = field.isWhole ? 1 : 0.001;
      for (const value of [field.min, field.max]) expect(checked({ ...decoding.default, [key]: value })).toBeDefined();
      for (const value of [field.min - step, field.max + step, Number.NaN, '1']) {
        expect(() => checked({ ...decoding.default, [key]: value }), key).toThrow(inEnglish(field.title));
      }
    }
  });

  it('is named and explained, with a slider within its limits for every number', () => {
    expect(words.title).not.toBe('');
    expect(words.hint).toMatch(/^[^\n]{10,200}\.$/);
    expect(Object.keys(words.numbers).sort()).toEqual(Object.keys(fields).sort());
    for (const [key, number] of Object.entries<NumberWords | null>(words.numbers)) {
      const field = fields[key];
      if (field.takes !== 'number') throw new Error(`${key} is no number`);
      if (number === null) continue;
      const { label } = number;
      const [min, max, step] = number.slider;
      const value = (decoding.default as Readonly<Record<string, unknown>>)[key] as number;
      expect(label, key).not.toBe('');
      expect([field.min <= min, min <= value, value <= max, max <= field.max, step > 0], key).not.toContain(false);
    }
  });

  it('has its options in the help, each with its range and what it is by default', () => {
    for (const { option, rule } of own) {
      const { argument, help, unset } = (words.options as Readonly<Record<string, OptionWords>>)[option];
      const [listed] = command.options.filter((other) => other.attributeName() === option);
      const { min, max } = rule.takes?.takes === 'number' ? rule.takes : expect.fail(option);
      const defaultWords = unset ?? String((decoding.default as Readonly<Record<string, unknown>>)[rule.sets ?? '']);
      expect(listed.description).toBe(`${help} (${min} to ${max}; default: ${defaultWords})`);
      expect(listed.flags.endsWith(` <${argument}>`), option).toBe(true);
    }
  });

  it('is chosen by its first option, which sets what it names, and by none that only says how it works', () => {
    expect(choosing(kind)).toBe(own[0]?.option ?? null);
    const first = choosing(kind) ?? '';
    for (const { option, rule } of own) {
      const set = { [rule.sets ?? '']: 3 };
      if (rule.needs) expect(decodingFrom({ [option]: 3 }), option).toEqual({ kind: 'draw' });
      expect(decodingFrom({ [first]: 2, [option]: 3 }), option).toMatchObject({ kind, ...set });
    }
  });

  it('needs a stream for each text that it writes side by side', () => {
    const settings = { ...sampling(5), decoding: decoding.default };
    expect(streamsFor(settings, 3) === 3).toBe(decoding.settlesSymbols);
    expect(streamsFor(settings, 1)).toBeGreaterThanOrEqual(1);
  });
});

it('is drawing where nothing is said', () => {
  expect(decodingFrom({})).toEqual({ kind: 'draw' });
  expect(streamsFor(sampling(5), 7)).toBe(7);
});
