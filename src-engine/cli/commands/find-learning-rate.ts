// charloom find-learning-rate: a range test of the learning rate, which one to take, and whether the chosen one is far
// from it.

import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import type { RatePoint, RateTest } from '../../protocol/index.ts';
import { rateWarning, smoothedLosses } from '../../protocol/learning-rate.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import { checkAgainstCorpus } from '../../settings/fit.ts';
import { addKernelsOption, useKernels } from '../kernels-option.ts';
import type { KernelsOption } from '../kernels-option.ts';
import { checkEffects } from '../option-rules.ts';
import { nats, table } from '../output.ts';
import { bringCorpus, requireNewText, withdrawCorpus } from '../references.ts';
import { runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { addSettingsOptions, chooseSettings, requirePreset } from '../settings-options.ts';
import type { SettingsOptions } from '../settings-options.ts';
import { showTask } from '../task-bar.ts';

const task = 1;
/** Of the chart. */
const maxRows = 24;
const barWidth = 40;

export function addFindLearningRate(program: Command): void {
  const command = program
    .command('find-learning-rate')
    .description(
      'find a learning rate for a model and a text in about 20 seconds, by training at growing rates; nothing of that is kept, a file is imported',
    )
    .argument('<corpus>', 'a file, a corpus (id or name) or a built-in text')
    .addHelpText(
      'after',
      `
Takes the options of train and checks them as train does; --learning-rate is compared
with what is found. Length and schedule make no difference.`,
    );
  addKernelsOption(addSettingsOptions(command)).action(
    (reference: string, options: SettingsOptions & KernelsOption, self: Command) =>
      runCommand(self, (tools) => find(tools, reference, options), { beginning: () => requireNewText(reference) }),
  );
}

async function find(tools: CommandTools, reference: string, options: SettingsOptions & KernelsOption): Promise<void> {
  const { host, output, processors, onInterrupt } = tools;
  useKernels(options);
  const { isNew, ...corpus } = await bringCorpus(tools, reference);
  try {
    tools.checkInterrupted();
    const presets = options.preset ? await host.ask('run.presets', { corpus: corpus.id }) : [];
    const preset = options.preset ? requirePreset(presets, options.preset, corpus.name) : null;
    const settings = chooseSettings(options, corpus.characters, processors, preset);
    checkAgainstCorpus(settings.training, corpus.characters);
    checkEffects(options, settings);
    onInterrupt(() => host.ask('task.cancel', { task }));
    const hide = showTask(host, task);
    const result = await host.ask('run.rates', { corpus: corpus.id, ...settings, task }).finally(hide);
    const { learningRate: chosen } = settings.training;
    const warned = result.suggested === null ? null : rateWarning(chosen, result.suggested);
    const warning = warned === null ? null : inEnglish(warned);
    output.line({ kind: 'learning-rates', corpus: corpus.id, chosen, ...result, warning });
    output.print(describe(result, warning));
  } catch (error) {
    if (isNew) await withdrawCorpus(tools, corpus.id);
    throw error;
  }
}

function describe({ points, suggested }: RateTest, warning: string | null): string {
  const found =
    suggested === null
      ? 'No rate of this range learned anything in so short a time. Choose another optimizer, or a smaller model.'
      : `Suggested learning rate: ${suggested}`;
  return [chart(points), '', found, ...(warning === null ? [] : [warning])].join('\n');
}

/** The loss, its noise taken out, as a bar for every few steps. */
function chart(points: readonly RatePoint[]): string {
  const losses = smoothedLosses(points);
  const every = Math.max(1, Math.ceil(points.length / maxRows));
  const shown = points.flatMap(({ rate }, index) =>
    index % every === 0 ? [{ rate, loss: losses[index] ?? Number.NaN }] : [],
  );
  const highest = Math.max(...shown.map(({ loss }) => loss));
  const rows = shown.map(({ rate, loss }) => [
    String(Number(rate.toPrecision(2))),
    nats(loss),
    '█'.repeat(Math.max(1, Math.round((loss / highest) * barWidth))),
  ]);
  return `${table(['learning rate', 'nats', 'loss'], rows)}\n\n${counted(points.length, 'step')} at growing rates, of which nothing is kept.`;
}
