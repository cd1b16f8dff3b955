// The test loss of a run that is over: its best checkpoint reads the part of the text that nothing has read before.

import { mostMeasured, splitText } from '../corpus/split.ts';
import { asEngineError } from '../errors.ts';
import type { RunId, TestScore } from '../protocol/index.ts';
import type { HostContext } from './context.ts';
import type { Sampler } from './sampler.ts';

export interface TestScores {
  /** Null where no part is held out for the test, or no checkpoint is there. */
  get(run: RunId): Promise<TestScore | null>;
  /** Measures if the run has reached its length; a failure is written into the log. */
  offer(run: RunId): void;
}

export function createTestScores({ library, emit, log }: HostContext, sampler: Sampler): TestScores {
  const measuring = new Map<RunId, Promise<TestScore | null>>();

  async function measure(id: RunId): Promise<TestScore | null> {
    const run = library.runs.find(id);
    const best = library.checkpoints.list(id).length === 0 ? null : library.checkpoints.choose(id, 'best');
    if (run.training.test === 0 || best === null) return null;
    const known = library.tests.find(id);
    if (known?.step === best.step) return known;
    const text = await library.corpora.loadIds(run.corpus);
    const { test } = splitText(text.length, run.training);
    const start = text.length - test;
    // The character before the part is read too, so that all of its own are predicted.
    const ids = text.subarray(start - 1, start + Math.min(test, mostMeasured));
    const { nats, characters } = await sampler.score(id, { id: best.id }, ids);
    const score = { step: best.step, loss: nats, characters };
    library.tests.put(id, score);
    emit({ kind: 'run.test', run: id, score });
    return score;
  }

  function get(id: RunId): Promise<TestScore | null> {
    const known = measuring.get(id);
    if (known) return known;
    const result = measure(id).finally(() => measuring.delete(id));
    measuring.set(id, result);
    return result;
  }

  return {
    get,
    offer(id) {
      const offered = async () => library.runs.find(id).state === 'finished' && (await get(id));
      offered().catch((error: unknown) => {
        log(`The test loss of run ${id} could not be measured: ${asEngineError(error).message}`);
      });
    },
  };
}
