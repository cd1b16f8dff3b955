// The options of `generate` and `distribution` that make up the softmax pipeline and the way a text is found. A stage takes part when
// one of its options is given; `--pipeline` names the stages and their order.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { stageKinds } from '../protocol/choices.ts';
import { unescapeBreaks } from '../protocol/escapes.ts';
import type { Decoding, SamplingNote, SamplingStage, StageKind, StageOption, SymbolBias } from '../protocol/index.ts';
import { samplingLimits as limits } from '../protocol/sampling-limits.ts';
import { stageWords } from '../protocol/stages.ts';
import type { OptionWords } from '../protocol/stages.ts';
import { unreachable } from '../errors.ts';
import { quoted } from '../quoting.ts';
import { idleOptions, isGreedy, lonelyCompanion, samplingOptions, stageOptions } from '../sampling/effects.ts';
import type { SamplingMode, SamplingOption } from '../sampling/effects.ts';
import { stages } from '../sampling/stages/index.ts';
import type { StageOptionValues } from '../sampling/stages/index.ts';
import type { OptionRule } from '../sampling/stages/stage.ts';
import type { Output } from './output.ts';
import { usageError } from './run-command.ts';
import { number, optionName } from './settings-options.ts';

export interface StageOptions extends StageOptionValues {
  readonly pipeline?: readonly StageKind[];
}

export interface DecodingOptions {
  readonly beam?: number;
  readonly lengthPenalty?: number;
  readonly bestOf?: number;
}

/** Numbers come first, then all that is not a number. */
export function addStageOptions(command: Command): Command {
  command.optionsGroup(
    'Softmax controls (all but the temperature are off until given; of DRY, XTC and mirostat, any option turns on its group):',
  );
  const options = [...distinctOptions()];
  const isNumber = ({ rule }: { readonly rule: OptionRule }): boolean => rule.takes?.takes === 'number';
  for (const option of [...options.filter(isNumber), ...options.filter((other) => !isNumber(other))]) {
    command.addOption(optionOf(option));
  }
  return command.addOption(
    new Option(
      '--pipeline <list>',
      `stages in the order of application (bans always come first; default: this order), of ${stageKinds.join(', ')}`,
    ).argParser(readKinds),
  );
}

type RuledOption = (typeof stageOptions)[number];

/** An option that stages share stands behind those of the last one of them. */
function distinctOptions(): Iterable<RuledOption> {
  const byName = new Map<StageOption, RuledOption>();
  for (const one of stageOptions) {
    byName.delete(one.option);
    byName.set(one.option, one);
  }
  return byName.values();
}

function optionOf({ option, kind, rule }: RuledOption): Option {
  const options: Readonly<Record<string, OptionWords>> = stageWords[kind].options;
  const { argument, help, unset } = options[option];
  const { takes, sets = '' } = rule;
  if (takes === undefined) return new Option(optionName(option), help);
  const values: Readonly<Record<string, unknown>> = { ...stages[kind].default };
  const usual = unset ?? String(values[sets]);
  const flags = `${optionName(option)} <${argument}>`;
  switch (takes.takes) {
    case 'number':
      return new Option(flags, `${help} (${within([takes.min, takes.max], usual)})`).argParser(number);
    case 'biases':
      return new Option(flags, `${help} (${within([takes.each.min, takes.each.max], usual)})`).argParser(readBias);
    case 'texts':
      return new Option(flags, `${help}; ${escapes} (default: ${usual})`).argParser(readTexts);
    default:
      return unreachable(takes);
  }
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
 * @throws CharloomError 'settings-invalid' about the rest
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
export function modesOf(pipeline: readonly SamplingStage[], given: ReadonlySet<SamplingOption>): Set<SamplingMode> {
  const modes: readonly (readonly [SamplingMode, boolean])[] = [
    ['greedy', isGreedy(pipeline)],
    ['beam', given.has('beam')],
    ['best-of', given.has('bestOf')],
    ['mirostat', pipeline.some(({ kind }) => kind === 'mirostat')],
    ['ramp', pipeline.some((stage) => stage.kind === 'temperature' && stage.ramp !== undefined)],
    ['streams', given.has('streams')],
    ['blend', given.has('blend')],
  ];
  return new Set(modes.filter(([, holds]) => holds).map(([mode]) => mode));
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

export function decodingFrom({ beam, lengthPenalty, bestOf }: DecodingOptions): Decoding {
  if (beam !== undefined && bestOf !== undefined) throw usageError('Choose one of --beam and --best-of.');
  if (beam !== undefined) return { kind: 'beam', width: beam, lengthPenalty: lengthPenalty ?? 1 };
  return bestOf === undefined ? { kind: 'draw' } : { kind: 'best-of', texts: bestOf };
}

function givenStages(options: StageOptions, length: number): Map<StageKind, SamplingStage> {
  const wanted = stageKinds.map((kind) =>
    kind === 'temperature' ? temperatureFrom(options, length) : stageFrom(kind, options),
  );
  return new Map(wanted.flatMap((stage) => (stage ? [[stage.kind, stage] as const] : [])));
}

/** The default stage with what is given put in; null where nothing is given that switches it on. */
function stageFrom(kind: StageKind, options: StageOptions): SamplingStage | null {
  const { default: base, unasked } = stages[kind];
  const given = stageOptions.filter((one) => one.kind === kind && options[one.option] !== undefined);
  if (given.every(({ rule }) => rule.needs !== undefined)) return null;
  const values = given.map(({ option, rule }): [string, unknown] => [rule.sets ?? option, rule.to ?? options[option]]);
  return { ...base, ...unasked, ...Object.fromEntries(values) };
}

function temperatureFrom(options: StageOptions, length: number): SamplingStage | null {
  const { greedy, temperature, temperatureEnd, temperatureOver } = options;
  if (greedy && (temperature ?? 0) !== 0) throw usageError('--greedy is temperature 0: leave --temperature out.');
  if (greedy) return { kind: 'temperature', temperature: 0 };
  const from = temperature ?? stages.temperature.default.temperature;
  if (temperatureEnd !== undefined) {
    const over = temperatureOver ?? Math.max(1, length);
    return { kind: 'temperature', temperature: from, ramp: { to: temperatureEnd, over } };
  }
  // With a pipeline of one's own, the temperature takes part only if it is named.
  if (options.pipeline && temperature === undefined) return null;
  return { kind: 'temperature', temperature: from };
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
  const place = text.lastIndexOf('=');
  const bias = Number(text.slice(place + 1));
  if (place < 1 || text.slice(place + 1).trim() === '' || !Number.isFinite(bias)) {
    throw new InvalidArgumentError('Write it as symbol=value, such as e=-2.');
  }
  return [...before, { symbol: unescapeBreaks(text.slice(0, place)), bias }];
}
