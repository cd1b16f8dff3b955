// How far off forecasts of a run's end are: the preset Quick on the sixteen built-in texts that are written from. Its
// minute is counted in the steps that two cores with AVX-512 train in it, so a busy machine measures the same. What
// `--json` prints is what tests/training/recorded-curves.jsonl holds.

import type { BuiltInText } from '../corpora/built-in-text.ts';
import { catalogue } from '../corpora/catalogue.ts';
import { memoryTasks } from '../corpora/grammars/memory-tasks.ts';
import type { Forecast } from '../src-engine/protocol/runs.ts';
import type { LossPoint, TrainingSettings } from '../src-engine/protocol/index.ts';
import { defaultTraining } from '../src-engine/settings/defaults.ts';
import { charactersIn, makePresets } from '../src-engine/settings/presets.ts';
import { Forecaster } from '../src-engine/training/forecast.ts';
import { charactersPerStep } from '../src-engine/training/intervals.ts';
import { startTrainer } from '../src-engine/training/trainer.ts';
import { freshStart } from './fresh-start.ts';
import { partsOf, readText } from './quality/text.ts';
import { count } from './report.ts';
import type { Report } from './report.ts';

/** Of both cores together. */
const gigaflops = 400;
/** Training losses are told in means over stretches of this size, in the logarithm of the steps. */
const stretchSize = 0.02;

export type Point = readonly [step: number, nats: number];

export interface RecordedRun {
  readonly text: string;
  readonly steps: number;
  /** Times that the whole run reads its text. */
  readonly epochs: number;
  /** As the forecaster wants it. */
  readonly entropy: number | null;
  readonly training: readonly Point[];
  readonly validations: readonly Point[];
}

export async function benchForecasts(report: Report, only: string | undefined): Promise<void> {
  report.heading('Forecasts of a run of a minute, after half of it, and how it ended; nats per character');
  report.columns(['text', 'steps', 'forecast', 'error given', 'end', 'off']);
  for (const { key, kind } of catalogue) {
    if (!isWrittenFrom({ key, kind }) || (only ?? key) !== key) continue;
    const run = await record(key);
    const forecast = forecastAt(run, 1 / 2);
    const end = run.validations.at(-1)?.[1] ?? NaN;
    const [loss, error] = forecast === null ? [NaN, NaN] : [forecast.loss, forecast.error];
    const cells = [loss, error, end, loss - end].map((nats) => nats.toFixed(3));
    report.row({ ...run }, [key, count(run.steps), ...cells]);
  }
}

/** Neither labels nor numbers are, and in memory tasks there is nothing but one rule. */
function isWrittenFrom({ key, kind }: Pick<BuiltInText, 'key' | 'kind'>): boolean {
  return kind !== 'labelled' && kind !== 'numbers' && !memoryTasks.some((task) => task.key === key);
}

/** What is said once so much of the way, from 0 to 1, is behind the run; it has then been at work for `seconds`. */
export function forecastAt(run: RecordedRun, share: number, seconds = 30): Forecast | null {
  const { steps: totalSteps, epochs, entropy } = run;
  const until = (points: readonly Point[]): readonly LossPoint[] =>
    points.filter(([step]) => step <= share * totalSteps).map(([step, loss]) => ({ step, loss }));
  const forecaster = new Forecaster();
  forecaster.train(until(run.training));
  for (const validation of until(run.validations)) forecaster.validate(validation);
  return forecaster.forecast({ training: defaultTraining(1), totalSteps, epochs, entropy, seconds });
}

async function record(key: string): Promise<RecordedRun> {
  const text = await readText(key);
  const [vocabulary, characters] = [text.symbols.length, text.ids.length];
  const [quick] = makePresets({ vocabulary, characters, gigaflops, training: defaultTraining(1) });
  if (!quick) throw new Error('There is no preset Quick.');
  const { model, training } = quick;
  const charactersOf = (minutes: number): number => charactersIn(minutes, model, { vocabulary, gigaflops });
  const { train, validation } = partsOf(text, 'tenth');
  const [losses, validations]: [LossPoint[], Point[]] = [[], []];
  let [steps, stepsPerEpoch] = [0, 1];
  await new Promise<void>((resolve, reject) => {
    startTrainer(
      {
        model,
        training: { ...training, length: inSteps(training, charactersOf) },
        vocabulary,
        ids: text.ids.subarray(0, train + validation),
        trainCharacters: train,
        ...freshStart,
      },
      (event) => {
        if (event.kind === 'started') ({ totalSteps: steps, stepsPerEpoch } = event);
        if (event.kind === 'progress') losses.push(...event.points);
        if (event.kind === 'validation') validations.push([event.step, rounded(event.loss, 4)]);
        if (event.kind === 'failed') reject(new Error(event.message));
        if (event.kind === 'ended') resolve();
      },
    );
  });
  const epochs = rounded(steps / stepsPerEpoch, 2);
  const entropy = text.entropy && rounded(text.entropy, 4);
  return { text: key, steps, epochs, entropy, training: gathered(losses), validations };
}

/** @param charactersOf how many are trained in so many minutes */
function inSteps(training: TrainingSettings, charactersOf: (minutes: number) => number): TrainingSettings['length'] {
  const { length } = training;
  if (length.kind !== 'minutes') return length;
  return { kind: 'steps', steps: Math.round(charactersOf(length.minutes) / charactersPerStep(training)) };
}

function gathered(points: readonly LossPoint[]): readonly Point[] {
  const stretches = new Map<number, LossPoint[]>();
  for (const point of points) {
    const at = Math.floor(Math.log(point.step) / stretchSize);
    const stretch = stretches.get(at);
    if (stretch) stretch.push(point);
    else stretches.set(at, [point]);
  }
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return [...stretches.values()].map((stretch) => [
    Math.round(mean(stretch.map(({ step }) => step))),
    rounded(mean(stretch.map(({ loss }) => loss)), 3),
  ]);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
