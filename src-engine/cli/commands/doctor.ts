// charloom doctor: what is in a text, and what to do about it before training.

import type { Command } from 'commander';
import { count } from '../../counting.ts';
import type { DoctorReport, Preparation } from '../../protocol/index.ts';
import { binLimits } from '../../protocol/numbers.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import { table } from '../output.ts';
import { findCorpus } from '../references.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { showTask } from '../task-bar.ts';

const task = 1;

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine a text before training: its size, symbols, lines, and what should be mended; a file is only read, not imported',
    )
    .argument('<corpus>', 'a file, a corpus (id or name) or a built-in text')
    .action((reference: string, _options: object, self: Command) =>
      runReading(self, (tools) => examine(tools, reference)),
    );
}

async function examine(tools: CommandTools, reference: string): Promise<void> {
  const { output } = tools;
  const { corpus, name, report } = await examined(tools, reference);
  const advised = report.advice.map((advice) => ({ ...advice, sentence: inEnglish(advice.sentence) }));
  output.line({ kind: 'doctor', corpus, name, ...report, advice: advised });
  output.print(`${name}\n\n${figures(report)}\n\n${lineLengths(report)}\n\n${advice(report)}`);
}

/**
 * A corpus by its name; a file under the words that were typed for it, whatever its text may be called in the library.
 */
async function examined(tools: CommandTools, reference: string) {
  const { host, onInterrupt } = tools;
  const found = await findCorpus(tools, reference);
  if (found.kind === 'stored') {
    const { id: corpus, name } = found.corpus;
    return { corpus, name, report: await host.ask('corpus.examine', { corpus }) };
  }
  onInterrupt(() => host.ask('corpus.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const report = await host.ask('corpus.examine-source', { source: found.source, task });
    return { corpus: null, name: reference, report };
  } finally {
    hide();
  }
}

function figures({ characters, counts, lines, blankLines, medianLine, longestLine, rare, duplicates }: DoctorReport) {
  const share = (part: number): string => (characters === 0 ? '' : `${((part / characters) * 100).toFixed(2)} %`);
  return table(
    ['Figure', 'Value', 'Share'],
    [
      ['characters', count(characters), ''],
      ['symbols', count(counts.length), ''],
      [`symbols seen fewer than ${rare.below} times`, count(rare.symbols), share(rare.characters)],
      ['lines', count(lines), ''],
      ['blank lines', count(blankLines), ''],
      ['lines seen before', count(duplicates.lines), share(duplicates.characters)],
      ['median line', count(medianLine), ''],
      ['longest line', count(longestLine), ''],
    ],
  );
}

function lineLengths({ lineLengths: bins }: DoctorReport): string {
  const highest = bins.reduce((high, { lines }) => Math.max(high, lines), 1);
  const rows = bins.map(({ least, most: end, lines }) => [
    least === end ? count(least) : `${count(least)}–${count(end)}`,
    count(lines),
    '█'.repeat(Math.ceil((lines / highest) * 30)),
  ]);
  return table(['Line length', 'Lines', ''], rows);
}

function advice({ advice: list }: DoctorReport): string {
  if (list.length === 0) return 'Nothing stands in the way of training on it.';
  return list
    .map(
      ({ severity, sentence, mend }) =>
        `${severity}: ${inEnglish(sentence)}${mend === null ? '' : ` (${optionsFor(mend)})`}`,
    )
    .join('\n');
}

/** How the switches are called by `charloom import`. */
function optionsFor(mend: Partial<Preparation>): string {
  const { encoding, unit, cleaning, rare } = mend;
  const words: string[] = [];
  if (encoding !== undefined && encoding !== null) words.push(`--encoding ${encoding}`);
  if (unit !== undefined) words.push(`--unit ${unit}`);
  if (cleaning !== undefined) words.push(...cleaningOptions(cleaning));
  if (rare !== undefined) words.push(`--rare-below ${rare.below} --rare ${rare.treatment}`);
  return words.length === 0 ? 'import it again' : `import it again with ${words.join(' ')}`;
}

/** A column of numbers has options of its own. */
function cleaningOptions(cleaning: Preparation['cleaning']): readonly string[] {
  const csv = cleaning.find((step) => step.kind === 'csv');
  const numbers = cleaning.find((step) => step.kind === 'numbers');
  if (!csv || !numbers) return [`--clean ${cleaning.map(cleaningWord).join(',')}`];
  const others = cleaning.filter((step) => step !== csv && step !== numbers);
  return [
    `--column ${csv.column}`,
    ...(numbers.bins === binLimits.default ? [] : [`--bins ${numbers.bins}`]),
    ...(others.length === 0 ? [] : cleaningOptions(others)),
  ];
}

/** A step's name, and what more is said of it. */
function cleaningWord({ kind, ...details }: Preparation['cleaning'][number]): string {
  return [kind, ...Object.values(details)].join('=');
}
