// The options of `generate` and `distribution` that make up the softmax pipeline and the way a text is found. A stage takes part when
// one of its options is given; `--pipeline` names the stages and their order.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { unescapeBreaks } from '../protocol/escapes.ts';
import type { Decoding, SamplingNote, SamplingStage } from '../protocol/index.ts';
import { quoted } from '../quoting.ts';
import { stageDefault, stageDefaults } from '../settings/sampling.ts';
import { idleOptions, isGreedy, lonelyCompanion, samplingOptions } from '../settings/sampling-effects.ts';
import type { SamplingMode, SamplingOption } from '../settings/sampling-effects.ts';
import { samplingLimits as limits } from '../protocol/sampling-limits.ts';
import type { Output } from './output.ts';
import { usageError } from './session.ts';
import { number, optionName } from './settings-options.ts';

type Kind = SamplingStage['kind'];

export interface StageOptions {
  readonly temperature?: number;
  readonly temperatureEnd?: number;
  readonly temperatureOver?: number;
  readonly greedy?: boolean;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly typical?: number;
  readonly repetitionPenalty?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly penaltyWindow?: number;
  readonly dry?: number;
  readonly dryBase?: number;
  readonly dryAllowed?: number;
  readonly dryWindow?: number;
  readonly xtcProbability?: number;
  readonly xtcThreshold?: number;
  readonly mirostat?: number;
  readonly mirostatRate?: number;
  readonly bias?: readonly { readonly symbol: string; readonly bias: number }[];
  readonly ban?: readonly string[];
  readonly matchCase?: boolean;
  readonly pipeline?: readonly Kind[];
}

export interface DecodingOptions {
  readonly beam?: number;
  readonly lengthPenalty?: number;
  readonly bestOf?: number;
}

export function addStageOptions(command: Command): Command {
  const penalties = stageDefault('repetition');
  const dry = stageDefault('dry');
  const xtc = stageDefault('xtc');
  const mirostat = stageDefault('mirostat');
  const options: readonly [flags: string, description: string, range: Range, usual?: number | string][] = [
    ['--temperature <value>', 'below 1 safer, above 1 wilder, 0 always the likeliest', limits.temperature, 0.8],
    ['--temperature-end <value>', 'change the temperature evenly until it is this …', limits.temperature],
    ['--temperature-over <characters>', '… over this many characters', limits.temperatureOver, 'the whole text'],
    ['--top-k <n>', 'only the n likeliest symbols', limits.topK],
    ['--top-p <mass>', 'only the likeliest symbols that together reach this probability', limits.topP],
    ['--min-p <share>', 'only symbols with at least this share of the likeliest one', limits.minP],
    [
      '--typical <mass>',
      'only symbols about as surprising as is to be expected, up to this probability',
      limits.typical,
    ],
    ['--repetition-penalty <value>', 'make symbols in the window less likely; 1: no change', limits.repetitionPenalty],
    [
      '--frequency-penalty <value>',
      'subtract this from a logit for every occurrence in the window',
      limits.frequencyPenalty,
    ],
    [
      '--presence-penalty <value>',
      'subtract this once from the logits of symbols in the window',
      limits.presencePenalty,
    ],
    ['--penalty-window <characters>', 'how far these penalties look back', limits.window, penalties.window],
    ['--dry <multiplier>', 'how strongly to punish going on with a long repetition', limits.dry, dry.multiplier],
    ['--dry-base <value>', 'how fast that grows with the length of the repetition', limits.dryBase, dry.base],
    ['--dry-allowed <characters>', 'repetitions up to this length are free', limits.dryAllowed, dry.allowed],
    ['--dry-window <characters>', 'how far back repetitions are looked for', limits.window, dry.window],
    [
      '--xtc-probability <value>',
      'how often all top choices but the least likely are dropped',
      limits.xtcProbability,
      xtc.probability,
    ],
    ['--xtc-threshold <value>', 'the probability that makes a symbol a top choice', limits.xtcThreshold, xtc.threshold],
    [
      '--mirostat <bits>',
      'aim at this many bits of surprise per character (mirostat 2)',
      limits.mirostat,
      mirostat.tau,
    ],
    ['--mirostat-rate <value>', 'how fast mirostat learns', limits.mirostatRate, mirostat.eta],
  ];
  command.optionsGroup(
    'Softmax controls (all but the temperature are off until given; of DRY, XTC and mirostat, any option turns on its group):',
  );
  for (const [flags, description, range, usual] of options) {
    command.addOption(new Option(flags, `${description} (${within(range, usual ?? 'off')})`).argParser(number));
  }
  return command
    .option('--greedy', 'always the likeliest symbol: temperature 0')
    .addOption(
      new Option(
        '--bias <symbol=value...>',
        `add to the logits of symbols, such as "e=-2" "\\n=1" (${within(limits.bias, 'none')})`,
      ).argParser(readBias),
    )
    .addOption(
      new Option(
        '--ban <text...>',
        `never write this, nor finish it where the prompt has begun it; upper and lower case alike; ${escapes} (default: nothing is banned)`,
      ).argParser(readTexts),
    )
    .option('--match-case', 'with --ban: upper and lower case count as different')
    .addOption(
      new Option(
        '--pipeline <list>',
        `stages in the order of application (bans always come first; default: this order), of ${kinds().join(', ')}`,
      ).argParser(readKinds),
    );
}

