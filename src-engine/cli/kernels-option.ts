// The option that says which kernels train: `auto` is right unless builds are to be compared.

import { Option } from 'commander';
import type { Command } from 'commander';
import { wantKernels } from '../kernels/choice.ts';
import { kernelWishes } from '../protocol/choices.ts';
import type { KernelWish } from '../protocol/choices.ts';

export interface KernelsOption {
  readonly kernels?: KernelWish;
}

export function addKernelsOption(command: Command): Command {
  const meaning =
    'what computes: the fastest (auto), 512 bits at a time (native) or 256 (wide) or not at all, or 128 (wasm)';
  command.optionsGroup('Machine:');
  return command.addOption(new Option('--kernels <which>', `${meaning} (default: auto)`).choices(kernelWishes));
}

/** @throws CharloomError 'settings-invalid' where what is wanted cannot be used here */
export function useKernels({ kernels }: KernelsOption): void {
  if (kernels !== undefined) wantKernels(kernels);
}
