// The entry of a training thread. All threads plan the same memory; thread 0 leads, the others follow its orders.

import { parentPort, workerData } from 'node:worker_threads';
import { instantiateKernels } from '../kernels/instantiate.ts';
import { firstOffset } from '../kernels/wasm.ts';
import { Barrier } from './barrier.ts';
import { lead } from './leader.ts';
import { planRun } from './plan.ts';
import type { Keeping } from './leader-parts.ts';
import { Shard } from './shard.ts';
import { argument, control, order, steadyNow } from './shared.ts';
import type { LeaderMessage, SharedBlocks, WorkerSetting } from './shared.ts';
import { sourceOf } from './sources.ts';

const setting = workerData as WorkerSetting;
work(setting);

function work({ thread, job, begunAt, compiled, memory, shared }: WorkerSetting): void {
  const kernels = instantiateKernels(compiled, memory);
  const plan = planRun(job, kernels.panelWidth, firstOffset);
  const source = sourceOf(job);
  if (source === null) throw new Error('The text is too short for one chunk; the trainer should have said so.');
  const barrier = new Barrier(shared.control, plan.shards.length);
  const shard = new Shard({ kernels, plan, training: job.training, source, thread, barrier, sums: shared });

  /** Carries out an order in step with the other threads; false: the run has ended. */
  function obey(what: number): boolean {
    switch (what) {
      case order.load:
        shard.exchangeState(shared.carried, 'load');
        shard.derive();
        return true;
      case order.step:
        shard.step({
          update: shared.arguments[argument.update],
          rate: shared.arguments[argument.rate],
          from: { epoch: shared.arguments[argument.epoch], cursor: shared.arguments[argument.cursor] },
        });
        return true;
      case order.evaluate:
        shard.evaluate();
        return true;
      case order.rehearse:
        shard.rehearse({ epoch: 0, cursor: 0 });
        barrier.wait();
        return true;
      case order.saveState:
        shard.exchangeState(shared.carried, 'save');
        barrier.wait();
        return true;
      default:
        return false;
    }
  }

  if (thread === 0) {
    const tell = (message: LeaderMessage, transfer: ArrayBuffer[] = []): void => {
      parentPort?.postMessage(message, transfer);
    };
    // From before the thread was started, so that what a sitting takes to begin counts as well.
    const now = (): number => steadyNow() - begunAt;
    lead({ setting, kernels, plan, source, shard, barrier, keeping: keepingOf(shared), obey, tell, now });
    return;
  }
  do barrier.wait();
  while (obey(Atomics.load(shared.control, control.order)));
}

/** The host sets the word back when it is done with a checkpoint. */
function keepingOf({ control: words }: SharedBlocks): Keeping {
  return {
    begin: () => void Atomics.store(words, control.keeping, 1),
    isBusy: () => Atomics.load(words, control.keeping) === 1,
    wait: (milliseconds) => void Atomics.wait(words, control.keeping, 1, milliseconds),
  };
}
