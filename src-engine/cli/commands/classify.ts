// charloom classify: which label a run gives to lines, and how well, where their labels are known.

import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { indexOfLabel, readLabelledText } from '../../corpus/labels.ts';
import { counted } from '../../counting.ts';
import { evenThreshold, labelMetrics, labelTold } from '../../protocol/label-metrics.ts';
import type { LabelMetrics, Told } from '../../protocol/label-metrics.ts';
import type { CheckpointChoice, LabelTest, RunSummary } from '../../protocol/index.ts';
import { quoted } from '../../quoting.ts';
import { percent, table } from '../output.ts';
import { readTextFile } from '../prompt.ts';
import { findRun, parseCheckpoint, tellUnseen } from '../references.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { usageError } from '../failure.ts';

interface ClassifyOptions {
  readonly text?: string;
  readonly heldOut?: boolean;
  readonly checkpoint: string;
  readonly threshold: number;
}

/** Lines that were told, with their labels where these are known. */
interface ToldLines extends Told {
  readonly texts: readonly string[];
  readonly names: readonly string[];
  readonly isKnown: boolean;
  /** Of the run's own text; absent: the lines are given. */
  readonly part?: LabelTest['part'];
}

export function addClassify(program: Command): void {
  program
    .command('classify')
    .description('tell which label each line has, by a run that was trained with --task classify')
    .argument('<run>', "a run's id or name")
    .argument('[file]', 'a text file, line by line; where its lines have labels these are compared; - reads stdin')
    .option('--text <text>', 'one line instead of a file (default: none)')
    .option(
      '--held-out',
      "the lines of the run's own text that were held out, instead of a file: its test part, else its validation part",
    )
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option(
      '--threshold <share>',
      'of two labels, the probability from which on a line is called the second (0 to 1)',
      readThreshold,
      evenThreshold,
    )
    .action((reference: string, file: string | undefined, options: ClassifyOptions, self: Command) =>
      runReading(self, (tools) => classify(tools, reference, file, options, self)),
    );
}

