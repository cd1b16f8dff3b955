// The options of `generate` and `distribution` that make up the softmax pipeline and the way a text is found. A stage
// takes part when one of its options is given; `--pipeline` names the stages and their order.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { stageKinds } from '../protocol/choices.ts';
import { unescapeBreaks } from '../protocol/escapes.ts';
import type {
  Decoding,
  DecodingKind,
  SamplingNote,
  SamplingStage,
  StageKind,
  StageOption,
  SymbolBias,
} from '../protocol/index.ts';
import { decodingWords } from '../protocol/decodings.ts';
import { stageWords } from '../protocol/stages.ts';
import type { OptionWords } from '../protocol/stages.ts';
import { unreachable } from '../errors.ts';
import { quoted } from '../quoting.ts';
import { decodingOptions, decodings } from '../sampling/decodings/index.ts';
import type { DecodingOptionValues } from '../sampling/decodings/index.ts';
import {
  choosing,
  idleOptions,
  isDecoding,
  lonelyCompanion,
  modesOfStages,
  optionOf as switchOf,
  samplingOptions,
} from '../sampling/effects.ts';
import type { SamplingMode } from '../sampling/effects.ts';
import type { OptionRule } from '../sampling/fields.ts';
import { stageOptions } from '../sampling/options.ts';
import type { SamplingOption } from '../sampling/options.ts';
import { defaultSampling } from '../sampling/pipelines.ts';
import { stages } from '../sampling/stages/index.ts';
import type { StageOptionValues } from '../sampling/stages/index.ts';
import type { Output } from './output.ts';
import { number, optionName } from './settings-options.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import { usageError } from './failure.ts';

export interface StageOptions extends StageOptionValues {
  readonly pipeline?: readonly StageKind[];
}

/** Numbers come first, then all that is not a number. */
export function addStageOptions(command: Command): Command {
  command.optionsGroup(
    'Softmax controls (all but the temperature are off until given; of DRY, XTC and mirostat, any option turns on its group):',
  );
  const options = [...distinctOptions()];
  const isNumber = ({ rule }: { readonly rule: OptionRule }): boolean => rule.takes?.takes === 'number';
  for (const option of [...options.filter(isNumber), ...options.filter((other) => !isNumber(other))]) {
    const { kind } = option;
    command.addOption(optionOf(option, stageWords[kind].options, { ...stages[kind].default }));
  }
  return command.addOption(
    new Option(
      '--pipeline <list>',
      `stages in the order of application (bans always come first; default: this order), of ${stageKinds.join(', ')}`,
    ).argParser(readKinds),
  );
}

type RuledStageOption = (typeof stageOptions)[number];

/** An option that stages share stands behind those of the last one of them. */
function distinctOptions(): Iterable<RuledStageOption> {
  const byName = new Map<StageOption, RuledStageOption>();
  for (const one of stageOptions) {
    byName.delete(one.option);
    byName.set(one.option, one);
  }
  return byName.values();
}

/** @param words of the options @param values where nothing is given */
function optionOf(
  { option, rule }: { readonly option: string; readonly rule: OptionRule },
  words: Readonly<Record<string, OptionWords>>,
  values: Readonly<Record<string, unknown>>,
): Option {
  const { argument, help, unset } = words[option];
  const { takes, sets = '' } = rule;
  if (takes === undefined) return new Option(optionName(option), help);
  const defaultWords = unset ?? String(values[sets]);
  const flags = `${optionName(option)} <${argument}>`;
  switch (takes.takes) {
    case 'number':
      return new Option(flags, `${help} (${within([takes.min, takes.max], defaultWords)})`).argParser(number);
    case 'biases':
      return new Option(flags, `${help} (${within([takes.each.min, takes.each.max], defaultWords)})`).argParser(
        readBias,
      );
    case 'texts':
      return new Option(flags, `${help}; ${escapes} (default: ${defaultWords})`).argParser(readTexts);
    default:
      return unreachable(takes);
  }
}

export function addDecodingOptions(command: Command): Command {
  command.optionsGroup('Ways to find the text (by default it is drawn symbol by symbol):');
  for (const ruled of decodingOptions) {
    const { kind } = ruled;
    command.addOption(optionOf(ruled, decodingWords[kind].options, { ...decodings[kind].default }));
  }
  return command;
}

