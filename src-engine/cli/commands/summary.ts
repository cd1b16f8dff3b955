// charloom summary: what a run would be, before anything is trained: layers, parameters, memory, time.

import type { Command } from 'commander';
import { count, counted, megabytes } from '../../counting.ts';
import { lineRoom, typicalLength } from '../../corpus/labels.ts';
import { splitText } from '../../corpus/split.ts';
import type { LineLength } from '../../protocol/doctor.ts';
import type { CorpusSummary, ModelSummary, Preset } from '../../protocol/index.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import { checkAgainstCorpus } from '../../settings/fit.ts';
import { defaultTraining } from '../../settings/defaults.ts';
import { passesOf, passesWarning } from '../../settings/passes.ts';
import { isLabelPreset, makeLabelPresets, makePresets, suggestedPreset } from '../../settings/presets.ts';
import { cutWarnings, warningsFor } from '../../settings/warnings.ts';
import { duration, table } from '../output.ts';
import { checkEffects } from '../option-rules.ts';
import { quoted } from '../../quoting.ts';
import { findCorpus } from '../references.ts';
import type { CorpusReference } from '../references.ts';
import { addSettingsOptions, chooseSettings, requirePreset } from '../settings-options.ts';
import type { SettingsOptions } from '../settings-options.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { usageError } from '../failure.ts';

/** In English. */
type Plan = Omit<ModelSummary, 'seconds' | 'rows' | 'warnings'> & {
  readonly rows: readonly { readonly layer: string; readonly shape: string; readonly parameters: number }[];
  readonly warnings: readonly string[];
  readonly secondsPerEpoch: number;
};

type PresetText = Pick<CorpusSummary, 'name' | 'source' | 'characters' | 'vocabulary'> & {
  /** Takes a look through the whole text. */
  readonly labelled: () => Promise<Labelled>;
};

/** What a text has of lines with labels. */
interface Labelled {
  /** Of the lines of each label; empty: there are none. */
  readonly counts: readonly number[];
  readonly lengths: readonly LineLength[];
}

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
  let asked: Promise<Labelled> | null = null;
  const labelled = (): Promise<Labelled> => (asked ??= examine(tools, found));
  const preset = await findPreset(tools, { ...text, labelled }, options);
  const { model, training } = chooseSettings(options, text.characters, processors, preset);
  checkAgainstCorpus(training, text.characters);
  checkEffects(options, { model, training });
  const isLabelled = training.task === 'classify';
  const { counts, lengths } = isLabelled ? await labelled() : { counts: [], lengths: [] };
  if (isLabelled && counts.length === 0)
    throw usageError(`${quoted(text.name)} has no lines with labels to tell apart.`);
  const sizes = { model, training, vocabulary: text.vocabulary, labels: counts.length };
  const trainCharacters = splitText(text.characters, training).train;
  const trainLines = sumOf(counts.map((lines) => splitText(lines, training).train));
  const planned = engine.summarize({ ...sizes, trainCharacters, ...(isLabelled && { trainLines }) });
  const charactersPerSecond = await engine.measureSpeed(sizes);
  const passes = passesOf(training, planned.stepsPerEpoch, charactersPerSecond);
  const { parameters } = planned;
  const learned = passesWarning({ model, training, parameters, characters: trainCharacters, passes });
  const cut = cutWarnings(training, linesBeyond(lengths, training.sequence));
  const warnings = [...warningsFor(model, training), ...(learned === null ? [] : [learned]), ...cut].map(inEnglish);
  const rows = planned.rows.map((row) => ({ ...row, layer: inEnglish(row.layer), shape: inEnglish(row.shape) }));
  const perEpoch = isLabelled ? trainLines * training.sequence : trainCharacters;
  return { ...planned, rows, warnings, charactersPerSecond, secondsPerEpoch: perEpoch / charactersPerSecond };
}

function linesBeyond(lengths: readonly LineLength[], sequence: number): number {
  return sumOf(lengths.map(({ length, lines }) => (length > lineRoom(sequence) ? lines : 0)));
}

async function examine({ host }: CommandTools, found: CorpusReference): Promise<Labelled> {
  const report =
    found.kind === 'stored'
      ? await host.ask('corpus.examine', { corpus: found.corpus.id })
      : await host.ask('corpus.examine-source', { source: found.source });
  return { counts: report.labels.map(({ lines }) => lines), lengths: report.labelledLengths };
}

async function findPreset(tools: CommandTools, text: PresetText, options: SettingsOptions): Promise<Preset | null> {
  const { host, engine, processors } = tools;
  const wanted = options.preset ?? (options.task === 'classify' ? 'classifier' : undefined);
  if (wanted === undefined) return null;
  const training = defaultTraining(processors);
  const { characters, vocabulary, labelled } = text;
  if (wanted === 'suggested') {
    const { catalogue } = await host.ask('library.overview', {});
    const entry = catalogue.find(({ key }) => text.source === `builtin:${key}`);
    return requirePreset(entry ? [suggestedPreset(entry.preset, characters, training)] : [], wanted, text.name);
  }
  const gigaflops = engine.measurePeak(millisecondsForPeak) * training.threads;
  const basis = { vocabulary, gigaflops, training };
  if (isLabelPreset(wanted)) {
    const { counts, lengths } = await labelled();
    const lines = { labels: counts.length, lines: sumOf(counts), lineLength: typicalLength(lengths) };
    return requirePreset(counts.length === 0 ? [] : makeLabelPresets({ ...basis, ...lines }), wanted, text.name);
  }
  return requirePreset(makePresets({ ...basis, characters }), wanted, text.name);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
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
    `Speed         ${count(plan.charactersPerSecond ?? 0)} characters per second on this machine`,
    ...plan.warnings,
  ].join('\n');
}
