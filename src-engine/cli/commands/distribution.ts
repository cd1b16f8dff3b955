// charloom distribution: what the model expects next, and what every stage of the pipeline makes of it.

import type { Command } from 'commander';
import type { StageView } from '../../protocol/index.ts';
import { checkSampling } from '../../settings/schemas.ts';
import { table } from '../output.ts';
import { findRun, parseBlend, parseCheckpoint, tellUnseen } from '../references.ts';
import { addStageOptions, stagesFrom } from '../sampling-options.ts';
import type { StageOptions } from '../sampling-options.ts';
import { number } from '../settings-options.ts';
import { runSession } from '../session.ts';
import type { Session } from '../session.ts';

interface DistributionOptions extends StageOptions {
  readonly checkpoint: string;
  readonly prompt: string;
  readonly seed: number;
  readonly blend?: readonly string[];
}

/** Symbols in the table for people. */
const shownSymbols = 12;

export function addDistribution(program: Command): void {
  const command = program
    .command('distribution')
    .description('show what the model expects after a prompt, before and after every stage')
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'best')
    .option('--blend <run@step:weight...>', 'together with other models, which get so much of the weight')
    .option('--prompt <text>', 'what has been read', '')
    .option('--seed <n>', 'of the stages that throw dice', number, 1);
  addStageOptions(command).action((reference: string, options: DistributionOptions, self: Command) =>
    runSession(self, (session) => show(session, reference, options)),
  );
}

async function show(session: Session, reference: string, options: DistributionOptions): Promise<void> {
  const { host, output } = session;
  const { prompt: context, seed } = options;
  const checkpoint = parseCheckpoint(options.checkpoint);
  const { stages } = checkSampling({ stages: stagesFrom(options, 1), length: 1, seed });
  const { id: run } = await findRun(session, reference);
  const blend = await parseBlend(session, options.blend ?? []);
  await tellUnseen(session, run, context);
  const view = await host.ask('sample.distribution', { run, checkpoint, blend, context, stages, seed });
  for (const { name, probabilities, removed } of view.stages) {
    const removedSymbols = removed.map((id) => view.symbols[id]);
    output.line({
      kind: 'stage',
      name,
      symbols: view.symbols,
      probabilities: [...probabilities],
      removed: removedSymbols,
    });
  }
  output.print(tableOf(view.symbols, view.stages));
}

function tableOf(symbols: readonly string[], stages: readonly StageView[]): string {
  const [model] = stages;
  const order = [...symbols.keys()].sort((one, other) => model.probabilities[other] - model.probabilities[one]);
  const rows = order
    .slice(0, shownSymbols)
    .map((id) => [
      JSON.stringify(symbols[id]),
      ...stages.map(({ probabilities }) => (probabilities[id] === 0 ? '–' : probabilities[id].toFixed(4))),
    ]);
  const entropies = stages.map(({ probabilities }) => bitsOf(probabilities).toFixed(3));
  const left = stages.map(({ probabilities }) => String(probabilities.filter((p) => p > 0).length));
  const heads = ['symbol', ...stages.map(({ name }) => name)];
  return table(heads, [...rows, ['entropy, bits', ...entropies], ['symbols left', ...left]]);
}

function bitsOf(probabilities: Float64Array): number {
  return probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);
}
