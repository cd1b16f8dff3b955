// charloom weights: the fingerprint of a checkpoint. Two runs that print the same have the same weights, bit for bit.

import type { Command } from 'commander';
import { findRun, parseCheckpoint } from '../references.ts';
import { runReading } from '../run-command.ts';

interface WeightsOptions {
  readonly checkpoint: string;
}

export function addWeights(program: Command): void {
  program
    .command('weights')
    .description("print SHA-256 of a checkpoint's parameters and of the optimizer's moments, as their bytes are stored")
    .argument('<run>', "a run's id or name")
    .option('--checkpoint <which>', 'best, last or a step', 'last')
    .action((reference: string, options: WeightsOptions, command: Command) =>
      runReading(command, async (tools) => {
        const { id } = await findRun(tools, reference);
        const hashes = tools.library.checkpoints.hashes(id, parseCheckpoint(options.checkpoint));
        const { step, parameters, optimizer, averaged } = hashes;
        tools.output.line({ kind: 'weights', step, parameters, optimizer, ...(averaged && { averaged }) });
        tools.output.print(`Step        ${step}\nParameters  ${parameters}\nOptimizer   ${optimizer ?? 'no moments'}`);
        if (averaged !== null) tools.output.print(`Averaged    ${averaged}`);
      }),
    );
}
