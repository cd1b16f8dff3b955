// charloom summary: what a run would be, before anything is trained: layers, parameters, memory, time.

import type { Command } from 'commander';
import { count, counted, megabytes } from '../../counting.ts';
import { splitText } from '../../corpus/split.ts';
import type { CorpusSummary, LabelCount, ModelSummary, Preset } from '../../protocol/index.ts';
import { checkAgainstCorpus } from '../../settings/fit.ts';
import { defaultTraining } from '../../settings/defaults.ts';
import { passesOf, passesWarning } from '../../settings/passes.ts';
import { makeLabelPresets, makePresets, suggestedPreset } from '../../settings/presets.ts';
import { warningsFor } from '../../settings/warnings.ts';
import { duration, table } from '../output.ts';
import { checkEffects } from '../option-rules.ts';
import { quoted } from '../../quoting.ts';
import { findCorpus } from '../references.ts';
import type { CorpusReference } from '../references.ts';
import { addSettingsOptions, chooseSettings, requirePreset } from '../settings-options.ts';
import type { SettingsOptions } from '../settings-options.ts';
import { runReading, usageError } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';

type Plan = Omit<ModelSummary, 'seconds'> & { readonly secondsPerEpoch: number };

type PresetText = Pick<CorpusSummary, 'name' | 'source' | 'characters' | 'vocabulary'> & {
  readonly labels: readonly LabelCount[];
};

const millisecondsForPeak = 100;

export function addSummary(program: Command): void {
  const command = program
    .command('summary')
    .description(
      'show the layers, memory and time of a run that the same options of train would start; all are checked as train checks them, and a file is not imported',
    )
    .argument('[corpus]', 'a file, a corpus (id or name) or a built-in text', 'builtin:moby-dick');
  addSettingsOptions(command).action((reference: string, options: SettingsOptions, self: Command) =>
    runReading(self, async (tools) => {
      const plan = await makePlan(tools, reference, options);
      tools.output.line({ kind: 'summary', ...plan });
      tools.output.print(describe(plan));
    }),
  );
}

async function makePlan(tools: CommandTools, reference: string, options: SettingsOptions): Promise<Plan> {
  const { host, engine, processors } = tools;
  const found = await findCorpus(tools, reference);
  // Read without keeping: to look costs nothing in the library.
  const text =
    found.kind === 'stored' ? found.corpus : await host.ask('corpus.preview', { source: found.source, whole: true });
  const labels = await labelsOf(tools, found, options);
  const preset = await findPreset(tools, { ...text, labels }, options);
  const { model, training } = chooseSettings(options, text.characters, processors, preset);
  checkAgainstCorpus(training, text.characters);
  checkEffects(options, { model, training });
  const isLabelled = training.task === 'classify';
  if (isLabelled && labels.length === 0)
    throw usageError(`${quoted(text.name)} has no lines with labels to tell apart.`);
  const sizes = { model, training, vocabulary: text.vocabulary, labels: isLabelled ? labels.length : 0 };
  const trainCharacters = splitText(text.characters, training).train;
  const trainLines = labels.reduce((sum, { lines }) => sum + splitText(lines, training).train, 0);
  const planned = engine.summarize({ ...sizes, trainCharacters, ...(isLabelled && { trainLines }) });
  const charactersPerSecond = await engine.measureSpeed(sizes);
  const passes = passesOf(training, planned.stepsPerEpoch, charactersPerSecond);
  const { parameters } = planned;
  const learned = passesWarning({ model, training, parameters, characters: trainCharacters, passes });
  const warnings = [...warningsFor(model, training), ...(learned === null ? [] : [learned])];
  const perEpoch = isLabelled ? trainLines * training.sequence : trainCharacters;
  return { ...planned, warnings, charactersPerSecond, secondsPerEpoch: perEpoch / charactersPerSecond };
}

/** Asked for only where they are told apart, since it takes a look through the whole text. */
async function labelsOf(
  { host }: CommandTools,
  found: CorpusReference,
  { task, preset }: SettingsOptions,
): Promise<readonly LabelCount[]> {
  if (task !== 'classify' && preset !== 'classifier' && preset !== 'simple-rnn' && preset !== 'suggested') return [];
  const { labels } =
    found.kind === 'stored'
      ? await host.ask('corpus.examine', { corpus: found.corpus.id })
      : await host.ask('source.examine', { source: found.source });
  return labels;
}

async function findPreset(tools: CommandTools, text: PresetText, options: SettingsOptions): Promise<Preset | null> {
  const { host, engine, processors } = tools;
  const wanted = options.preset ?? (options.task === 'classify' ? 'classifier' : undefined);
  if (wanted === undefined) return null;
  const training = defaultTraining(processors);
  const { characters, vocabulary, labels } = text;
  if (wanted === 'suggested') {
    const { catalogue } = await host.ask('library.overview', {});
    const entry = catalogue.find(({ key }) => text.source === `builtin:${key}`);
    return requirePreset(entry ? [suggestedPreset(entry.preset, characters, training)] : [], wanted, text.name);
  }
  const lines = labels.reduce((sum, { lines: own }) => sum + own, 0);
  const lineLength = Math.ceil(characters / Math.max(1, lines));
  const labelled = labels.length === 0 ? [] : makeLabelPresets({ labels: labels.length, lines, lineLength, training });
  const found = labelled.find(({ key }) => key === wanted);
  if (found) return found;
  const gigaflops = engine.measurePeak(millisecondsForPeak) * training.threads;
  return requirePreset(makePresets({ characters, vocabulary, gigaflops, training }), wanted, text.name);
}

function describe(plan: Plan): string {
  const rows = plan.rows.map(({ layer, shape, parameters }) => [
    layer,
    shape,
    parameters === 0 ? '' : count(parameters),
  ]);
  return [
    table(['layer', 'output', 'parameters'], rows),
    '',
    `Parameters    ${count(plan.parameters)}`,
    `Memory        ${megabytes(plan.memoryBytes)} while training`,
    `Epoch         ${counted(plan.stepsPerEpoch, 'step')}, about ${duration(plan.secondsPerEpoch)}`,
    `Speed         ${count(plan.charactersPerSecond ?? 0)} characters a second on this machine`,
    ...plan.warnings,
  ].join('\n');
}
