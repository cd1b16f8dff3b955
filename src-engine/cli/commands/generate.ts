// charloom generate: a trained model writes. The text streams to stdout; with --json it comes whole at the end.

import type { Command } from 'commander';
import { randomInt } from 'node:crypto';
import { CharloomError } from '../../errors.ts';
import type { EngineError, SampleDetail, StreamId } from '../../protocol/index.ts';
import { defaultSampling } from '../../settings/defaults.ts';
import { checkSampling } from '../../settings/schemas.ts';
import { bold } from '../output.ts';
import { findRun, parseBlend, parseCheckpoint, tellUnseen } from '../references.ts';
import { addDecodingOptions, addStageOptions, decodingFrom, stagesFrom } from '../sampling-options.ts';
import type { DecodingOptions, StageOptions } from '../sampling-options.ts';
import { number } from '../settings-options.ts';
import { runSession, usageError } from '../session.ts';
import type { Session } from '../session.ts';

interface GenerateOptions extends StageOptions, DecodingOptions {
  readonly checkpoint: string;
  readonly prompt: string;
  readonly length: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly streams: number;
  readonly blend?: readonly string[];
}

const seeds = 2 ** 32;

export function addGenerate(program: Command): void {
  const command = program
    .command('generate')
    .description('let a trained model write')
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option('--blend <run@step:weight...>', 'write together with other models, which get so much of the weight')
    .option('--prompt <text>', 'what the text begins with', '')
    .option('--length <characters>', 'how much to write', number, defaultSampling.length)
    .option('--seed <n>', 'the same seed writes the same text; by default a new one each time', number)
    .option('--stop <text...>', 'end after one of these')
    .option('--streams <n>', 'write n texts at once, with the seeds seed, seed + 1, …', number, 1);
  addDecodingOptions(addStageOptions(command)).action((reference: string, options: GenerateOptions, self: Command) =>
    runSession(self, (session) => generate(session, reference, options)),
  );
}

async function generate(session: Session, reference: string, options: GenerateOptions): Promise<void> {
  const { host, output } = session;
  const { prompt, streams: texts } = options;
  if (!Number.isInteger(texts) || texts < 1)
    throw usageError(`--streams must be a whole number from 1; it is ${texts}.`);
  const checkpoint = parseCheckpoint(options.checkpoint);
  const sampling = checkSampling({
    stages: stagesFrom(options, options.length),
    length: options.length,
    seed: options.seed ?? randomInt(seeds),
    ...(options.stop === undefined ? {} : { stops: options.stop }),
    decoding: decodingFrom(options),
  });
  const { id: run } = await findRun(session, reference);
  const blend = await parseBlend(session, options.blend ?? []);
  await tellUnseen(session, run, prompt);

  const ended = waitForEnds(session, texts === 1);
  const { streams } = await host.ask('sample.several', { run, checkpoint, blend, prompt, sampling, texts });
  session.onInterrupt(() => void host.ask('sample.stop', { stream: streams[0] }));
  if (texts === 1 && process.stdout.isTTY && prompt !== '') output.stream(bold(prompt));
  const samples = await Promise.all(streams.map((stream) => ended(stream)));
  for (const sample of samples) {
    output.line({ kind: 'sample', text: sample.text, seed: sample.sampling.seed });
    if (texts > 1) output.stream(`${bold(`Seed ${sample.sampling.seed}:`)}\n${prompt}${sample.text}\n\n`);
  }
  if (texts === 1 && process.stdout.isTTY) output.print('');
  if (options.seed === undefined && !output.json) output.say(`(seed ${sampling.seed}, step ${samples[0].step})`);
}

/** Subscribes at once, so that nothing is missed. @returns a wait for the end of a stream, printed meanwhile if it is alone */
function waitForEnds({ host, output }: Session, isAlone: boolean): (stream: StreamId) => Promise<SampleDetail> {
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
        if ('code' in how) reject(new CharloomError(how.code, how.message));
        else resolve(how);
      }
      const already = ended.get(stream);
      if (already) settle(already);
      else waiting.set(stream, settle);
    });
}
