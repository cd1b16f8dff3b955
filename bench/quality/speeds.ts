// How many steps a recipe makes in a given time on a machine that nothing else uses, so that recipes can be compared at
// equal time on one that is busy. A recipe's cost is the processor time of one thread for a character, in turns with a
// reference whose speed on the quiet machine is known; waiting for other programs does not count in it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { startTrainer } from '../../src-engine/training/trainer.ts';
import { recipeNamed } from './recipes.ts';
import type { Recipe } from './recipes.ts';
import { jobOf } from './train.ts';
import type { LabText } from './text.ts';

const file = new URL('./speeds.json', import.meta.url);

const reference = 'GRU 1×256';
/**
 * Characters a second of a whole run of the reference, validations included: 6.8 million in a minute, two threads,
 * nothing else running.
 */
const referenceSpeed = 6.8e6 / 60;

/** Processor seconds: the first steps run code that is not optimised yet. */
const warmUpSeconds = 1.5;
const measuredSeconds = 3;

/** Cost of a character, the reference's being 1; by what it depends on. */
type Costs = Readonly<Record<string, number>>;

/** Steps that the recipe makes in `seconds` of the quiet machine; measured where the table does not have it. */
export async function stepsWithin(seconds: number, recipe: Recipe, text: LabText): Promise<number> {
  const { batch, sequence, accumulate } = recipe.training;
  const cost = await costOf(recipe, text);
  return Math.max(1, Math.round((seconds * referenceSpeed) / cost / (batch * sequence * accumulate)));
}

async function costOf(recipe: Recipe, text: LabText): Promise<number> {
  const key = shapeOf(recipe);
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Costs) : {};
  if (key in known) return known[key];
  const compared = recipeNamed(reference);
  const before = await secondsPerCharacter(compared, text);
  const own = await secondsPerCharacter(recipe, text);
  const after = await secondsPerCharacter(compared, text);
  const cost = Number(((2 * own) / (before + after)).toPrecision(3));
  writeFileSync(file, `${JSON.stringify({ ...known, [key]: cost }, null, 2)}\n`);
  return cost;
}

/**
 * All that the time of a step depends on, but the number of symbols. Masks of dropout are too cheap to be measured:
 * 1.00 ± 0.03.
 */
function shapeOf({ model, training }: Recipe): string {
  const { cell, layers, hidden, embedding } = model;
  const { batch, sequence, optimizer } = training;
  const extras = [
    model.layerNorm ? 'layer norm' : '',
    embedding > 0 ? `embedding ${embedding}` : '',
    model.recurrentDropout > 0 ? 'recurrent dropout' : '',
    training.averaging > 0 ? 'averaging' : '',
    optimizer === 'adamw' ? '' : optimizer,
  ];
  return [`${cell} ${layers}×${hidden}`, `${batch}×${sequence}`, ...extras.filter((extra) => extra !== '')].join(', ');
}

function secondsPerCharacter(recipe: Recipe, text: LabText): Promise<number> {
  const length = { kind: 'steps', steps: 1e8 } as const;
  const job = jobOf({ text, split: 'tenth', recipe, seed: 1, length, threads: 1 });
  const begun = processorSeconds();
  return new Promise((resolve, reject) => {
    let first: { readonly at: number; readonly characters: number } | null = null;
    const trainer = startTrainer(job, (event) => {
      if (event.kind === 'failed') reject(new Error(event.message));
      if (event.kind !== 'progress') return;
      const at = processorSeconds();
      const { characters } = event.progress;
      if (first === null) {
        if (at - begun >= warmUpSeconds) first = { at, characters };
      } else if (at - first.at >= measuredSeconds) {
        const cost = (at - first.at) / (characters - first.characters);
        void trainer.terminate().then(() => {
          resolve(cost);
        });
      }
    });
  });
}

/** Of all threads of this process. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
