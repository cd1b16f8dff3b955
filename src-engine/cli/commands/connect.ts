// charloom connect: how much each character of a text matters to what comes after one of them.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Connection } from '../../protocol/index.ts';
import { table } from '../output.ts';
import { findRun, parseCheckpoint, tellUnseen } from '../references.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { addTextOptions, textFrom } from '../text-options.ts';
import type { TextOptions } from '../text-options.ts';
import { usageError } from '../failure.ts';

interface ConnectOptions extends TextOptions {
  readonly checkpoint: string;
  readonly at?: number;
}

/** Characters in the table for people, those that matter most. */
const shown = 20;

export function addConnect(program: Command): void {
  const command = program
    .command('connect')
    .description(
      'measure how much each character of a text matters to what comes, or to the label that is told, after one of them',
    )
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best');
  addTextOptions(command, 'the text that is read', 'none, and one is needed')
    .addOption(
      new Option('--at <n>', 'the character that is read last, counted from 0 (default: the last one)').argParser(
        readAt,
      ),
    )
    .action((reference: string, options: ConnectOptions, self: Command) =>
      runReading(self, (tools) => connect(tools, reference, options)),
    );
}

function readAt(text: string): number {
  const at = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(at)) return at;
  throw new InvalidArgumentError('It must be a whole number from 0.');
}

async function connect(tools: CommandTools, reference: string, options: ConnectOptions): Promise<void> {
  const { host, output } = tools;
  const checkpoint = parseCheckpoint(options.checkpoint);
  const { id: run } = await findRun(tools, reference);
  const text = await textFrom(options, tools);
  if (text === undefined || text === '')
    throw usageError('There is no text to look at. Give one with --text or --text-file.');
  await tellUnseen(tools, run, text);
  const at = options.at === undefined ? {} : { at: options.at };
  const connection = await host.ask('memory.connect', { run, checkpoint, text, ...at });
  const symbols = symbolsIn(text, connection);
  symbols.slice(0, connection.at + 1).forEach((symbol, index) => {
    const norm = connection.norms[index];
    output.line({ kind: 'connection', at: index, symbol, norm: Number.isNaN(norm) ? null : norm });
  });
  const { next, probability } = connection;
  output.line({ kind: 'connected', at: connection.at, symbol: symbols[connection.at], next, probability });
  output.print(tableOf(connection, symbols));
}

function symbolsIn(text: string, { lengths }: Connection): string[] {
  let from = 0;
  return Array.from(lengths, (length) => text.slice(from, (from += length)));
}

function tableOf({ norms, at, next, probability }: Connection, symbols: readonly string[]): string {
  const positions = [...norms.keys()]
    .filter((position) => norms[position] > 0)
    .sort((one, other) => norms[other] - norms[one]);
  const largest = norms[positions[0]] ?? 1;
  const rows = positions
    .slice(0, shown)
    .map((position) => [
      String(position),
      JSON.stringify(symbols[position]),
      String(at - position),
      (norms[position] / largest).toFixed(3),
    ]);
  const percent = `${(100 * probability).toFixed(1)} %`;
  return `${table(['position', 'symbol', 'back', 'matters'], rows)}\nFor ${JSON.stringify(next)} after character ${at}, which the model gives ${percent}; relative to what matters most.`;
}
