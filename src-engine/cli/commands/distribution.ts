// charloom distribution: what the model expects next, and what every stage of the pipeline makes of it.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { count } from '../../counting.ts';
import type { Distribution } from '../../protocol/index.ts';
import { bansFirst } from '../../sampling/pipelines.ts';
import { samplingLimits as limits } from '../../protocol/sampling-limits.ts';
import { decodingOf } from '../../sampling/decodings/index.ts';
import { checkSampling } from '../../sampling/schemas.ts';
import { table } from '../output.ts';
import { findRun, parseBlend, parseCheckpoint, tellUnseen } from '../references.ts';
import { addPromptOptions, promptFrom } from '../prompt.ts';
import type { PromptOptions } from '../prompt.ts';
import {
  addStageOptions,
  givenOptions,
  modesOf,
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

interface DistributionOptions extends StageOptions, PromptOptions {
  readonly checkpoint: string;
  readonly seed: number;
  readonly top: number | 'all';
  readonly blend?: readonly string[];
}

/** Symbols in the table for people, where nothing else is said. */
const defaultShown = 12;

export function addDistribution(program: Command): void {
  const command = program
    .command('distribution')
    .description('show what the model expects after a prompt, before and after every stage')
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option(
      '--blend <run@step:weight...>',
      'mix in other models, each with its share of the weight (0 to 1; default: none)',
    );
  addPromptOptions(command, 'the text that has been read')
    .option('--seed <n>', `seed of the stages that draw random numbers (${within(limits.seed)})`, number, 1)
    .addOption(
      new Option(
        '--top <n>',
        'how many symbols the table shows, the likeliest first: a number from 1, or all; --json has them all',
      )
        .argParser(readTop)
        .default(defaultShown),
    );
  addStageOptions(command).action((reference: string, options: DistributionOptions, self: Command) =>
    runReading(self, (tools) => show(tools, reference, options, self)),
  );
}

function readTop(text: string): number | 'all' {
  const top = Number(text);
  if (text === 'all') return text;
  if (/^\d+$/.test(text) && Number.isSafeInteger(top) && top > 0) return top;
  throw new InvalidArgumentError('It must be a whole number from 1, or all.');
}

async function show(
  tools: CommandTools,
  reference: string,
  options: DistributionOptions,
  command: Command,
): Promise<void> {
  const { host, output } = tools;
  const { seed } = options;
  if (output.json && command.getOptionValueSource('top') === 'cli') {
    throw usageError('--top is for the table; --json has all symbols. Leave one of them out.');
  }
  const checkpoint = parseCheckpoint(options.checkpoint);
  const { stages } = checkSampling({ stages: bansFirst(stagesFrom(options, 1)), length: 1, seed });
  const given = givenOptions(command);
  for (const sentence of refuseIdle(given, modesOf(stages, decodingOf({}), given).add('distribution')))
    output.say(sentence);
  const lead = await findRun(tools, reference);
  const run = lead.id;
  const blend = await parseBlend(tools, lead, options.blend ?? []);
  const context = await promptFrom(options, tools);
  await tellUnseen(tools, run, context);
  const view = await host.ask('sample.distribution', { run, checkpoint, blend, context, stages, seed });
  tellNotes(output, view.notes, options);
  for (const { name, probabilities, removed } of view.stages) {
    const removedSymbols = removed.map((id) => view.symbols[id]);
    output.line({
      kind: 'stage',
      name,
      symbols: view.symbols,
      probabilities: [...probabilities],
      removed: removedSymbols,
    });
  }
  output.print(tableOf(view, options.top));
}

function tableOf({ symbols, stages }: Distribution, top: number | 'all'): string {
  const [model] = stages;
  const order = [...symbols.keys()].sort((one, other) => model.probabilities[other] - model.probabilities[one]);
  const shown = top === 'all' ? order : order.slice(0, top);
  const rows = shown.map((id) => [
    JSON.stringify(symbols[id]),
    ...stages.map(({ probabilities }) => (probabilities[id] === 0 ? '–' : probabilities[id].toFixed(4))),
  ]);
  const sums = stages.map(({ probabilities }) => shown.reduce((sum, id) => sum + probabilities[id], 0).toFixed(4));
  const entropies = stages.map(({ probabilities }) => bitsOf(probabilities).toFixed(3));
  const left = stages.map(({ probabilities }) => String(probabilities.filter((p) => p > 0).length));
  const heads = ['symbol', ...stages.map(({ name }) => name)];
  const isCut = shown.length < symbols.length;
  const held = isCut ? [['these hold', ...sums]] : [];
  const body = table(heads, [...rows, ...held, ['entropy, bits', ...entropies], ['characters possible', ...left]]);
  const last = stages[stages.length - 1];
  const end = last.probabilities.some((p) => p > 0) ? '' : '\nNothing is left: everything that could follow is banned.';
  return `${body}\n${shownWords(shown.length, symbols.length)}${end}`;
}

function shownWords(shown: number, all: number): string {
  if (shown === all) return all === 1 ? 'The model has 1 symbol.' : `All ${count(all)} symbols are shown.`;
  return `The likeliest ${count(shown)} of ${count(all)} symbols are shown; --top all shows them all.`;
}

function bitsOf(probabilities: Float64Array): number {
  return probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);
}
