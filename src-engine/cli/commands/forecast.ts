// charloom forecast: how a column of numbers goes on, by a run that was trained on it, and how well it forecast what
// was held out.

import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { forecastLimits } from '../../protocol/forecasts.ts';
import { samplingLimits } from '../../protocol/sampling-limits.ts';
import { forecastSentence } from '../../protocol/words/forecasts.ts';
import { findRun, parseCheckpoint } from '../references.ts';
import { table } from '../output.ts';
import { runReading } from '../run-command.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';

const { steps, streams, default: defaults } = forecastLimits;

interface ForecastOptions {
  readonly steps: number;
  readonly streams: number;
  readonly seed: number;
  readonly checkpoint: string;
}

export function addForecast(program: Command): void {
  program
    .command('forecast')
    .description('go on with the column of numbers that a run was trained on: the middle of many texts, and their band')
    .argument('<run>', "a run's id or name")
    .option('--steps <n>', `numbers to forecast (${steps.join(' to ')})`, wholeWithin(steps), defaults.steps)
    .option(
      '--streams <n>',
      `texts that are written for it (${streams.join(' to ')})`,
      wholeWithin(streams),
      defaults.streams,
    )
    .option('--seed <n>', 'of the first text; the others have those after it', wholeWithin(samplingLimits.seed), 1)
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .action((reference: string, options: ForecastOptions, self: Command) =>
      runReading(self, async (tools) => {
        const { host, output } = tools;
        const { id } = await findRun(tools, reference);
        const { checkpoint, ...asked } = options;
        const found = await host.ask('forecast.run', { run: id, checkpoint: parseCheckpoint(checkpoint), ...asked });
        for (const [index, median] of found.median.entries()) {
          const [lower, upper, first] = [found.lower, found.upper, found.first].map((numbers) => numbers[index]);
          output.line({ kind: 'forecast', step: index + 1, lower, median, upper, first });
        }
        if (found.heldOut) output.line({ kind: 'held-out', ...found.heldOut });
        output.print(
          table(
            ['step', 'lower', 'median', 'upper'],
            found.median.map((median, index) =>
              [index + 1, found.lower[index], median, found.upper[index]].map((number) => String(number)),
            ),
          ),
        );
        output.say(inEnglish(forecastSentence(found)));
      }),
    );
}

function wholeWithin([min, max]: readonly [number, number]): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