type Range = readonly [min: number, max: number];

/** Such as '0 to 100; default: 0.8'. */
export function within([min, max]: Range, defaultWords?: number | string): string {
  const range = `${min.toLocaleString('en')} to ${max.toLocaleString('en', { useGrouping: 'min2' })}`;
  return defaultWords === undefined ? range : `${range}; default: ${defaultWords}`;
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
 * @throws CharloomError 'settings-invalid' about the rest
 */
export function refuseIdle(given: ReadonlySet<SamplingOption>, modes: ReadonlySet<SamplingMode>): readonly string[] {
  const lonely = lonelyCompanion(given);
  if (lonely) throw usageError(`${optionName(lonely.option)} needs ${listed(lonely.of.map(optionName))}.`);
  const idle = idleOptions(given, modes);
  const refused = idle.find(({ isHarmless }) => !isHarmless);
  if (refused) {
    const { option, mode, reason } = refused;
    throw usageError(`${optionName(option)} has no effect ${wordsOf(mode)}: ${inEnglish(reason)}. Leave it out.`);
  }
  return idle.map(
    ({ option, mode, reason }) => `${optionName(option)} has no effect ${wordsOf(mode)}: ${inEnglish(reason)}.`,
  );
}

/**
 * Says what the model can do nothing with. Of seed and decoding speak their options; of what takes part by default
 * nobody has spoken.
 */
export function tellNotes(output: Output, notes: readonly SamplingNote[], options: StageOptions): void {
  const unasked = new Set<SamplingNote['about']>(
    defaultSampling.stages
      .map(({ kind }) => kind)
      .filter((kind) => options[switchOf(kind)] === undefined && !options.pipeline?.includes(kind)),
  );
  for (const { about, sentence } of notes) {
    if (about !== 'seed' && about !== 'decoding' && !unasked.has(about))
      output.say(inEnglish(sentence).replace(/^No effect:/, `${about} has no effect:`));
  }
}

const modeWords: Readonly<Record<Exclude<SamplingMode, DecodingKind>, string>> = {
  greedy: 'at temperature 0',
  mirostat: 'with --mirostat',
  ramp: 'with --temperature-end',
  streams: 'with --streams',
  blend: 'with --blend',
  'one character': 'on a single character',
  distribution: 'on the distribution',
};

function wordsOf(mode: SamplingMode): string {
  if (!isDecoding(mode)) return modeWords[mode];
  const option = choosing(mode);
  return option === null ? 'where the text is drawn' : `with ${optionName(option)}`;
}

/** Such as 'a, b or c'. */
function listed(parts: readonly string[]): string {
  return [...parts.slice(0, -2), parts.slice(-2).join(' or ')].join(', ');
}

/** How is written with these stages and options. */
export function modesOf(
  pipeline: readonly SamplingStage[],
  { kind }: Decoding,
  given: ReadonlySet<SamplingOption>,
): Set<SamplingMode> {
  const byOption = (['streams', 'blend'] as const).filter((option) => given.has(option));
  return new Set([kind, ...modesOfStages(pipeline), ...byOption]);
}

/** @param length of the text, which a temperature schedule fills where nothing else is said */
export function stagesFrom(options: StageOptions, length: number): SamplingStage[] {
  const given = givenStages(options, length);
  const order = options.pipeline ?? stageKinds;
  const outside = [...given.keys()].find((kind) => !order.includes(kind));
  if (outside !== undefined) {
    throw usageError(
      `"${outside}" has an option but is not in the pipeline. Add it to --pipeline, or leave its option out.`,
    );
  }
  const empty = stageKinds.find(
    (kind) => options.pipeline?.includes(kind) && !given.has(kind) && isEmptyByDefault(kind),
  );
  if (empty !== undefined) throw usageError(`"${empty}" in --pipeline does nothing without --${empty}. Leave one out.`);
  return order.flatMap((kind) => {
    const stage = given.get(kind) ?? (options.pipeline ? stages[kind].default : undefined);
    return stage ? [stage] : [];
  });
}

/** Whether the stage does nothing before it is given a list. */
function isEmptyByDefault(kind: StageKind): boolean {
  return Object.values(stages[kind].default).some((value) => Array.isArray(value) && value.length === 0);
}

/**
 * The way that one of these options chooses, with what is given put in.
 * @throws CharloomError 'settings-invalid' for two ways
 */
export function decodingFrom(options: DecodingOptionValues): Decoding {
  const given = decodingOptions.filter(({ option }) => options[option] !== undefined);
  const [first, second] = new Map(given.filter(chooses).map((ruled) => [ruled.kind, ruled])).values();
  if (second) throw usageError(`Choose one of ${optionName(first.option)} and ${optionName(second.option)}.`);
  const kind = first?.kind ?? 'draw';
  const values = valuesOf(
    given.filter((ruled) => ruled.kind === kind),
    options,
  );
  return { ...decodings[kind].default, ...values };
}

/** Whether an option switches on what it belongs to. */
function chooses({ rule }: { readonly rule: OptionRule }): boolean {
  return rule.needs === undefined;
}

/** What the given options set. */
function valuesOf<Name extends string>(
  given: readonly { readonly option: Name; readonly rule: OptionRule }[],
  options: { readonly [Key in Name]?: unknown },
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.flatMap(({ option, rule }): [string, unknown][] =>
      rule.sets === undefined ? [] : [[rule.sets, rule.to ?? options[option]]],
    ),
  );
}

