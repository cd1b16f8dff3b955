// Every option of writing against every way of writing: each pair changes the text, or is refused or named.

import { describe, expect, it } from 'vitest';
import { decodingFrom, modesOf, refuseIdle, stagesFrom } from '../../src-engine/cli/sampling-options.ts';
import type { StageOptions } from '../../src-engine/cli/sampling-options.ts';
import type { SamplingSettings, SamplingStage } from '../../src-engine/protocol/settings.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { SamplingPipeline } from '../../src-engine/sampling/pipeline.ts';
import type { DecodingOptionValues } from '../../src-engine/sampling/decodings/index.ts';
import { bansFirst } from '../../src-engine/sampling/pipelines.ts';
import { companions, idleStages, samplingModes, samplingOptions } from '../../src-engine/sampling/effects.ts';
import type { SamplingMode } from '../../src-engine/sampling/effects.ts';
import type { SamplingOption } from '../../src-engine/sampling/options.ts';
import { sampling, symbols, trainedModel, writeHere } from './models.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

type Options = StageOptions &
  DecodingOptionValues & {
    readonly length?: number;
    readonly seed?: number;
    readonly streams?: number;
    readonly stop?: readonly string[];
    readonly blend?: readonly string[];
  };

const trained = trainedModel();
/** What the model likes to write, three times but for its end: for those that look for repetitions. */
const liked = writeHere(trained, [3, 1], sampling(12, 1, 0));
const context = [...liked, ...liked, ...liked.slice(0, -1)];

/** What the text is without the option, and with it: the rest of what a mode needs to be seen at all stands in both. */
const values: Readonly<Record<SamplingOption, Options>> = {
  length: { length: 7 },
  seed: { seed: 99 },
  streams: { streams: 3 },
  stop: { stop: symbols.slice(0, 12) },
  blend: { blend: ['2:0.5'] },
  temperature: { temperature: 3 },
  temperatureEnd: { temperatureEnd: 9 },
  temperatureOver: { temperatureEnd: 9, temperatureOver: 4 },
  greedy: { greedy: true },
  topK: { topK: 2 },
  topP: { topP: 0.3 },
  minP: { minP: 0.7 },
  typical: { typical: 0.2 },
  repetitionPenalty: { repetitionPenalty: 3 },
  frequencyPenalty: { frequencyPenalty: 2 },
  presencePenalty: { presencePenalty: 3 },
  penaltyWindow: { presencePenalty: 3, penaltyWindow: 3 },
  dry: { dry: 50, dryAllowed: 1 },
  dryBase: { dry: 0.4, dryAllowed: 1, dryBase: 9 },
  dryAllowed: { dry: 0.5, dryAllowed: 4 },
  dryWindow: { dry: 50, dryAllowed: 1, dryWindow: 5 },
  xtcProbability: { xtcProbability: 1, xtcThreshold: 0.05 },
  xtcThreshold: { xtcProbability: 1, xtcThreshold: 0.2 },
  mirostat: { mirostat: 0.5 },
  mirostatRate: { mirostat: 1, mirostatRate: 1 },
  bias: { bias: [{ symbol: 'q', bias: 6 }] },
  ban: { ban: symbols.slice(0, 12) },
  matchCase: { ban: symbols.slice(0, 12).map((symbol) => symbol.toUpperCase()), matchCase: true },
  beam: { beam: 4 },
  lengthPenalty: { beam: 4, lengthPenalty: 4 },
  bestOf: { bestOf: 4 },
};

/** With which an option can be seen to work: what it only modifies. */
const without: Partial<Readonly<Record<SamplingOption, Options>>> = {
  temperatureOver: { temperatureEnd: 9 },
  penaltyWindow: { presencePenalty: 3 },
  dryBase: { dry: 0.4, dryAllowed: 1 },
  dryAllowed: { dry: 0.5, dryAllowed: 1 },
  dryWindow: { dry: 50, dryAllowed: 1 },
  xtcThreshold: { xtcProbability: 1, xtcThreshold: 0.05 },
  mirostatRate: { mirostat: 1 },
  matchCase: { ban: symbols.slice(0, 12).map((symbol) => symbol.toUpperCase()) },
  lengthPenalty: { beam: 4 },
};

