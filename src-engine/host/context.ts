// What every part of the host works with.

import type { BuiltInText } from '../../corpora/built-in-text.ts';
import type { Packages } from '../corpus/packages.ts';
import type { StartImporter } from '../importing/types.ts';
import type { StartLens } from '../insight/lens-client.ts';
import type { StartUnitsThread } from '../insight/units/client.ts';
import type { Porter } from '../interchange/work/client.ts';
import type { Library } from '../library/library.ts';
import type { Answer, Ask, EngineEvent, KernelsInUse, ModelSummary, RequestName } from '../protocol/index.ts';
import type { Preferred } from './preferred.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/settings.ts';
import type { StartSamplingWorker } from '../sampling/types.ts';
import type { BranchJob } from '../training/branch.ts';
import type { CheckpointState, StartTrainer } from '../training/types.ts';
import type { testRates } from '../training/rate-test.ts';
import type { Changes } from './changes.ts';
import type { Grants } from './grants.ts';
import type { Trouble } from './trouble.ts';

/** What the host is built from. The engine proper is handed in, so that tests can put small exact ones in its place. */
export interface HostParts {
  readonly library: Library;
  readonly version: string;
  readonly engine: Engine;
  readonly catalogue: readonly BuiltInText[];
  readonly packages: Packages;
  /** Physical cores. */
  readonly processors: number;
  /** Bytes that this machine can give at the moment. */
  readonly availableMemory: () => number;
  /** Identifies this machine's processor: a peak measured on another one is measured again. */
  readonly machine: string;
  readonly log: (line: string) => void;
}

export interface Engine {
  readonly startTrainer: StartTrainer;
  readonly startSamplingWorker: StartSamplingWorker;
  readonly startLens: StartLens;
  readonly startImporter: StartImporter;
  readonly startPorter: () => Porter;
  readonly startUnitsThread: StartUnitsThread;
  readonly summarize: (
    job: SizedJob & { readonly trainCharacters: number; readonly trainLines?: number },
  ) => PlannedModel;
  /** What a run that is branched from a checkpoint begins with. */
  readonly branch: (job: BranchJob) => CheckpointState;
  /** Characters a second, measured for half a second. */
  readonly measureSpeed: (job: SizedJob) => Promise<number>;
  readonly testRates: typeof testRates;
  /** GFLOP/s of one thread, measured for so many milliseconds. */
  readonly measurePeak: (milliseconds: number) => number;
  readonly kernels: () => KernelsInUse;
}

export interface SizedJob {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  /** V. */
  readonly vocabulary: number;
  /** Labels that are told apart; left out, or 0: it writes. */
  readonly labels?: number;
}

export type PlannedModel = Pick<ModelSummary, 'rows' | 'parameters' | 'memoryBytes' | 'stepsPerEpoch'>;

export interface HostContext extends HostParts {
  readonly grants: Grants;
  readonly trouble: Trouble;
  readonly emit: (event: EngineEvent) => void;
  readonly changes: Changes;
  readonly preferred: Preferred;
  /** Aborts, with a CharloomError 'cancelled', when Charloom is closing. */
  readonly closing: AbortSignal;
}

export type Handlers = {
  readonly [Name in RequestName]: (ask: Ask<Name>) => Answer<Name> | Promise<Answer<Name>>;
};

/** A part of the host: what it answers, and how it ends its work. */
export interface Service {
  readonly handlers: Partial<Handlers>;
  /** Resolves when nothing of it is under way. */
  close?(): Promise<void>;
}