function givenStages(options: StageOptions, length: number): Map<StageKind, SamplingStage> {
  // With a pipeline of one's own, what takes part by default does so only if it is named.
  const unasked = new Map(options.pipeline ? [] : defaultSampling.stages.map((stage) => [stage.kind, stage]));
  const wanted = stageKinds.map((kind) => stageFrom(kind, options, length) ?? unasked.get(kind));
  return new Map(wanted.flatMap((stage) => (stage ? [[stage.kind, stage] as const] : [])));
}

/** The default stage with what is given put in; null where nothing is given that switches it on. */
function stageFrom(kind: StageKind, options: StageOptions, length: number): SamplingStage | null {
  const { default: base, unasked } = stages[kind];
  const given = stageOptions.filter((one) => one.kind === kind && options[one.option] !== undefined);
  if (!given.some(chooses)) return null;
  refuseContradiction(given, options);
  return {
    ...base,
    ...unasked,
    ...valuesOf(given, options),
    ...stages[kind].together?.(numbersOf(given, options), length),
  };
}

/** What is given as a number, or stands for one. */
function numbersOf(
  given: readonly RuledStageOption[],
  options: StageOptions,
): { readonly [Name in StageOption]?: number } {
  return Object.fromEntries(
    given.flatMap(({ option, rule }): [StageOption, number][] => {
      const value = rule.to ?? options[option];
      return typeof value === 'number' ? [[option, value]] : [];
    }),
  );
}

/** @throws CharloomError 'settings-invalid' for a flag, and an option that sets the same to something else */
function refuseContradiction(given: readonly RuledStageOption[], options: StageOptions): void {
  for (const { option, rule } of given) {
    if (rule.to === undefined) continue;
    const other = given.find(
      (one) => one.option !== option && one.rule.sets === rule.sets && options[one.option] !== rule.to,
    );
    if (other)
      throw usageError(`${optionName(option)} is ${rule.sets} ${rule.to}: leave ${optionName(other.option)} out.`);
  }
}

function readKinds(list: string): readonly StageKind[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const kind = stageKinds.find((other) => other === name);
      if (kind === undefined) {
        throw new InvalidArgumentError(`There is no stage ${quoted(name)}: ${stageKinds.join(', ')}.`);
      }
      return kind;
    });
}

function readBias(text: string, before: readonly SymbolBias[] = []): readonly SymbolBias[] {
  // The symbol itself may be "=".
  const equals = text.lastIndexOf('=');
  const bias = Number(text.slice(equals + 1));
  if (equals < 1 || text.slice(equals + 1).trim() === '' || !Number.isFinite(bias)) {
    throw new InvalidArgumentError('Write it as symbol=value, such as e=-2.');
  }
  return [...before, { symbol: unescapeBreaks(text.slice(0, equals)), bias }];
}
