// The real engine, and what is true of this machine: what the app and the command line hand to the host.

import { cpus } from 'node:os';
import { catalogue as builtInTexts } from '../../corpora/catalogue.ts';
import about from '../../package.json' with { type: 'json' };
import { installedPackages } from '../corpus/packages.ts';
import { startImporter } from '../importing/client.ts';
import { startLens } from '../insight/lens-client.ts';
import { startUnitsThread } from '../insight/units/client.ts';
import { startPorter } from '../interchange/work/client.ts';
import { measurePeak, trainingKernels } from '../kernels/choice.ts';
import type { Library } from '../library/library.ts';
import { startSamplingWorker } from '../sampling/client.ts';
import { availableMemory, checkTrainingMemory } from '../settings/machine-memory.ts';
import { physicalProcessors } from '../settings/processors.ts';
import { branchState } from '../training/branch.ts';
import { measureSpeed } from '../training/speed.ts';
import { summarize } from '../training/summary.ts';
import { testRates } from '../training/rate-test.ts';
import { startTrainer } from '../training/trainer.ts';
import type { Engine, HostParts } from './context.ts';
import { inEnglish } from '../protocol/text/sentences.ts';

const engine: Omit<Engine, 'kernels'> = {
  startTrainer,
  startSamplingWorker,
  startLens,
  startImporter,
  startPorter,
  startUnitsThread,
  summarize,
  branch: branchState,
  async measureSpeed(job) {
    // It takes all the memory that training would.
    checkTrainingMemory(summarize({ ...job, trainCharacters: 0 }).memoryBytes);
    return measureSpeed(job);
  },
  testRates,
  measurePeak,
};

/** The kernels that train. Why nothing faster does goes into the log, once. */
function kernelsInUse(log: (line: string) => void): Engine['kernels'] {
  let isTold = false;
  return () => {
    const { compiled, note } = trainingKernels();
    if (note !== null && !isTold) log(inEnglish(note));
    isTold = true;
    return { build: compiled.build, note };
  };
}

export { builtInTexts };

export const version: string = about.version;

export function realParts(library: Library, log: (line: string) => void): HostParts {
  return {
    library,
    version,
    engine: { ...engine, kernels: kernelsInUse(log) },
    catalogue: builtInTexts,
    packages: installedPackages(),
    processors: physicalProcessors(),
    availableMemory,
    machine: cpus()[0]?.model ?? process.arch,
    log,
  };
}
