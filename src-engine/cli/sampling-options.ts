// The options of `generate` and `distribution` that make up the softmax pipeline and the way a text is found. A stage takes part when
// one of its options is given; `--pipeline` names the stages and their order.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Decoding, SamplingStage } from '../protocol/index.ts';
import { stageDefault, stageDefaults } from '../settings/sampling.ts';
import { usageError } from './session.ts';
import { number } from './settings-options.ts';

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
  const options: readonly [flags: string, description: string][] = [
    ['--temperature <value>', 'below 1 safer, above 1 wilder, 0 always the likeliest (default: 0.8)'],
    ['--temperature-end <value>', 'let the temperature go evenly to this one …'],
    ['--temperature-over <characters>', '… over so many characters (default: the whole text)'],
    ['--top-k <n>', 'only the n likeliest symbols'],
    ['--top-p <mass>', 'only the likeliest symbols that together reach this probability'],
    ['--min-p <share>', 'only symbols with at least this share of the likeliest one'],
    ['--typical <mass>', 'only symbols that surprise about as much as is to be expected'],
    ['--repetition-penalty <value>', 'make what stands in the window less likely; 1 is none'],
    ['--frequency-penalty <value>', 'subtract so much for every occurrence in the window'],
    ['--presence-penalty <value>', 'subtract so much once for what stands in the window'],
    ['--penalty-window <characters>', 'how far these penalties look back'],
    ['--dry <multiplier>', 'punish going on as before after a long repetition'],
    ['--dry-base <value>', 'how fast that grows with the length of the repetition'],
    ['--dry-allowed <characters>', 'repetitions up to this length are free'],
    ['--dry-window <characters>', 'how far back repetitions are looked for'],
    ['--xtc-probability <value>', 'how often the top choices but the least of them are dropped'],
    ['--xtc-threshold <value>', 'what counts as a top choice'],
    ['--mirostat <bits>', 'aim at so many bits of surprise a character (mirostat 2)'],
    ['--mirostat-rate <value>', 'how fast mirostat learns'],
  ];
  for (const [flags, description] of options) command.addOption(new Option(flags, description).argParser(number));
  return command
    .option('--greedy', 'always the likeliest symbol: temperature 0')
    .addOption(
      new Option('--bias <symbol=value...>', 'add to the logits of symbols, such as "e=-2"').argParser(readBias),
    )
    .option('--ban <text...>', 'never write this; upper and lower case alike')
    .option('--match-case', 'bans mind upper and lower case')
    .addOption(
      new Option('--pipeline <list>', `stages in the order of application, of ${kinds().join(', ')}`).argParser(
        readKinds,
      ),
    );
}

export function addDecodingOptions(command: Command): Command {
  return command
    .option('--beam <width>', 'search for the likeliest text with so many beams; nothing is drawn', number)
    .option('--length-penalty <value>', "a beam's score is divided by length^value", number)
    .option('--best-of <n>', 'draw n texts and keep the one that the model finds likeliest', number);
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
  return order.flatMap((kind) => {
    const stage = given.get(kind) ?? (options.pipeline ? stageDefault(kind) : undefined);
    return stage ? [stage] : [];
  });
}

export function decodingFrom({ beam, lengthPenalty, bestOf }: DecodingOptions): Decoding {
  if (beam !== undefined && bestOf !== undefined) throw usageError('Choose one of --beam and --best-of.');
  if (beam !== undefined) return { kind: 'beam', width: beam, lengthPenalty: lengthPenalty ?? 1 };
  if (lengthPenalty !== undefined) throw usageError('--length-penalty belongs to --beam.');
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
  if (temperatureOver !== undefined && temperatureEnd === undefined) {
    throw usageError('--temperature-over needs --temperature-end.');
  }
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
      if (kind === undefined) throw new InvalidArgumentError(`There is no stage "${name}": ${known.join(', ')}.`);
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
  return [...before, { symbol: text.slice(0, place), bias }];
}
