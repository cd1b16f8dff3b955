// charloom summary: what a run would be, before anything is trained: layers, parameters, memory, time.

import type { Command } from 'commander';
import { count, counted, megabytes } from '../../counting.ts';
import { splitText } from '../../corpus/split.ts';
import type { CorpusSummary, ModelSummary, Preset, PresetKey } from '../../protocol/index.ts';
import { checkAgainstCorpus } from '../../settings/fit.ts';
import { defaultTraining } from '../../settings/defaults.ts';
import { passesOf, passesWarning } from '../../settings/passes.ts';
import { makePresets, suggestedPreset } from '../../settings/presets.ts';
import { warningsFor } from '../../settings/warnings.ts';
import { duration, table } from '../output.ts';
import { checkEffects } from '../option-rules.ts';
import { findCorpus } from '../references.ts';
import { addSettingsOptions, chooseSettings, requirePreset } from '../settings-options.ts';
import type { SettingsOptions } from '../settings-options.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';

type Plan = Omit<ModelSummary, 'seconds'> & { readonly secondsPerEpoch: number };

type PresetText = Pick<CorpusSummary, 'name' | 'source' | 'characters' | 'vocabulary'>;

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
  const preset = options.preset ? await findPreset(tools, text, options.preset) : null;
  const { model, training } = chooseSettings(options, text.characters, processors, preset);
  checkAgainstCorpus(training, text.characters);
  checkEffects(options, { model, training });
  const sizes = { model, training, vocabulary: text.vocabulary };
  const trainCharacters = splitText(text.characters, training).train;
  const planned = engine.summarize({ ...sizes, trainCharacters });
  const charactersPerSecond = await engine.measureSpeed(sizes);
  const passes = passesOf(training, planned.stepsPerEpoch, charactersPerSecond);
  const { parameters } = planned;
  const learned = passesWarning({ model, training, parameters, characters: trainCharacters, passes });
  const warnings = [...warningsFor(model, training), ...(learned === null ? [] : [learned])];
  return { ...planned, warnings, charactersPerSecond, secondsPerEpoch: trainCharacters / charactersPerSecond };
}

async function findPreset(tools: CommandTools, text: PresetText, wanted: PresetKey): Promise<Preset> {
  const { host, engine, processors } = tools;
  const training = defaultTraining(processors);
  if (wanted === 'suggested') {
    const { catalogue } = await host.ask('library.shelf', {});
    const entry = catalogue.find(({ key }) => text.source === `builtin:${key}`);
    return requirePreset(entry ? [suggestedPreset(entry.preset, text.characters, training)] : [], wanted, text.name);
  }
  const gigaflops = engine.measurePeak(millisecondsForPeak) * training.threads;
  const { characters, vocabulary } = text;
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
