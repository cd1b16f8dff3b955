// A run of the real leader over the real kernels, in this thread and in a time of its own: steps, validations and the
// writing of checkpoints take as long as a made-up machine says.

import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { firstOffset } from '../../src-engine/kernels/wasm.ts';
import { Barrier } from '../../src-engine/training/barrier.ts';
import { lead } from '../../src-engine/training/leader.ts';
import { planRun } from '../../src-engine/training/plan.ts';
import { Shard } from '../../src-engine/training/shard.ts';
import type { StepOrder, StepResult, Validated } from '../../src-engine/training/shard.ts';
import { command, control, order } from '../../src-engine/training/shared.ts';
import type { LeaderMessage } from '../../src-engine/training/shared.ts';
import { sourceOf } from '../../src-engine/training/sources.ts';
import { threadSettings } from '../../src-engine/training/trainer.ts';
import type { TrainerEvent, TrainingJob } from '../../src-engine/training/types.ts';
import { Run } from './run.ts';

/** How long things take, in seconds; `at` is the time of the machine's clock. */
export interface Machine {
  readonly step: (at: number) => number;
  readonly validation?: (at: number) => number;
  readonly saving?: (at: number) => number;
  /** Seconds that the clock jumps while a checkpoint is waited for. */
  readonly sleep?: () => number;
}

export interface Simulated extends Run {
  /** Seconds of the machine's clock until all was over, the last checkpoint written. */
  readonly seconds: number;
}

class SimulatedShard extends Shard {
  pass: (seconds: number) => void = () => undefined;
  machine: Machine = { step: () => 0 };
  at: () => number = () => 0;

  override step(what: StepOrder): StepResult {
    this.pass(this.machine.step(this.at()));
    return super.step(what);
  }

  override rehearse(from: { epoch: number; cursor: number }): void {
    this.pass(this.machine.step(this.at()));
    super.rehearse(from);
  }

  override evaluate(): Validated {
    this.pass(this.machine.validation?.(this.at()) ?? 0);
    return super.evaluate();
  }
}

/** @param stopAfter the run is stopped after so many seconds of the clock */
export function simulate(wanted: TrainingJob, machine: Machine, stopAfter = Infinity): Simulated {
  const { reload: _reload, checkpoint, ...rest } = wanted;
  const job = { ...rest, training: { ...rest.training, threads: 1 } };
  const [setting] = threadSettings(job, { purpose: 'train', checkpoint, rateFactor: 1, recoveries: 0, seconds: 0 });
  const { shared } = setting;
  const kernels = instantiateKernels(setting.compiled, setting.memory);
  const plan = planRun(job, kernels.panelWidth, firstOffset);
  const source = sourceOf(job);
  if (source === null) throw new Error('The text is too short.');
  const barrier = new Barrier(shared.control, 1);
  const { training } = job;
  const shard = new SimulatedShard({ kernels, plan, training, source, thread: 0, barrier, sums: shared });
  let clock = 0;
  let busyUntil = 0;
  shard.machine = machine;
  shard.at = () => clock;
  shard.pass = (seconds) => {
    clock += seconds;
    if (clock > stopAfter) Atomics.store(shared.control, control.command, command.stop);
  };
  const events: TrainerEvent[] = [];
  lead({
    ...{ setting, kernels, plan, source, shard, barrier },
    keeping: {
      begin: () => void (busyUntil = clock + (machine.saving?.(clock) ?? 0)),
      isBusy: () => clock < busyUntil,
      wait(milliseconds) {
        const slept = machine.sleep?.() ?? 0;
        busyUntil += slept;
        clock = Math.min(busyUntil, clock + milliseconds / 1000 + slept);
      },
    },
    obey(what) {
      if (what === order.load) {
        shard.exchangeState(shared.carried, 'load');
        shard.derive();
      } else if (what === order.saveState) {
        shard.exchangeState(shared.carried, 'save');
      } else if (what === order.rehearse) {
        shard.rehearse({ epoch: 0, cursor: 0 });
      }
      return what !== order.exit;
    },
    tell: (message: LeaderMessage) => {
      if (message.kind === 'measured' || message.kind === 'tested' || message.kind === 'diverged') {
        throw new Error(`The run told: ${message.kind}.`);
      }
      events.push(message);
    },
    now: () => clock * 1000,
  });
  return Object.assign(new Run(events), { seconds: Math.max(clock, busyUntil) });
}
