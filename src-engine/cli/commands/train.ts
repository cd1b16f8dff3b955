// charloom train: trains a new run, goes on with one, extends or branches it. Ctrl-C stops after the current step, with
// a checkpoint.

import type { Command } from 'commander';
import { count, counted } from '../../counting.ts';
import { splitText } from '../../corpus/split.ts';
import type {
  Ask,
  CorpusId,
  CorpusSummary,
  Length,
  Preset,
  RunId,
  RunStart,
  RunSummary,
  TrainingSettings,
} from '../../protocol/index.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import type { AllSettings } from '../../protocol/setting-fields.ts';
import { settingValue, settingWords } from '../../protocol/words/settings.ts';
import type { SettingKey } from '../../protocol/words/settings.ts';
import { checkAgainstCorpus } from '../../settings/fit.ts';
import type { ChosenSettings } from '../../settings/effects.ts';
import { passesOf, passesWarning } from '../../settings/passes.ts';
import { warningsFor } from '../../settings/warnings.ts';
import { quoted, shortened } from '../../quoting.ts';
import { followRun } from '../following.ts';
import { addKernelsOption, useKernels } from '../kernels-option.ts';
import { checkEffects, isForNew, keptOptions, wayOf } from '../option-rules.ts';
import type { TrainOptions } from '../option-rules.ts';
import { bringCorpus, findCheckpoint, findCorpus, findRun, requireNewText, withdrawCorpus } from '../references.ts';
import {
  addSettingsOptions,
  chooseSettings,
  chosenModel,
  chosenTraining,
  optionName,
  requirePreset,
} from '../settings-options.ts';
import type { SettingsOptions } from '../settings-options.ts';
import { runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { usageError } from '../failure.ts';

const lastPlace = Number.MAX_SAFE_INTEGER;

export function addTrain(program: Command): void {
  const command = program
    .command('train')
    .description(
      'train a model on a text, which is imported if it is a file; Ctrl-C stops after the current step, with a checkpoint',
    )
    .argument('[corpus]', 'a file, a corpus (id or name) or a built-in text; required for a new run')
    .option('--name <name>', "the run's name (default: made from the text and the model)")
    .option('--resume <run>', 'go on with a run (id or name) from its last checkpoint')
    .option(
      '--extend <run>',
      'train a run (id or name) for so much longer from where it is, by --epochs, --steps or --minutes',
    )
    .option('--from <run[@checkpoint]>', "a new run from a run's best checkpoint, its last, or one by its step")
    .option('--queue', 'put the run into the queue instead of training it now');
  command.addHelpText(
    'after',
    `
What is not given comes from --preset or the defaults; with --from, from the run, whose
goal --no-goal leaves out. A run that is resumed or extended keeps its settings: what is given must agree with them.`,
  );
  addKernelsOption(addSettingsOptions(command)).action(
    (reference: string | undefined, options: TrainOptions, self: Command) =>
      runCommand(self, (tools) => train(tools, reference, options), {
        beginning: isForNew(options) ? () => checkBeginning(reference, options) : undefined,
      }),
  );
}

/** What can be told of a new run before there is a library. @throws CharloomError */
function checkBeginning(reference: string | undefined, options: TrainOptions): Promise<void> {
  checkKernels(options);
  return requireNewText(requireText(reference));
}

/** @throws CharloomError for kernels that would compute nothing */
function checkKernels({ queue, kernels }: TrainOptions): void {
  if (queue === true && kernels !== undefined)
    throw usageError(
      '--kernels has no effect with --queue, because a queued run trains elsewhere. Leave one of them out.',
    );
}

async function train(tools: CommandTools, reference: string | undefined, options: TrainOptions): Promise<void> {
  checkKernels(options);
  useKernels(options);
  const brought: CorpusId[] = [];
  const bring: Bring = async (text) => {
    const { isNew, ...corpus } = await bringCorpus(tools, text);
    if (isNew) brought.push(corpus.id);
    tools.checkInterrupted();
    return corpus;
  };
  try {
    const begin = await prepare(tools, reference, options, bring);
    tools.checkInterrupted();
    if (options.queue === true) tellQueued(tools, await begin());
    else await followRun(tools, begin);
  } catch (error) {
    for (const corpus of brought) await withdrawCorpus(tools, corpus);
    throw error;
  }
}

/** Makes sure that a text is in the library. */
type Bring = (reference: string) => Promise<CorpusSummary>;

/** Checks what is asked. @returns what starts the run, or puts it into the queue */
async function prepare(
  tools: CommandTools,
  reference: string | undefined,
  options: TrainOptions,
  bring: Bring,
): Promise<() => Promise<RunId>> {
  const { host } = tools;
  const start: RunStart = options.queue === true ? 'queued' : 'now';
  const way = wayOf(options);
  if (options.resume !== undefined) {
    const { id: run } = await resumable(tools, options.resume, reference, keptOptions(options, way));
    return async () => {
      if (start === 'now') await host.ask('run.continue', { run });
      else await host.ask('run.queue', { run, place: lastPlace });
      return run;
    };
  }
  if (options.extend !== undefined) {
    const { run, length } = await extendable(tools, options.extend, reference, options);
    return async () => {
      const { id, totalSteps } = await host.ask('run.extend', { run: run.id, length, start });
      tellShortened(tools, run, totalSteps);
      return id;
    };
  }
  const name = options.name === undefined ? {} : { name: options.name };
  if (options.from !== undefined) {
    const branch = await branchOf(tools, options.from, reference, options, bring);
    return async () => (await host.ask('run.branch', { ...branch, ...name, start })).id;
  }
  const corpus = await bring(requireText(reference));
  const settings = await settingsFor(tools, corpus, options);
  return async () => (await host.ask('run.start', { corpus: corpus.id, ...settings, ...name, start })).id;
}

function requireText(reference: string | undefined): string {
  if (reference !== undefined) return reference;
  throw usageError('Say what to train on: a file, a corpus, or a built-in text such as moby-dick.');
}

async function settingsFor(tools: CommandTools, corpus: CorpusSummary, options: SettingsOptions) {
  const preset = await presetFor(tools, corpus, options);
  const settings = chooseSettings(options, corpus.characters, tools.processors, preset);
  checkAgainstCorpus(settings.training, corpus.characters);
  checkEffects(options, settings);
  const wanted = chooseSettings(options, Number.MAX_SAFE_INTEGER, tools.processors, preset);
  tellFit(tools, settings.training, wanted.training, corpus);
  for (const warning of await warningsAbout(tools, corpus, settings)) tools.output.say(inEnglish(warning));
  return settings;
}

/** What is to be told before the run begins. How much of its lines one with labels reads, only the host knows. */
async function warningsAbout(tools: CommandTools, corpus: CorpusSummary, settings: ChosenSettings) {
  if (settings.training.task === 'classify') {
    const { warnings } = await tools.host.ask('run.plan', { corpus: corpus.id, ...settings });
    return warnings;
  }
  const learned = await learnedByHeart(tools, corpus, settings);
  return [...warningsFor(settings.model, settings.training), ...(learned === null ? [] : [learned])];
}

/** A sentence for a run that will learn its text by heart. The speed is measured only where it decides. */
async function learnedByHeart({ engine }: CommandTools, corpus: CorpusSummary, settings: ChosenSettings) {
  const { model, training } = settings;
  const sizes = { model, training, vocabulary: corpus.vocabulary };
  const characters = splitText(corpus.characters, training).train;
  const { parameters, stepsPerEpoch } = engine.summarize({ ...sizes, trainCharacters: characters });
  const reading = { model, training, parameters, characters };
  if (passesWarning({ ...reading, passes: Infinity }) === null) return null;
  const speed = training.length.kind === 'minutes' ? await engine.measureSpeed(sizes) : null;
  return passesWarning({ ...reading, passes: passesOf(training, stepsPerEpoch, speed) });
}

/** What is chosen, or suits the task. Null: the defaults. */
async function presetFor(tools: CommandTools, corpus: CorpusSummary, options: SettingsOptions): Promise<Preset | null> {
  const { preset, task } = options;
  if (preset === undefined && task !== 'classify') return null;
  const presets = await tools.host.ask('run.presets', { corpus: corpus.id });
  if (preset !== undefined) return requirePreset(presets, preset, corpus.name);
  // Of a text without labels, starting says what is wrong.
  return presets.find(({ key }) => key === 'classifier') ?? null;
}

function tellFit(
  { output }: CommandTools,
  fitted: TrainingSettings,
  wanted: TrainingSettings,
  corpus: CorpusSummary,
): void {
  const changes = [
    fitted.batch === wanted.batch ? '' : `batch ${fitted.batch} instead of ${wanted.batch}`,
    fitted.sequence === wanted.sequence ? '' : `sequence ${fitted.sequence} instead of ${wanted.sequence}`,
    fitted.validation === wanted.validation ? '' : 'nothing held out for validation',
  ].filter((change) => change !== '');
  if (changes.length > 0)
    output.say(`The text is short (${counted(corpus.characters, 'character')}): ${changes.join(', ')}.`);
}

/** The run to go on with. What is said besides must agree with it: a run keeps its corpus and its settings. */
async function resumable(
  tools: CommandTools,
  name: string,
  reference: string | undefined,
  kept: SettingsOptions,
): Promise<RunSummary> {
  const run = await findRun(tools, name);
  const { training, model } = tools.library.runs.find(run.id);
  const asked = { ...chosenModel(kept), ...chosenTraining(kept, training) };
  const own: AllSettings = { ...model, ...training };
  for (const key of Object.keys(asked) as SettingKey[]) {
    if (JSON.stringify(own[key]) === JSON.stringify(asked[key])) continue;
    const title = settingWords[key].title.replace(/^The/, 'the');
    throw usageError(
      `A run that goes on keeps its settings: ${title} of ${quoted(run.name)} is ${settingValue(own[key])}. ` +
        `Leave its option out${key === 'length' ? ', or use --extend' : ''}.`,
    );
  }
  if (reference !== undefined) await checkSameCorpus(tools, run, reference);
  return run;
}

async function checkSameCorpus(tools: CommandTools, run: RunSummary, reference: string): Promise<void> {
  const { host, library } = tools;
  const found = await findCorpus(tools, reference);
  const isSame =
    found.kind === 'stored'
      ? found.corpus.id === run.corpus
      : (await host.ask('corpus.preview', { source: found.source, whole: true })).hash ===
        library.corpora.find(run.corpus).hash;
  if (!isSame)
    throw usageError(
      `${quoted(run.name)} is trained on ${quoted(run.corpusName)}, not on ${shortened(reference)}. Leave the text out.`,
    );
}

/** Nothing but its length can be said of a run that is extended. */
async function extendable(
  tools: CommandTools,
  name: string,
  reference: string | undefined,
  options: TrainOptions,
): Promise<{ readonly run: RunSummary; readonly length: Length }> {
  const run = await resumable(tools, name, reference, keptOptions(options, 'extend'));
  const { length } = chosenTraining(options, tools.library.runs.find(run.id).training);
  if (length === undefined) throw usageError('Say how much longer: --epochs, --steps or --minutes.');
  return { run, length };
}

/** A run that is not at its end goes on from where it is, so what is added may be less than what was left of it. */
function tellShortened({ output }: CommandTools, { name, totalSteps }: RunSummary, now: number | null): void {
  if (totalSteps === null || now === null || now >= totalSteps) return;
  const [before, after] = [count(totalSteps), count(now)];
  output.say(
    `${quoted(name)} was to end at step ${before} and ends at step ${after} now: --extend counts from where a run is, ` +
      '--resume goes on to its end.',
  );
}

/** A branch takes the settings of its run where nothing else is said. */
async function branchOf(
  tools: CommandTools,
  from: string,
  reference: string | undefined,
  options: TrainOptions,
  bring: Bring,
): Promise<Omit<Ask<'run.branch'>, 'name' | 'start'>> {
  const { host, library, output, processors } = tools;
  const { run, checkpoint } = await findCheckpoint(tools, from);
  const { model, training: base } = library.runs.find(run.id);
  for (const [key, value] of Object.entries(chosenModel(keptOptions(options, 'from')))) {
    if (model[key as keyof typeof model] !== value)
      throw usageError(`A branch keeps the model of ${quoted(run.name)}: leave ${optionName(key)} out.`);
  }
  const corpus = reference === undefined ? library.corpora.find(run.corpus) : await bring(reference);
  const { training } = chooseSettings(options, corpus.characters, processors, { model, training: base });
  checkAgainstCorpus(training, corpus.characters);
  checkEffects(options, { model, training });
  for (const warning of warningsFor(model, training)) output.say(inEnglish(warning));
  const plan = await host.ask('run.branch.plan', { run: run.id, checkpoint, corpus: corpus.id });
  output.line({ kind: 'branch', shared: plan.shared, added: plan.added, dropped: plan.dropped });
  if (!output.json) output.say(plan.note);
  return { run: run.id, checkpoint, corpus: corpus.id, training };
}

function tellQueued({ output, library }: CommandTools, run: RunId): void {
  const { name, queuePlace } = library.runs.find(run);
  output.line({ kind: 'queued', run, name, place: queuePlace });
  output.print(`Run ${run}, ${quoted(name)}, waits in the queue at place ${queuePlace}.`);
}
