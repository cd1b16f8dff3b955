// charloom export: a run's model, or its loss curve, in the forms that other programs read.

import path from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Exported, ExportFormat, RunSummary, WeightPrecision } from '../../protocol/index.ts';
import { megabytes } from '../output.ts';
import { proofText } from '../proof-text.ts';
import { findRun, parseCheckpoint } from '../references.ts';
import { runSession, usageError } from '../session.ts';
import type { Session } from '../session.ts';
import { showTask } from '../task-bar.ts';

const modelFormats = ['charloom', 'safetensors', 'onnx', 'html', 'pytorch-job'] as const satisfies ExportFormat[];
const curveFormats = ['csv', 'json'] as const;

interface ExportOptions {
  readonly format: ExportFormat | (typeof curveFormats)[number];
  readonly out: string;
  readonly checkpoint: string;
  readonly precision?: WeightPrecision;
  readonly training: boolean;
  readonly text: boolean;
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
      new Option('--format <format>', 'charloom: one file with everything; safetensors: a folder for PyTorch')
        .choices([...modelFormats, ...curveFormats])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'the file, or folder, to write')
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .addOption(
      new Option('--precision <precision>', 'of the weights in an html page').choices(['float32', 'float16', 'int8']),
    )
    .option('--without-training', 'charloom: the weights only, without what training needs to go on')
    .option('--without-text', 'charloom: without the text that the run trains on')
    .action((reference: string, options: ExportOptions & Flags, command: Command) =>
      runSession(command, async (session) => {
        const run = await findRun(session, reference);
        await exportRun(session, run, {
          ...options,
          training: !options.withoutTraining,
          text: !options.withoutText,
        });
      }),
    );
}

interface Flags {
  readonly withoutTraining?: boolean;
  readonly withoutText?: boolean;
}

async function exportRun(session: Session, run: RunSummary, options: ExportOptions): Promise<void> {
  const { format } = options;
  const out = path.resolve(options.out);
  if (format === 'csv' || format === 'json') return exportCurve(session, run, format, out);
  if (options.precision !== undefined && format !== 'html') {
    throw usageError('--precision is for --format html: all other formats keep the weights as they are.');
  }
  if (format !== 'charloom' && !(options.training && options.text)) {
    throw usageError('--without-training and --without-text are for --format charloom.');
  }
  const { host, output, grant, onInterrupt } = session;
  onInterrupt(() => void host.ask('task.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const exported = await host.ask('model.export', {
      run: run.id,
      checkpoint: parseCheckpoint(options.checkpoint),
      format,
      file: grant(out, 'write'),
      options: { precision: options.precision ?? 'float32', continues: options.training, text: options.text },
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
  { host, output, grant }: Session,
  run: RunSummary,
  format: 'csv' | 'json',
  out: string,
): Promise<void> {
  const { bytes } = await host.ask('curve.export', { run: run.id, format, file: grant(out, 'write') });
  output.line({ kind: 'exported', run: run.id, format, path: out, files: 1, bytes });
  output.print(`${out} holds the loss curve of "${run.name}" (${megabytes(bytes)}).`);
}

function describe(out: string, { files, bytes, proof, loss }: Exported): string {
  const size = `${files === 1 ? '1 file' : `${files} files`}, ${megabytes(bytes)}`;
  const cost = loss && `Loss of the model ${loss.exact.toFixed(4)} nats, as stored ${loss.stored.toFixed(4)} nats.`;
  return [`${out}: ${size}.`, proofText(proof), ...(cost ? [cost] : [])].join('\n');
}
