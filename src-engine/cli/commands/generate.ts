// charloom generate: a trained model writes. The text streams to stdout; with --json it comes whole at the end.

import type { Command } from 'commander';
import { randomInt } from 'node:crypto';
import { CharloomError } from '../../errors.ts';
import type { EngineError, RunId, SampleDetail, StreamId } from '../../protocol/index.ts';
import { defaultSampling } from '../../settings/defaults.ts';
import { checkSampling } from '../../settings/schemas.ts';
import { bold } from '../output.ts';
import { findRun, parseCheckpoint } from '../references.ts';
import { number } from '../settings-options.ts';
import { runSession } from '../session.ts';
import type { Session } from '../session.ts';

interface GenerateOptions {
  readonly checkpoint: string;
  readonly prompt: string;
  readonly length: number;
  readonly temperature: number;
  readonly seed?: number;
}

const defaultTemperature = 0.8;
const seeds = 2 ** 32;

export function addGenerate(program: Command): void {
  program
    .command('generate')
    .description('let a trained model write')
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option('--prompt <text>', 'what the text begins with', '')
    .option('--length <characters>', 'how much to write', number, defaultSampling.length)
    .option(
      '--temperature <value>',
      'below 1 safer, above 1 wilder, 0 always the likeliest',
      number,
      defaultTemperature,
    )
    .option('--seed <n>', 'the same seed writes the same text; by default a new one each time', number)
    .action((reference: string, options: GenerateOptions, command: Command) =>
      runSession(command, (session) => generate(session, reference, options)),
    );
}

async function generate(session: Session, reference: string, options: GenerateOptions): Promise<void> {
  const { host, output } = session;
  const checkpoint = parseCheckpoint(options.checkpoint);
  const sampling = checkSampling({
    stages: [{ kind: 'temperature', temperature: options.temperature }],
    length: options.length,
    seed: options.seed ?? randomInt(seeds),
  });
  const { id: run } = await findRun(session, reference);
  await tellUnseen(session, run, options.prompt);

  const ended = waitForEnd(session);
  const { stream } = await host.ask('sample.generate', { run, checkpoint, prompt: options.prompt, sampling });
  session.onInterrupt(() => void host.ask('sample.stop', { stream }));
  if (process.stdout.isTTY && options.prompt !== '') output.stream(bold(options.prompt));
  const sample = await ended(stream);
  output.line({ kind: 'sample', text: sample.text, seed: sampling.seed });
  if (process.stdout.isTTY) output.print('');
  if (options.seed === undefined && !output.json) output.say(`(seed ${sampling.seed}, step ${sample.step})`);
}

async function tellUnseen({ host, output }: Session, run: RunId, prompt: string): Promise<void> {
  const unseen = await host.ask('prompt.check', { run, prompt });
  if (unseen.length === 0) return;
  const named = unseen.map(({ symbol, suggestion }) => {
    const shown = JSON.stringify(symbol);
    return suggestion === null ? shown : `${shown} (nearest: ${JSON.stringify(suggestion)})`;
  });
  output.say(`The model has never seen ${named.join(', ')}; left out of the prompt.`);
}

/** Subscribes at once, so that nothing is missed. @returns a wait for the end of a stream, which prints it meanwhile */
function waitForEnd({ host, output }: Session): (stream: StreamId) => Promise<SampleDetail> {
  const ends = new Map<StreamId, (end: SampleDetail | EngineError) => void>();
  host.onEvent((event) => {
    if (event.kind === 'sample.text') output.stream(event.text);
    if (event.kind === 'sample.finished') ends.get(event.stream)?.(event.sample);
    if (event.kind === 'sample.failed') ends.get(event.stream)?.(event.error);
  });
  return (stream) =>
    new Promise((resolve, reject) => {
      ends.set(stream, (end) => {
        if ('code' in end) reject(new CharloomError(end.code, end.message));
        else resolve(end);
      });
    });
}