export function addDecodingOptions(command: Command): Command {
  command.optionsGroup('Ways to find the text (by default it is drawn symbol by symbol):');
  return command
    .option(
      '--beam <width>',
      `search for the likeliest text with so many beams; nothing is drawn (${within(limits.beam, 'off')})`,
      number,
    )
    .option(
      '--length-penalty <value>',
      `a beam's score is divided by length^value, which matters with --stop (${within(limits.lengthPenalty, 1)})`,
      number,
    )
    .option(
      '--best-of <n>',
      `draw n texts and keep the one that the model finds likeliest (${within(limits.bestOf, 'off')})`,
      number,
    );
}

type Range = readonly [least: number, most: number];

/** Such as '0 to 100; default: 0.8'. */
export function within([least, most]: Range, usual?: number | string): string {
  const range = `${least.toLocaleString('en')} to ${most.toLocaleString('en', { useGrouping: 'min2' })}`;
  return usual === undefined ? range : `${range}; default: ${usual}`;
}

/** For the help of options that take texts. */
export const escapes = '\\n, \\t and \\\\ are a line end, a tab and a backslash';

/** Texts as arguments have them, with their line ends and tabs. */
export function readTexts(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, unescapeBreaks(text)];
}

/** Which of the options that shape a text were given. */
export function givenOptions(command: Command): ReadonlySet<SamplingOption> {
  return new Set(samplingOptions.filter((option) => command.getOptionValueSource(option) === 'cli'));
}

/**
 * What is asked for in vain. @returns sentences about what does no harm
 * @throws a usage error about the rest
 */
export function refuseIdle(given: ReadonlySet<SamplingOption>, modes: ReadonlySet<SamplingMode>): readonly string[] {
  const lonely = lonelyCompanion(given);
  if (lonely) throw usageError(`${optionName(lonely.option)} needs ${listed(lonely.of.map(optionName))}.`);
  const idle = idleOptions(given, modes);
  const refused = idle.find(({ isHarmless }) => !isHarmless);
  if (refused) {
    const { option, mode, reason } = refused;
    throw usageError(`${optionName(option)} has no effect ${modeWords[mode]}: ${reason}. Leave it out.`);
  }
  return idle.map(({ option, mode, reason }) => `${optionName(option)} has no effect ${modeWords[mode]}: ${reason}.`);
}

/** Says what the model can do nothing with. Of the seed speaks its option; of the usual temperature nobody has spoken. */
export function tellNotes(output: Output, notes: readonly SamplingNote[], options: StageOptions): void {
  const isAsked = options.temperature !== undefined || options.pipeline?.includes('temperature') === true;
  for (const { about, sentence } of notes) {
    if (about !== 'seed' && (about !== 'temperature' || isAsked))
      output.say(sentence.replace(/^No effect:/, `${about} has no effect:`));
  }
}

const modeWords: Readonly<Record<SamplingMode, string>> = {
  greedy: 'at temperature 0',
  beam: 'with --beam',
  'best-of': 'with --best-of',
  mirostat: 'with --mirostat',
  ramp: 'with --temperature-end',
  streams: 'with --streams',
  blend: 'with --blend',
  'one character': 'on a single character',
  distribution: 'on the distribution',
};

/** Such as 'a, b or c'. */
function listed(parts: readonly string[]): string {
  return [...parts.slice(0, -2), parts.slice(-2).join(' or ')].join(', ');
}

/** How is written with these stages and options. */
export function modesOf(stages: readonly SamplingStage[], given: ReadonlySet<SamplingOption>): Set<SamplingMode> {
  const modes: readonly (readonly [SamplingMode, boolean])[] = [
    ['greedy', isGreedy(stages)],
    ['beam', given.has('beam')],
    ['best-of', given.has('bestOf')],
    ['mirostat', stages.some(({ kind }) => kind === 'mirostat')],
    ['ramp', stages.some((stage) => stage.kind === 'temperature' && stage.ramp !== undefined)],
    ['streams', given.has('streams')],
    ['blend', given.has('blend')],
  ];
  return new Set(modes.filter(([, holds]) => holds).map(([mode]) => mode));
}

