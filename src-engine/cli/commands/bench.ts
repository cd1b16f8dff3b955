// charloom bench: which kernels compute on this machine, and how fast, in a second.

import type { Command } from 'commander';
import { kernelsAlone, trainingKernels } from '../../kernels/choice.ts';
import { gigaflopsOf } from '../../kernels/peak.ts';
import { kernelBuilds } from '../../protocol/choices.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import { addKernelsOption, useKernels } from '../kernels-option.ts';
import type { KernelsOption } from '../kernels-option.ts';
import { table } from '../output.ts';
import { runAlone } from '../run-command.ts';

const milliseconds = 300;

export function addBench(program: Command): void {
  const command = program
    .command('bench')
    .description('show which kernels train on this machine, and the speed of the matrix product in each of them');
  addKernelsOption(command).action((options: KernelsOption, self: Command) =>
    runAlone(self, (output) => {
      useKernels(options);
      const { compiled, note } = trainingKernels();
      const rows = kernelBuilds.flatMap((build) => {
        const kernels = kernelsAlone(build);
        if (kernels === null) return [];
        const gigaflops = Number(gigaflopsOf(kernels, milliseconds).toPrecision(3));
        return [{ kind: 'kernels', build, gigaflops, inUse: build === compiled.build }] as const;
      });
      for (const row of rows) output.line({ ...row, ...(row.inUse && { note: note && inEnglish(note) }) });
      const lines = rows.map(({ build, gigaflops, inUse }) => [build, String(gigaflops), inUse ? 'trains here' : '']);
      output.print(table(['kernels', 'GFLOP/s a core', ''], lines));
      if (note !== null) output.print(`\n${inEnglish(note)}`);
      return Promise.resolve();
    }),
  );
}
