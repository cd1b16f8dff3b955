// charloom export: a run's model, or its loss curve, in the forms that other programs read.

import { Option } from 'commander';
import type { Command } from 'commander';
import { counted, megabytes } from '../../counting.ts';
import { curveFormats, exportFormats, weightPrecisions } from '../../protocol/choices.ts';
import { defaultExportOptions, hasOption } from '../../protocol/formats.ts';
import type { ExportOption } from '../../protocol/formats.ts';
import type {
  CurveFormat,
  Exported,
  ExportFormat,
  ExportOptions as ModelOptions,
  RunSummary,
} from '../../protocol/index.ts';
import { exportOptionWords as optionWords, formatWords } from '../../protocol/words/formats.ts';
import { forceOption, grantDestination } from '../force-option.ts';
import type { ForceOption } from '../force-option.ts';
import { quoted } from '../../quoting.ts';
import { proofText } from '../proof-text.ts';
import { findRun, parseCheckpoint } from '../references.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { showTask } from '../task-bar.ts';
import { usageError } from '../failure.ts';

/** As given on the command line; beside these, the options of the formats. */
interface ExportOptions extends ForceOption {
  readonly format: ExportFormat | CurveFormat;
  readonly out: string;
  readonly checkpoint?: string;
}

const task = 1;

/** For each option that a format may have, how it is given. Without a value it says what is to be left out. */
const modelOptions: { readonly [Name in ExportOption]: Option } = {
  precision: new Option(
    '--precision <precision>',
    `${helpOf('precision')} (default: ${defaultExportOptions.precision})`,
  ).choices(weightPrecisions),
  continues: new Option('--without-training', `${helpOf('continues')} (default: with it)`),
  text: new Option('--without-text', `${helpOf('text')} (default: with it)`),
};

const optionNames = Object.keys(modelOptions) as ExportOption[];

export function addExport(program: Command): void {
  const command = program
    .command('export')
    .description(
      "write a run's model, or its loss curve (csv, json), for other programs; the model is read again and compared",
    )
    .argument('<run>', "a run's id or name")
    .addOption(
      new Option('--format <format>', `required. ${formatsInWords}`)
        .choices([...exportFormats, ...curveFormats])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'required. The file, or folder, to write; the folder that it is in must exist')
    .option('--checkpoint <which>', 'of a model: best, last or a step (default: best)');
  for (const option of Object.values(modelOptions)) command.addOption(option);
  command.addOption(forceOption()).action((reference: string, options: ExportOptions, command: Command) =>
    runReading(command, async (tools) => {
      const chosen = checkOptions(options);
      await exportRun(tools, await findRun(tools, reference), options, chosen);
    }),
  );
}

const formatsInWords = [
  ...exportFormats.map((format) => `${format}: ${formatWords[format].inBrief}`),
  `${curveFormats.join(', ')}: the loss curve in one file`,
].join('; ');

/** Which formats have an option, and what it does. */
function helpOf(name: ExportOption): string {
  return `${formatsWith(name).join(', ')}: ${optionWords[name].flagHelp}`;
}

function formatsWith(name: ExportOption): readonly ExportFormat[] {
  return exportFormats.filter((format) => hasOption(format, name));
}

/** @returns what was chosen. @throws CharloomError for what would have no effect; exit code 2 */
function checkOptions({ format, checkpoint, ...given }: ExportOptions): Partial<ModelOptions> {
  if (checkpoint !== undefined && isCurve(format)) {
    throw usageError(`--checkpoint is for models: --format ${format} writes the loss curve of the whole run.`);
  }
  const values = given as Readonly<Record<string, unknown>>;
  const chosen: Record<string, unknown> = {};
  for (const name of optionNames) {
    const option = modelOptions[name];
    const value = values[option.attributeName()];
    if (value === undefined) continue;
    if (isCurve(format) || !hasOption(format, name)) {
      throw usageError(`${option.long} is for --format ${formatsWith(name).join(' or ')}.`);
    }
    chosen[name] = option.required ? value : false;
  }
  return chosen;
}

function isCurve(format: ExportOptions['format']): format is CurveFormat {
  return curveFormats.some((curve) => curve === format);
}

async function exportRun(
  tools: CommandTools,
  run: RunSummary,
  options: ExportOptions,
  chosen: Partial<ModelOptions>,
): Promise<void> {
  const { format } = options;
  if (isCurve(format)) return exportCurve(tools, run, format, options);
  const { out, file } = grantDestination(tools, options.out, options);
  const { host, output, onInterrupt } = tools;
  onInterrupt(() => host.ask('task.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const exported = await host.ask('model.export', {
      run: run.id,
      checkpoint: parseCheckpoint(options.checkpoint ?? 'best'),
      format,
      file,
      options: chosen,
      task,
    });
    hide();
    const { proof, ...rest } = exported;
    output.line({ kind: 'exported', run: run.id, path: out, ...rest, ...proof });
    output.print(describe(out, exported));
  } finally {
    hide();
  }
}

async function exportCurve(
  tools: CommandTools,
  run: RunSummary,
  format: CurveFormat,
  options: ExportOptions,
): Promise<void> {
  const { host, output } = tools;
  const { out, file } = grantDestination(tools, options.out, options);
  const { bytes } = await host.ask('file.write-curve', { run: run.id, format, file });
  output.line({ kind: 'exported', run: run.id, format, path: out, files: 1, bytes });
  output.print(`${out} holds the loss curve of ${quoted(run.name)} (${megabytes(bytes)}).`);
}

function describe(out: string, { files, bytes, proof, loss }: Exported): string {
  const size = `${counted(files, 'file')}, ${megabytes(bytes)}`;
  const cost = loss && `Loss of the model ${loss.exact.toFixed(4)} nats, as stored ${loss.stored.toFixed(4)} nats.`;
  return [`${out}: ${size}.`, proofText(proof), ...(cost ? [cost] : [])].join('\n');
}