/** @param length of the text, which a temperature schedule fills where nothing else is said */
export function stagesFrom(options: StageOptions, length: number): SamplingStage[] {
  const given = givenStages(options, length);
  const order = options.pipeline ?? kinds();
  const outside = [...given.keys()].find((kind) => !order.includes(kind));
  if (outside !== undefined) {
    throw usageError(
      `"${outside}" has an option but is not in the pipeline. Add it to --pipeline, or leave its option out.`,
    );
  }
  const empty = (['ban', 'bias'] as const).find((kind) => options.pipeline?.includes(kind) && !given.has(kind));
  if (empty !== undefined) throw usageError(`"${empty}" in --pipeline does nothing without --${empty}. Leave one out.`);
  return order.flatMap((kind) => {
    const stage = given.get(kind) ?? (options.pipeline ? stageDefault(kind) : undefined);
    return stage ? [stage] : [];
  });
}

export function decodingFrom({ beam, lengthPenalty, bestOf }: DecodingOptions): Decoding {
  if (beam !== undefined && bestOf !== undefined) throw usageError('Choose one of --beam and --best-of.');
  if (beam !== undefined) return { kind: 'beam', width: beam, lengthPenalty: lengthPenalty ?? 1 };
  return bestOf === undefined ? { kind: 'draw' } : { kind: 'best-of', texts: bestOf };
}

function givenStages(options: StageOptions, length: number): Map<Kind, SamplingStage> {
  const window = options.penaltyWindow;
  const wanted: (SamplingStage | null)[] = [
    options.bias ? { kind: 'bias', biases: options.bias } : null,
    options.ban ? { kind: 'ban', strings: options.ban, ignoreCase: options.matchCase !== true } : null,
    changed('repetition', { penalty: options.repetitionPenalty }, { window }),
    changed('frequency', { frequency: options.frequencyPenalty, presence: options.presencePenalty }, { window }),
    changed(
      'dry',
      { multiplier: options.dry, base: options.dryBase, allowed: options.dryAllowed, window: options.dryWindow },
      {},
    ),
    changed('top-k', { k: options.topK }, {}),
    changed('typical', { mass: options.typical }, {}),
    changed('top-p', { mass: options.topP }, {}),
    changed('min-p', { share: options.minP }, {}),
    changed('xtc', { probability: options.xtcProbability, threshold: options.xtcThreshold }, {}),
    temperatureFrom(options, length),
    changed('mirostat', { tau: options.mirostat, eta: options.mirostatRate }, {}),
  ];
  return new Map(wanted.flatMap((stage) => (stage ? [[stage.kind, stage] as const] : [])));
}

/** The default stage with what is given put in; null where nothing of its own is given. */
function changed<K extends Kind>(
  kind: K,
  own: Partial<Record<keyof Extract<SamplingStage, { kind: K }>, number | undefined>>,
  shared: { readonly window?: number | undefined },
): SamplingStage | null {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  if (given.length === 0) return null;
  const also = Object.entries(shared).filter(([, value]) => value !== undefined);
  const base = stageDefault(kind);
  // Of two penalties in one stage, one that is not named is not wanted.
  const silent = base.kind === 'frequency' ? { frequency: 0, presence: 0 } : {};
  return { ...base, ...silent, ...Object.fromEntries([...given, ...also]) };
}

function temperatureFrom(options: StageOptions, length: number): SamplingStage | null {
  const { greedy, temperature, temperatureEnd, temperatureOver } = options;
  if (greedy && (temperature ?? 0) !== 0) throw usageError('--greedy is temperature 0: leave --temperature out.');
  if (greedy) return { kind: 'temperature', temperature: 0 };
  const from = temperature ?? stageDefault('temperature').temperature;
  if (temperatureEnd !== undefined) {
    const over = temperatureOver ?? Math.max(1, length);
    return { kind: 'temperature', temperature: from, ramp: { to: temperatureEnd, over } };
  }
  // With a pipeline of one's own, the temperature takes part only if it is named.
  if (options.pipeline && temperature === undefined) return null;
  return { kind: 'temperature', temperature: from };
}

function kinds(): readonly Kind[] {
  return stageDefaults.map(({ kind }) => kind);
}

function readKinds(list: string): readonly Kind[] {
  const known = kinds();
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const kind = known.find((other) => other === name);
      if (kind === undefined) throw new InvalidArgumentError(`There is no stage ${quoted(name)}: ${known.join(', ')}.`);
      return kind;
    });
}

function readBias(
  text: string,
  before: readonly { readonly symbol: string; readonly bias: number }[] = [],
): readonly { readonly symbol: string; readonly bias: number }[] {
  // The symbol itself may be "=".
  const place = text.lastIndexOf('=');
  const bias = Number(text.slice(place + 1));
  if (place < 1 || text.slice(place + 1).trim() === '' || !Number.isFinite(bias)) {
    throw new InvalidArgumentError('Write it as symbol=value, such as e=-2.');
  }
  return [...before, { symbol: unescapeBreaks(text.slice(0, place)), bias }];
}
