// charloom export: a run's model, or its loss curve, in the forms that other programs read.

import { Option } from 'commander';
import type { Command } from 'commander';
import { counted, megabytes } from '../../counting.ts';
import { curveFormats, exportFormats, weightPrecisions } from '../../protocol/choices.ts';
import type { CurveFormat, Exported, ExportFormat, RunSummary, WeightPrecision } from '../../protocol/index.ts';
import { forceOption, placeToWrite } from '../force-option.ts';
import type { ForceOption } from '../force-option.ts';
import { quoted } from '../../quoting.ts';
import { proofText } from '../proof-text.ts';
import { findRun, parseCheckpoint } from '../references.ts';
import { runReading, usageError } from '../session.ts';
import type { Session } from '../session.ts';
import { showTask } from '../task-bar.ts';

interface ExportOptions extends ForceOption {
  readonly format: ExportFormat | CurveFormat;
  readonly out: string;
  readonly checkpoint?: string;
  readonly precision?: WeightPrecision;
  readonly withoutTraining?: boolean;
  readonly withoutText?: boolean;
}

const task = 1;

export function addExport(program: Command): void {
  program
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
    .option('--checkpoint <which>', 'of a model: best, last or a step (default: best)')
    .addOption(
      new Option('--precision <precision>', 'html: of the weights (default: float32)').choices(weightPrecisions),
    )
    .option('--without-training', 'charloom: the weights only, without what training needs to go on (default: with it)')
    .option('--without-text', 'charloom: without the text that the run trains on (default: with it)')
    .addOption(forceOption())
    .action((reference: string, options: ExportOptions, command: Command) =>
      runReading(command, async (session) => {
        checkOptions(options);
        await exportRun(session, await findRun(session, reference), options);
      }),
    );
}

const formatsInWords =
  'charloom: one file with everything; safetensors: a folder for PyTorch; onnx: a folder with two graphs; html: a page that ' +
  'writes by itself; pytorch-job: a folder that trains on; csv, json: the loss curve in one file';

/** What would have no effect is refused. @throws CharloomError; exit code 2 */
function checkOptions({ format, checkpoint, precision, withoutTraining, withoutText }: ExportOptions): void {
  if (checkpoint !== undefined && isCurve(format)) {
    throw usageError(`--checkpoint is for models: --format ${format} writes the loss curve of the whole run.`);
  }
  if (precision !== undefined && format !== 'html') {
    throw usageError('--precision is for --format html: all other formats keep the numbers as they are.');
  }
  if (format !== 'charloom' && (withoutTraining || withoutText)) {
    throw usageError('--without-training and --without-text are for --format charloom.');
  }
}

function isCurve(format: ExportOptions['format']): format is CurveFormat {
  return curveFormats.some((curve) => curve === format);
}

async function exportRun(session: Session, run: RunSummary, options: ExportOptions): Promise<void> {
  const { format } = options;
  if (isCurve(format)) return exportCurve(session, run, format, options);
  const { out, file } = placeToWrite(session, options.out, options);
  const { host, output, onInterrupt } = session;
  onInterrupt(() => void host.ask('task.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const exported = await host.ask('model.export', {
      run: run.id,
      checkpoint: parseCheckpoint(options.checkpoint ?? 'best'),
      format,
      file,
      options: {
        precision: options.precision ?? 'float32',
        continues: !options.withoutTraining,
        text: !options.withoutText,
      },
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
  session: Session,
  run: RunSummary,
  format: CurveFormat,
  options: ExportOptions,
): Promise<void> {
  const { host, output } = session;
  const { out, file } = placeToWrite(session, options.out, options);
  const { bytes } = await host.ask('curve.export', { run: run.id, format, file });
  output.line({ kind: 'exported', run: run.id, format, path: out, files: 1, bytes });
  output.print(`${out} holds the loss curve of ${quoted(run.name)} (${megabytes(bytes)}).`);
}

function describe(out: string, { files, bytes, proof, loss }: Exported): string {
  const size = `${counted(files, 'file')}, ${megabytes(bytes)}`;
  const cost = loss && `Loss of the model ${loss.exact.toFixed(4)} nats, as stored ${loss.stored.toFixed(4)} nats.`;
  return [`${out}: ${size}.`, proofText(proof), ...(cost ? [cost] : [])].join('\n');
}
