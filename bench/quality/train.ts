// One seed of one recipe, trained on the real engine from its beginning to its end.

import { startSamplingWorker } from '../../src-engine/sampling/client.ts';
import { startTrainer } from '../../src-engine/training/trainer.ts';
import type { CheckpointState, TrainingJob } from '../../src-engine/training/types.ts';
import type { Length } from '../../src-engine/protocol/settings.ts';
import { freshStart } from '../fresh-start.ts';
import type { Recipe } from './recipes.ts';
import { partsOf, splits } from './text.ts';
import type { LabText, SplitName } from './text.ts';

/** Validations of a run whose steps are known: enough to see a curve turn, and cheap. */
const validations = 8;

export interface Trial {
  readonly text: LabText;
  readonly split: SplitName;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly length: Length;
  readonly threads: number;
}

export interface Outcome {
  /** Held-out loss after so many steps, nats per character. */
  readonly curve: readonly (readonly [step: number, nats: number])[];
  readonly parameters: number;
  readonly steps: number;
  readonly characters: number;
  readonly seconds: number;
  /** At the end. */
  readonly last: CheckpointState;
  /** Where the held-out loss was lowest. */
  readonly best: CheckpointState;
}

export function jobOf({ text, split, recipe, seed, length, threads }: Trial): TrainingJob {
  const { train, validation } = partsOf(text, split);
  const validateEvery = length.kind === 'steps' ? Math.ceil(length.steps / validations) : recipe.training.validateEvery;
  return {
    model: recipe.model,
    training: { ...recipe.training, ...splits[split], length, seed, threads, validateEvery },
    vocabulary: text.symbols.length,
    ids: text.ids.subarray(0, train + validation),
    trainCharacters: train,
    ...freshStart,
  };
}

/** @throws Error with the trainer's sentence where the run fails */
export function runTrial(trial: Trial): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const curve: [number, number][] = [];
    let parameters = 0;
    let last: CheckpointState | null = null;
    let best: { readonly state: CheckpointState; readonly nats: number } | null = null;
    startTrainer(jobOf(trial), (event) => {
      if (event.kind === 'started') ({ parameters } = event);
      if (event.kind === 'validation') curve.push([event.step, event.loss]);
      if (event.kind === 'checkpoint') {
        last = event.state;
        const nats = event.validation;
        if (nats !== null && (best === null || nats < best.nats)) best = { state: last, nats };
      }
      if (event.kind === 'failed') reject(new Error(event.message));
      if (event.kind !== 'ended' || last === null || best === null) return;
      const { step: steps, characters, seconds } = last.progress;
      resolve({ curve, parameters, steps, characters, seconds, last, best: best.state });
    });
  });
}

/** Mean loss over the part that no run has read, by the model whose held-out loss was lowest; nats per character. */
export async function testLoss({ text, split, recipe }: Trial, { best }: Outcome): Promise<number> {
  const { train, validation, test } = partsOf(text, split);
  if (test === 0) throw new Error('This split has no test part. Take --split test.');
  const trained = {
    model: recipe.model,
    vocabulary: text.symbols.length,
    parameters: best.averaged ?? best.parameters,
  };
  const worker = startSamplingWorker();
  try {
    // The character before the part is read too, so that all of its own are predicted.
    const ids = text.ids.subarray(train + validation - 1, train + validation + test);
    return (await worker.score({ trained, ids })).nats;
  } finally {
    await worker.terminate();
  }
}