const ways: Readonly<Record<SamplingMode, Options>> = {
  draw: {},
  greedy: { greedy: true },
  beam: { beam: 3 },
  'best-of': { bestOf: 3 },
  mirostat: { mirostat: 2 },
  ramp: { temperatureEnd: 0.4 },
  streams: { streams: 2 },
  blend: { blend: ['2:0.5'] },
  'one character': { length: 1 },
  distribution: {},
};

function givenIn(options: Options): ReadonlySet<SamplingOption> {
  return new Set(samplingOptions.filter((option) => options[option] !== undefined));
}

interface Outcome {
  readonly refusal: string | null;
  readonly named: readonly string[];
  /** All that comes out, as text. */
  readonly result: string;
}

/** As `generate` and `distribution` go about it. */
function outcomeOf(options: Options, mode: SamplingMode): Outcome {
  const given = givenIn(options);
  const length = options.length ?? 80;
  try {
    const stages = bansFirst(stagesFrom(options, length));
    const decoding = decodingFrom(options);
    const modes = modesOf(stages, decoding, given);
    if (length === 1) modes.add('one character');
    if (mode === 'distribution') modes.add('distribution');
    const named = [
      ...refuseIdle(given, modes),
      ...idleStages(stages, decoding.kind, symbols.length).map(({ sentence }) => inEnglish(sentence)),
    ];
    const settings = { stages, length, seed: options.seed ?? 5, decoding, stops: options.stop ?? [] };
    const result = mode === 'distribution' ? distributionOf(stages, settings.seed) : textsOf(settings, options);
    return { refusal: null, named, result };
  } catch (error) {
    return { refusal: String(error), named: [], result: '' };
  }
}

function textsOf(settings: SamplingSettings, { streams = 1, blend }: Options): string {
  // Another model stands for a blend: what it writes is not looked at here.
  const model = blend === undefined ? trained : trainedModel({}, 8);
  const seeds = Array.from({ length: streams }, (_, text) => settings.seed + text);
  return seeds.map((seed) => writeHere(model, context, { ...settings, seed }).join()).join(' | ');
}

const logits = Array.from(symbols, (_, id) => (id === liked.at(-1) ? 5 : (7 * Math.sin(id * id)) / 2));

function distributionOf(stages: readonly SamplingStage[], seed: number): string {
  const pipeline = new SamplingPipeline(stages, symbols, createRandom(seed));
  for (const id of context) pipeline.read(id);
  return pipeline
    .view(logits)
    .map(({ name, probabilities }) => `${name} ${[...probabilities].map((p) => p.toFixed(9)).join()}`)
    .join('\n');
}

/** They are not among the options of `distribution`. */
const ofTextsOnly: readonly SamplingOption[] = [
  'length',
  'streams',
  'stop',
  'beam',
  'lengthPenalty',
  'bestOf',
  'blend',
];

describe('every option in every way of writing', () => {
  for (const mode of samplingModes) {
    it(`${mode}: has an effect, or is refused or named`, () => {
      for (const option of samplingOptions) {
        if (mode === 'distribution' && ofTextsOnly.includes(option)) continue;
        const base = { ...without[option], ...ways[mode] };
        const asked = { ...ways[mode], ...values[option], ...(mode === 'one character' ? { length: 1 } : {}) };
        if (option in ways[mode] || (mode === 'one character' && option === 'length')) continue;
        const before = outcomeOf(base, mode);
        const after = outcomeOf(asked, mode);
        const isChanged = after.result !== before.result;
        expect(
          after.refusal !== null || after.named.length > 0 || isChanged || cannotShow(mode, option),
          `${option}, ${mode}: the same text, and not a word`,
        ).toBe(true);
      }
    });
  }

  it('refuses what only says how another option works, where that one is missing', () => {
    for (const { option, of } of companions) {
      expect(() => refuseIdle(new Set([option]), new Set()), option).toThrow(/needs --/);
      for (const other of of) expect(refuseIdle(new Set([option, other]), new Set())).toEqual([]);
    }
  });
});

/**
 * One drawn character, or the likeliest, may well be the same with a control: that it can be another is shown
 * elsewhere.
 */
function cannotShow(mode: SamplingMode, option: SamplingOption): boolean {
  return (
    mode === 'one character' && option !== 'temperatureEnd' && option !== 'temperatureOver' && option !== 'mirostatRate'
  );
}
