// Runs a job, wherever: in the worker, or in tests without one.

import { unreachable } from '../../errors.ts';
import type { CompiledKernels } from '../../kernels/wasm.ts';
import type { CorpusId } from '../../protocol/index.ts';
import { exportModel, verifyModel } from './export.ts';
import { importModel } from './import.ts';
import { inspectModel } from './inspection.ts';
import type { Job, Outcome } from './messages.ts';

export interface JobOptions {
  readonly signal: AbortSignal;
  /** To be called now and then by work that never rests: aborts the signal if that was asked for meanwhile. */
  readonly hear?: () => void;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export async function runJob(
  compiled: CompiledKernels,
  job: Job,
  options: JobOptions & { readonly onBegun: (corpus: CorpusId) => void },
): Promise<Outcome> {
  switch (job.kind) {
    case 'export':
      return { kind: 'export', result: await exportModel(compiled, job, options) };
    case 'verify':
      return { kind: 'verify', result: verifyModel(compiled, job, options) };
    case 'inspect':
      return { kind: 'inspect', result: inspectModel(compiled, job, options) };
    case 'import':
      return { kind: 'import', result: await importModel(compiled, job, options) };
    default:
      return unreachable(job);
  }
}
