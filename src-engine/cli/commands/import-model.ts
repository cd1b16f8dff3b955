// charloom import-model: a model that was exported, or one of PyTorch's, becomes a run in the library.

import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import type { RunSummary, TensorMapping } from '../../protocol/index.ts';
import { runSession } from '../session.ts';
import type { Session } from '../session.ts';
import { showTask } from '../task-bar.ts';

interface ImportModelOptions {
  readonly name?: string;
  readonly vocabulary?: string;
  readonly map?: TensorMapping;
}

const task = 1;

export function addImportModel(program: Command): void {
  program
    .command('import-model')
    .description('bring a model into the library, as a run at rest')
    .argument('<path>', "the model's file or folder")
    .option('--name <name>', "the run's name")
    .option('--vocabulary <file>', 'JSON file with the symbols, for a model that has none')
    .option(
      '--map <parameter=tensor>',
      'which tensor of a foreign file is which parameter; may be repeated',
      addMapping,
    )
    .action((chosen: string, options: ImportModelOptions, command: Command) =>
      runSession(command, (session) => importModel(session, path.resolve(chosen), options)),
    );
}

/** One more pair. */
function addMapping(pair: string, before: TensorMapping = {}): TensorMapping {
  const at = pair.indexOf('=');
  if (at < 1 || at === pair.length - 1) {
    throw new InvalidArgumentError('It takes a pair such as rnn.weight_ih_l0=lstm.weight_ih_l0.');
  }
  return { ...before, [pair.slice(0, at)]: pair.slice(at + 1) };
}

async function importModel(session: Session, chosen: string, options: ImportModelOptions): Promise<void> {
  const { host, output, grant, onInterrupt, checkInterrupted } = session;
  const { name, vocabulary, map } = options;
  const reading = {
    file: grant(chosen),
    ...(map && { mapping: map }),
    ...(vocabulary !== undefined && { vocabulary: grant(path.resolve(vocabulary)) }),
  };
  onInterrupt(() => void host.ask('task.cancel', { task }));
  const inspected = await host.ask('model.inspect', reading);
  checkInterrupted();
  const hide = showTask(host, task);
  try {
    const run = await host.ask('model.import', { ...reading, ...(name !== undefined && { name }), task });
    hide();
    const { format, continues, hasText, proof, notes } = inspected;
    output.line({ kind: 'imported', ...lineOf(run), format, continues, hasText, proof });
    output.print(
      `Run ${run.id}, "${run.name}": ${run.model.cell} ${run.model.layers}×${run.model.hidden}, trained for ${counted(run.step, 'step')}.`,
    );
    for (const note of notes) output.say(note);
  } finally {
    hide();
  }
}

function lineOf({ id, name, corpus, step, totalSteps, state, best }: RunSummary): object {
  return { run: id, name, corpus, step, totalSteps, state, best };
}
