// How good a model becomes in a few minutes, starting from the shipped defaults:
//   node bench/quality/main.ts TEXT [--minutes 3] [--steps N] [--only NAME] [--threads N] [--json]
// The text's last tenth is held out. With --steps all recipes train the same number of steps, whatever else the machine does.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { physicalProcessors } from '../../src-engine/settings/processors.ts';
import { startTrainer } from '../../src-engine/training/trainer.ts';
import type { TrainingProgress } from '../../src-engine/training/types.ts';
import { count, createReport } from '../report.ts';
import { recipes } from './recipes.ts';
import type { Recipe } from './recipes.ts';

interface Outcome {
  readonly nats: number;
  readonly progress: TrainingProgress;
  readonly parameters: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '3' },
    steps: { type: 'string' },
    only: { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
if (file === undefined) {
  console.error('Name a text file: node bench/quality/main.ts TEXT');
  process.exit(2);
}

const { ids, vocabulary } = readIds(file);
const trainCharacters = Math.floor(ids.length * 0.9);
const length = values.steps
  ? ({ kind: 'steps', steps: Number(values.steps) } as const)
  : ({ kind: 'minutes', minutes: Number(values.minutes) } as const);
const threads = values.threads ? { threads: Number(values.threads) } : {};
const report = createReport(values.json);
report.heading(`${file}: ${count(ids.length)} characters, ${vocabulary} symbols, the last tenth held out`);
report.columns(['nats/char', 'bits/char', 'seconds', 'steps', 'chars/s', 'parameters', 'recipe']);
for (const recipe of recipes) {
  if (values.only !== undefined && recipe.name !== values.only) continue;
  const { nats, progress, parameters } = await train(recipe);
  const speed = progress.characters / progress.seconds;
  const { seconds, step } = progress;
  report.row({ kind: 'quality', recipe: recipe.name, nats, seconds, step, speed, parameters }, [
    nats.toFixed(4),
    (nats / Math.LN2).toFixed(3),
    seconds.toFixed(0),
    count(step),
    count(speed),
    count(parameters),
    `  ${recipe.name}`,
  ]);
}

function readIds(path: string): { ids: Uint32Array; vocabulary: number } {
  const characters = Array.from(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
  const symbols = [...new Set(characters)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  const index = new Map(symbols.map((symbol, id) => [symbol, id]));
  const ids = new Uint32Array(new SharedArrayBuffer(characters.length * 4));
  characters.forEach((character, place) => (ids[place] = index.get(character) ?? 0));
  return { ids, vocabulary: symbols.length };
}

function train(recipe: Recipe): Promise<Outcome> {
  const processors = physicalProcessors();
  const model = { ...defaultModel, ...recipe.model };
  const training = { ...defaultTraining(processors), ...recipe.training, validation: 0.1, length, ...threads };
  const job = { model, training, vocabulary, ids, trainCharacters, totalSteps: null, extensions: [], checkpoint: null };
  return new Promise((resolve, reject) => {
    let parameters = 0;
    let nats = Number.NaN;
    let progress: TrainingProgress | null = null;
    startTrainer({ ...job, reload: () => null }, (event) => {
      if (event.kind === 'started') ({ parameters } = event);
      if (event.kind === 'validation') nats = event.loss;
      if (event.kind === 'checkpoint') ({ progress } = event.state);
      if (event.kind === 'failed') reject(new Error(event.message));
      if (event.kind === 'ended' && progress) resolve({ nats, progress, parameters });
    });
  });
}
