// charloom yardsticks: what n-gram models and compressors make of a text, to compare a network with.

import type { Command } from 'commander';
import { count, counted } from '../../counting.ts';
import { CharloomError } from '../../errors.ts';
import type { Ask, CorpusSummary, Yardsticks } from '../../protocol/index.ts';
import { quoted } from '../../quoting.ts';
import { defaultTraining } from '../../settings/defaults.ts';
import { checkShares } from '../../settings/fit.ts';
import { nats, table } from '../output.ts';
import { bringCorpus, requireNewText, withdrawCorpus } from '../references.ts';
import { runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { addShareOptions } from '../settings-options.ts';
import { failure, usageError } from '../failure.ts';

interface YardsticksOptions {
  readonly validation?: number;
  readonly test?: number;
}

export function addYardsticks(program: Command): void {
  const command = program
    .command('yardsticks')
    .description('measure n-gram models and compressors on the held-out part of a text; a file is imported')
    .argument('<corpus>', 'a file, a corpus (id or name) or a built-in text');
  addShareOptions(command).action((reference: string, options: YardsticksOptions, self: Command) =>
    runCommand(self, (tools) => showYardsticks(tools, reference, options), {
      reading: true,
      beginning: () => requireNewText(reference),
    }),
  );
}

async function showYardsticks(tools: CommandTools, reference: string, options: YardsticksOptions): Promise<void> {
  const { validation, test } = { ...defaultTraining(1), ...options };
  checkShares({ validation, test });
  if (validation === 0) {
    throw usageError('Yardsticks measure on the text that is held out: give --validation a share above 0.');
  }
  const { isNew, ...corpus } = await bringCorpus(tools, reference);
  try {
    tools.checkInterrupted();
    await measureAndTell(tools, corpus, { validation, test });
  } catch (error) {
    if (isNew) await withdrawCorpus(tools, corpus.id);
    throw error;
  }
}

async function measureAndTell(
  tools: CommandTools,
  corpus: CorpusSummary,
  { validation, test }: Required<YardsticksOptions>,
): Promise<void> {
  const { output } = tools;
  const { trainedOn, measuredOn, ngrams, compressors } = await measure(tools, {
    corpus: corpus.id,
    validation,
    test,
  });
  if (Math.min(trainedOn, measuredOn) === 0) {
    throw failure(
      'corpus-too-small',
      `${quoted(corpus.name)} leaves ${counted(trainedOn, 'character')} to learn from and ${count(measuredOn)} to measure on. ` +
        'Use another share or a longer text.',
    );
  }
  output.line({ kind: 'yardsticks', corpus: corpus.id, validation, test, trainedOn, measuredOn, ngrams, compressors });
  const rows = [
    ...ngrams.map(({ order, bits }) => row(`${order + 1}-gram`, bits)),
    ...compressors.map(({ name, bits }) => row(name, bits)),
  ];
  output.print(table(['Yardstick', 'Bits', 'Nats'], rows));
  output.say(`A character of ${count(measuredOn)} held-out ones, after reading the ${count(trainedOn)} before them.`);
}

function row(name: string, bits: number): readonly string[] {
  return [name, bits.toFixed(3), nats(bits * Math.LN2)];
}

/** Resolves when all is measured. */
function measure({ host, output, onInterrupt }: CommandTools, ask: Ask<'corpus.yardsticks'>): Promise<Yardsticks> {
  return new Promise((resolve, reject) => {
    onInterrupt(() => reject(failure('cancelled', 'Measuring was stopped.')));
    host.onEvent((event) => {
      if (event.kind !== 'corpus.yardsticks' || event.corpus !== ask.corpus || event.yardsticks.isPartial) return;
      if (event.problem === null) resolve(event.yardsticks);
      else reject(new CharloomError('internal', event.problem));
    });
    host.ask('corpus.yardsticks', ask).then((yardsticks) => {
      if (!yardsticks.isPartial) return resolve(yardsticks);
      if (!output.json) output.say('Measuring…');
    }, reject);
  });
}
