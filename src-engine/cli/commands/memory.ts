// charloom memory: how far back a model remembers.

import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import type { Memory, MemoryCurve } from '../../protocol/index.ts';
import { memoryTextWords, symbolClassWords } from '../../protocol/words/memory.ts';
import { table } from '../output.ts';
import { findRun, parseCheckpoint, tellUnseen } from '../references.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { addTextOptions, textFrom } from '../text-options.ts';
import type { TextOptions } from '../text-options.ts';

interface MemoryOptions extends TextOptions {
  readonly checkpoint: string;
  readonly bySymbol?: true;
}

/** Characters back at which the table shows what is left. */
const shownAt = [1, 5, 10, 20, 50, 100];

export function addMemory(program: Command): void {
  const command = program
    .command('memory')
    .description(
      'measure how far back a model remembers: the gradient of its loss, or of its answer, by its state k characters before',
    )
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best');
  addTextOptions(command, 'the text to measure on', 'what was held out from training')
    .option('--by-symbol', 'also for kinds of symbols: letters, digits, spaces, line ends, quotes, other signs')
    .action((reference: string, options: MemoryOptions, self: Command) =>
      runReading(self, (tools) => measure(tools, reference, options)),
    );
}

async function measure(tools: CommandTools, reference: string, options: MemoryOptions): Promise<void> {
  const { host, output } = tools;
  const checkpoint = parseCheckpoint(options.checkpoint);
  const { id: run } = await findRun(tools, reference);
  const text = await textFrom(options, tools);
  if (text !== undefined) await tellUnseen(tools, run, text);
  const memory = await host.ask('memory.measure', { run, checkpoint, ...(text === undefined ? {} : { text }) });
  const { origin, text: measuredOn, positions } = memory;
  for (const { layer, halfLife, norms } of memory.layers)
    output.line({ kind: 'memory', layer, origin, text: measuredOn, positions, halfLife, norms });
  if (options.bySymbol) {
    for (const { symbols, share, halfLife, norms } of memory.classes) {
      output.line({ kind: 'memory-of', symbols, share, halfLife, norms });
    }
  }
  output.print(tableOf(memory, options.bySymbol ?? false));
}

function tableOf(memory: Memory, bySymbol: boolean): string {
  const rows = memory.layers.map(({ layer, ...curve }) => [`layer ${layer}`, ...cellsOf(curve)]);
  const symbols = memory.classes.map(({ symbols: kind, ...curve }) => [symbolClassWords[kind], ...cellsOf(curve)]);
  const steps = shownAt.filter((k) => k < memory.layers[0].norms.length);
  const heads = ['', 'half-life', ...steps.map((k) => `after ${k}`)];
  const all = bySymbol ? [...rows, ...symbols] : rows;
  const places = memory.origin === 'loss' ? 'place' : 'line';
  return `${table(heads, all)}\nHalf-life in characters; then the share of the gradient that is left so many characters back. Averaged over ${counted(memory.positions, places)} of ${memoryTextWords[memory.text]}.`;
}

function cellsOf({ halfLife, norms }: MemoryCurve): string[] {
  const shares = shownAt
    .filter((k) => k < norms.length)
    .map((k) => (Number.isFinite(norms[k]) ? norms[k].toPrecision(2) : '–'));
  return [halfLife === null ? '–' : halfLife.toFixed(1), ...shares];
}
