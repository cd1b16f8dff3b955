// Runs a job, wherever: in the worker, or in tests without one.

import { unreachable } from '../../errors.ts';
import type { CompiledKernels } from '../../kernels/wasm.ts';
import { exportModel, verifyModel } from './export.ts';
import { importModel } from './import.ts';
import { inspectModel } from './inspection.ts';
import type { ImportOptions, ModelJob, ModelOutcome } from './job.ts';

export async function runModelJob(
  compiled: CompiledKernels,
  job: ModelJob,
  options: ImportOptions,
): Promise<ModelOutcome> {
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
