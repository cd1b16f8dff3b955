// charloom verify: whether an exported model is still the one that was exported. Needs no library.

import type { Command } from 'commander';
import { startPorter } from '../../interchange/work/client.ts';
import { onInterruption, wasStopped } from '../interruption.ts';
import { proofText } from '../proof-text.ts';
import { runAlone } from '../run-command.ts';
import { typedPath } from '../typed-path.ts';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('ask an exported model its golden prompt again and compare; fails if it answers otherwise')
    .argument('<path>', "the model's file or folder")
    .action((chosen: string, _options: object, command: Command) =>
      runAlone(command, async (output) => {
        const porter = startPorter();
        const controller = new AbortController();
        onInterruption(() => controller.abort(wasStopped()));
        try {
          const path = typedPath(chosen);
          const options = { signal: controller.signal, onProgress: () => {} };
          const proof = await porter.do({ kind: 'verify', path }, options);
          const isSame = proof.difference <= proof.allowed;
          output.line({ kind: 'verified', path, ...proof, same: isSame });
          output.print(proofText(proof));
          if (!isSame) process.exitCode = 1;
        } finally {
          await porter.terminate();
        }
      }),
    );
}
