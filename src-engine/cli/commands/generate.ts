// charloom generate: a trained model writes. The text streams to stdout; with --json it comes whole at the end.

import { Option } from 'commander';
import type { Command } from 'commander';
import { randomInt } from 'node:crypto';
import { counted } from '../../counting.ts';
import { CharloomError } from '../../errors.ts';
import type { EngineError, SampleDetail, SamplingSettings, StreamId } from '../../protocol/index.ts';
import { bansFirst, defaultSampling } from '../../sampling/pipelines.ts';
import { decodingOf } from '../../sampling/decodings/index.ts';
import type { DecodingOptionValues } from '../../sampling/decodings/index.ts';
import type { SamplingMode } from '../../sampling/effects.ts';
import { samplingLimits as limits } from '../../protocol/sampling-limits.ts';
import { seedCount } from '../../protocol/seeds.ts';
import { checkSampling } from '../../sampling/schemas.ts';
import { bold } from '../output.ts';
import { addPromptOptions, promptFrom } from '../prompt.ts';
import type { PromptOptions } from '../prompt.ts';
import { findRun, parseBlend, parseCheckpoint, tellUnseen } from '../references.ts';
import {
  addDecodingOptions,
  addStageOptions,
  decodingFrom,
  escapes,
  givenOptions,
  modesOf,
  readTexts,
  refuseIdle,
  stagesFrom,
  tellNotes,
  within,
} from '../sampling-options.ts';
import type { StageOptions } from '../sampling-options.ts';
import { number } from '../settings-options.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { usageError } from '../failure.ts';

interface GenerateOptions extends StageOptions, DecodingOptionValues, PromptOptions {
  readonly checkpoint: string;
  readonly length: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly streams: number;
  readonly blend?: readonly string[];
}

export function addGenerate(program: Command): void {
  const command = program
    .command('generate')
    .description('let a trained model write')
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option(
      '--blend <run@step:weight...>',
      'mix in other models, each with its share of the weight (0 to 1; default: none)',
    );
  addPromptOptions(command, 'the text to go on from')
    .option(
      '--length <characters>',
      `how many characters to write (${within(limits.length)})`,
      number,
      defaultSampling.length,
    )
    .option(
      '--seed <n>',
      `the same seed writes the same text (${within(limits.seed)}; default: a new one each time)`,
      number,
    )
    .addOption(
      new Option('--stop <text...>', `end after one of these; ${escapes} (default: only --length ends it)`).argParser(
        readTexts,
      ),
    )
    .option(
      '--streams <n>',
      `write n texts at once, with the seeds seed, seed + 1, … (${within(limits.streams)})`,
      number,
      1,
    );
  addDecodingOptions(addStageOptions(command)).action((reference: string, options: GenerateOptions, self: Command) =>
    runReading(self, (tools) => generate(tools, reference, options, self)),
  );
}

async function generate(
  tools: CommandTools,
  reference: string,
  options: GenerateOptions,
  command: Command,
): Promise<void> {
  const { host, output } = tools;
  const { streams: texts } = options;
  if (!Number.isInteger(texts) || texts < 1)
    throw usageError(`--streams must be a whole number from 1; it is ${texts}.`);
  const checkpoint = parseCheckpoint(options.checkpoint);
  const sampling = checkSampling({
    stages: bansFirst(stagesFrom(options, options.length)),
    length: options.length,
    seed: options.seed ?? randomInt(seedCount),
    ...(options.stop === undefined ? {} : { stops: options.stop }),
    decoding: decodingFrom(options),
  });
  tellIdle(tools, options, sampling, command);
  const lead = await findRun(tools, reference);
  const run = lead.id;
  const blend = await parseBlend(tools, lead, options.blend ?? []);
  const prompt = await promptFrom(options, tools);
  await tellUnseen(tools, run, prompt);

  const ended = waitForEnds(tools, texts === 1);
  const asked = { run, checkpoint, blend, prompt, sampling, texts };
  const { streams, fed, notes } = await host.ask('sample.several', asked);
  tools.onInterrupt(() => host.ask('sample.stop', { stream: streams[0] }));
  tellNotes(output, notes, options);
  if (texts === 1 && process.stdout.isTTY && fed !== '') output.stream(bold(fed));
  const samples = await Promise.all(streams.map((stream) => ended(stream)));
  for (const { text, sampling: used, ending } of samples) {
    output.line({ kind: 'sample', text, seed: used.seed, ...(ending === undefined ? {} : { ending }) });
    if (texts > 1) output.stream(`${bold(`Seed ${used.seed}:`)}\n${fed}${text}\n\n`);
  }
  if (texts === 1 && process.stdout.isTTY) output.print('');
  for (const sample of samples) tellEnding(tools, sample);
  if (options.seed === undefined && !output.json) output.say(`(seed ${sampling.seed}, step ${samples[0].step})`);
}

/**
 * Says which options have no effect beside the others.
 * @throws CharloomError 'settings-invalid' where that cannot have been meant
 */
function tellIdle(
  { output }: CommandTools,
  { length, streams }: GenerateOptions,
  sampling: SamplingSettings,
  command: Command,
): void {
  const given = new Set(givenOptions(command));
  // One text is what there is anyway.
  if (streams === 1) given.delete('streams');
  const modes: Set<SamplingMode> = modesOf(sampling.stages, decodingOf(sampling), given);
  if (length === 1) modes.add('one character');
  for (const sentence of refuseIdle(given, modes)) output.say(sentence);
  if (length === 0) output.say('Nothing is written: --length is 0.');
}

function tellEnding({ output }: CommandTools, { text, ending }: SampleDetail): void {
  if (ending === undefined) return;
  const length = counted(Array.from(text).length, 'character');
  output.say(`Writing ended after ${length}: everything that could follow is banned.`);
}

/**
 * Subscribes at once, so that nothing is missed.
 * @returns a wait for the end of a stream, printed meanwhile if it is alone
 */
function waitForEnds({ host, output }: CommandTools, isAlone: boolean): (stream: StreamId) => Promise<SampleDetail> {
  const ended = new Map<StreamId, SampleDetail | EngineError>();
  const waiting = new Map<StreamId, (end: SampleDetail | EngineError) => void>();
  function end(stream: StreamId, how: SampleDetail | EngineError): void {
    ended.set(stream, how);
    waiting.get(stream)?.(how);
  }
  host.onEvent((event) => {
    if (event.kind === 'sample.text' && isAlone) output.stream(event.text);
    if (event.kind === 'sample.finished') end(event.stream, event.sample);
    if (event.kind === 'sample.failed') end(event.stream, event.error);
  });
  return (stream) =>
    new Promise((resolve, reject) => {
      function settle(how: SampleDetail | EngineError): void {
        if ('code' in how) reject(CharloomError.from(how));
        else resolve(how);
      }
      const already = ended.get(stream);
      if (already) settle(already);
      else waiting.set(stream, settle);
    });
}
