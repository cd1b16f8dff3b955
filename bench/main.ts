// `npm run bench`: prints what this machine does. Options: --json, --peers (other programs too), --quick (fewer
// rounds), --only PART (one of `parts` below), --text KEY (for forecasts and legibility: one built-in text). Some parts
// drive the real app; without a display they are measured in a virtual one, but only where they are asked for.

import { parseArgs } from 'node:util';
import { benchCheckpoints, benchFrames } from './checkpoints.ts';
import { benchClicks } from './clicks.ts';
import { benchComparison } from './comparison.ts';
import { benchCurves } from './curves.ts';
import { benchExport } from './export.ts';
import { benchGeneration, benchGenerationPeers } from './generation.ts';
import { benchForecasts } from './forecasts.ts';
import { benchFirstMinute } from './first-minute.ts';
import { benchImport } from './import.ts';
import { benchLegibility } from './legibility.ts';
import { benchMemory } from './memory.ts';
import { benchMemoryTasks } from './memory-tasks.ts';
import { benchOverview } from './overview.ts';
import { benchNormalization } from './normalization.ts';
import { createReport } from './report.ts';
import { benchScaling } from './scaling.ts';
import { benchStart } from './start.ts';
import { benchTraining, benchTrainingPeers } from './training.ts';
import { oneOf, readTyped } from './typed.ts';
import { benchTyping } from './typing.ts';
import { benchWindow } from './window.ts';
import { benchYoungRun } from './young-run.ts';

interface Part {
  /** `asked`: it drives the app without a display, or takes minutes of training. */
  readonly when: 'always' | 'display' | 'asked';
  readonly measure: () => void | Promise<void>;
}

/** In this order. */
const parts: Readonly<Record<string, Part>> = {
  training: {
    when: 'always',
    async measure() {
      await benchTraining(report, rounds);
      if (values.peers) await benchTrainingPeers(report, rounds);
    },
  },
  normalization: { when: 'always', measure: () => benchNormalization(report, rounds) },
  generation: {
    when: 'always',
    async measure() {
      await benchGeneration(report, rounds);
      if (values.peers) await benchGenerationPeers(report, rounds);
    },
  },
  scaling: { when: 'always', measure: () => benchScaling(report) },
  memory: { when: 'always', measure: () => benchMemory(report) },
  'memory-tasks': { when: 'asked', measure: () => benchMemoryTasks(report) },
  import: { when: 'always', measure: () => benchImport(report, values.quick ? 30 : 300) },
  checkpoints: { when: 'always', measure: () => benchCheckpoints(report) },
  overview: { when: 'always', measure: () => benchOverview(report) },
  comparison: { when: 'always', measure: () => benchComparison(report) },
  clicks: { when: 'always', measure: () => benchClicks(report) },
  export: { when: 'always', measure: () => benchExport(report, rounds) },
  start: {
    when: 'display',
    measure: () => benchStart(report, { rounds: 3 * rounds, idleSeconds: values.quick ? 10 : 60 }),
  },
  'young-run': { when: 'always', measure: () => benchYoungRun(report, rounds) },
  legibility: { when: 'asked', measure: () => benchLegibility(report, values.text) },
  forecasts: { when: 'asked', measure: () => benchForecasts(report, values.text) },
  window: {
    when: 'display',
    async measure() {
      await benchWindow(report);
      await benchFrames(report);
    },
  },
  curves: { when: 'asked', measure: () => benchCurves(report) },
  typing: { when: 'asked', measure: () => benchTyping(report) },
  'first-minute': { when: 'asked', measure: () => benchFirstMinute(report) },
};

const values = readTyped(() => {
  const options = {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    text: { type: 'string' },
  } as const;
  const typed = parseArgs({ options }).values;
  return { ...typed, only: oneOf('--only', Object.keys(parts), typed.only) };
});
const report = createReport(values.json);
const rounds = values.quick ? 1 : 3;

for (const [name, { when, measure }] of Object.entries(parts)) {
  const isUnasked = when === 'always' || (when === 'display' && Boolean(process.env['DISPLAY']));
  if (values.only === undefined ? isUnasked : values.only === name) await measure();
}