function readThreshold(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

async function classify(
  tools: CommandTools,
  reference: string,
  file: string | undefined,
  options: ClassifyOptions,
  command: Command,
): Promise<void> {
  const { text, heldOut = false, threshold } = options;
  const ways = [file !== undefined, text !== undefined, heldOut].filter(Boolean).length;
  if (ways !== 1) throw usageError('Say what to classify, and one thing only: a file, --text, or --held-out.');
  if (text?.includes('\n')) {
    throw usageError('--text is one line, and this has a line end. Give several lines in a file, or by - on stdin.');
  }
  if (text?.trim() === '') throw usageError('--text is blank, so there is no line to classify. Write one behind it.');
  const checkpoint = parseCheckpoint(options.checkpoint);
  const run = await findRun(tools, reference);
  if (command.getOptionValueSource('threshold') === 'cli' && run.labels.length > 2) {
    throw usageError(
      `--threshold has no effect on ${quoted(run.name)}, because it tells ${run.labels.length} labels apart and the likeliest is taken. Leave it out.`,
    );
  }
  const told = heldOut
    ? await ofHeldOut(tools, run, checkpoint)
    : await ofTexts(tools, run, checkpoint, text ?? (await readLines(tools, file ?? '')));
  tell(tools, told, threshold);
}

async function readLines(tools: CommandTools, file: string): Promise<readonly string[]> {
  const text = await readTextFile(file, tools, {
    whereEmpty: 'so there is no line to classify',
    whereBinary: 'so it has no lines to classify',
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (text !== '' && lines.length === 0) tools.output.say('All lines are blank, so there is no line to classify.');
  return lines;
}

async function ofHeldOut(
  { host, output }: CommandTools,
  run: RunSummary,
  checkpoint: CheckpointChoice,
): Promise<ToldLines> {
  const test = await host.ask('label.test', { run: run.id, checkpoint, part: 'held-out' });
  if (!test.isWhole) output.say(`These are ${counted(test.texts.length, 'line')} of those held out.`);
  const { texts, truth, probabilities, labels: names, part } = test;
  return { texts, truth, probabilities, names, labels: names.length, isKnown: true, part };
}

/** @param given one line, or those of a file, which may have labels */
async function ofTexts(
  tools: CommandTools,
  run: RunSummary,
  checkpoint: CheckpointChoice,
  given: string | readonly string[],
): Promise<ToldLines> {
  const known = typeof given === 'string' ? null : labelled(tools, run, given);
  const texts = known?.texts ?? (typeof given === 'string' ? [given] : given);
  const { labels: names, probabilities, cut } = await answersTo(tools, run, checkpoint, texts);
  if (cut > 0) {
    const longer = `${counted(cut, 'line')} ${cut === 1 ? 'is' : 'are'} longer than what ${quoted(run.name)} reads of one`;
    tools.output.say(`${longer}, so only the beginning counts, as in training.`);
  }
  await tellUnseen(tools, run.id, texts.join('\n').slice(0, maxChecked));
  return { texts, probabilities, names, labels: names.length, truth: known?.truth ?? [], isKnown: known !== null };
}

/** Asked of the engine at a time. */
const linesAtOnce = 10_000;

async function answersTo(
  { host }: CommandTools,
  { id: run }: RunSummary,
  checkpoint: CheckpointChoice,
  texts: readonly string[],
) {
  const first = await host.ask('label.lines', { run, checkpoint, texts: texts.slice(0, linesAtOnce) });
  const { labels, step } = first;
  const probabilities = new Float32Array(texts.length * labels.length);
  probabilities.set(first.probabilities);
  let { cut } = first;
  for (let start = linesAtOnce; start < texts.length; start += linesAtOnce) {
    const ask = { run, checkpoint: { step }, texts: texts.slice(start, start + linesAtOnce) } as const;
    const more = await host.ask('label.lines', ask);
    probabilities.set(more.probabilities, start * labels.length);
    cut += more.cut;
  }
  return { labels, probabilities, cut };
}

/** Characters that are looked through for some that the model has never seen. */
const maxChecked = 100_000;

/** The lines without their labels, if all have one that the run knows; else null. */
function labelled({ output }: CommandTools, { labels, name }: RunSummary, lines: readonly string[]) {
  if (lines.length === 0) return null;
  const found = readLabelledText(lines);
  const truth = found.map(({ label }) => (label === null ? -1 : indexOfLabel(labels, label)));
  const stray = found[truth.indexOf(-1)];
  if (stray === undefined) return { texts: found.map(({ text }) => text), truth };
  if (truth.some((label) => label >= 0)) {
    const why =
      stray.label === null
        ? `The line ${quoted(stray.text)} has no label`
        : `${quoted(name)} has no label ${quoted(stray.label)}`;
    output.say(`${why}, so the lines are read whole, as if they had no labels.`);
  }
  return null;
}

function tell({ output }: CommandTools, told: ToldLines, threshold: number): void {
  const { texts, names, labels, probabilities, truth, isKnown, part } = told;
  for (const [line, text] of texts.entries()) {
    const label = labelTold(told, line, threshold);
    const probability = probabilities[line * labels + label];
    const expected = isKnown ? { expected: names[truth[line]] } : {};
    output.line({ kind: 'label', text, label: names[label], probability, ...expected });
    if (!isKnown) output.print(`${names[label]}\t${percent(probability)}\t${text}`);
  }
  if (!isKnown) return;
  const metrics = labelMetrics(told, threshold);
  output.line({ kind: 'metrics', ...(part && { part }), ...metrics });
  const lines = `${counted(texts.length, 'line')}${part === undefined ? '' : ` of the ${part} part`}`;
  output.print(describe(metrics, names, lines));
}

function describe(metrics: LabelMetrics, names: readonly string[], lines: string): string {
  const { confusion } = metrics;
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  const about = names.length === 2 ? `of ${quoted(names[1])}` : 'mean over the labels';
  return [
    `${lines}, ${share(metrics.accuracy)} of them labelled correctly`,
    '',
    table(
      ['figure', 'value', ''],
      [
        ['precision', share(metrics.precision), about],
        ['recall', share(metrics.recall), about],
        ['F1', share(metrics.f1), about],
        ['area under the ROC', metrics.auc === null ? '–' : metrics.auc.toFixed(4), about],
      ],
    ),
    '',
    table(
      ['is \\ told', ...names],
      names.map((name, label) => [name, ...confusion[label].map(String)]),
    ),
  ].join('\n');
}
